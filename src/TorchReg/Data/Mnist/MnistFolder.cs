namespace TorchReg.Data;

/// <summary>
/// A folder with MNIST-format files, gzipped or not: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>,
/// <c>t10k-images-idx3-ubyte</c>, <c>t10k-labels-idx1-ubyte</c>, or the same names with <c>.idx</c> for <c>-idx</c>.
/// Either all four, or the two of one half, which is then split by a seeded permutation.
/// </summary>
public static class MnistFolder
{
    private const string Remedy = "name a folder with MNIST-format files, or get them with 'torchreg data mnist --to DIR'";

    /// <summary>Reads the folder: n × 784 pixels with labels 0 … 9, for training and for testing.</summary>
    /// <param name="folder">The folder to look in.</param>
    /// <param name="trainFraction">
    /// With one half only: the share of its rows to train on, between 0 and 1; default 0.8, so 8,000 of 10,000.
    /// </param>
    /// <param name="seed">With one half only: the permutation's seed.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">
    /// The folder holds neither half, or images without labels, or labels without images.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged, or counts, image size or labels do not fit; the message is one line.
    /// </exception>
    public static TrainTestSplit Read(string folder, double trainFraction = 0.8, ulong seed = 0)
    {
        TrainTestSplit.CheckFraction(trainFraction);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: no such folder; {Remedy}.");
        var train = MnistHalf.Find(folder, "train");
        var test = MnistHalf.Find(folder, "t10k");
        return (train, test) switch
        {
            (null, null) => throw new FileNotFoundException(
                $"{folder}: expected train-images-idx3-ubyte or t10k-images-idx3-ubyte (.gz or not), found neither; {Remedy}."),
            (not null, not null) => new(
                train.Read(),
                test.Read(),
                $"{folder}: {train.Names} for training, {test.Names} for testing"),
            _ => Split(folder, (train ?? test)!, trainFraction, seed),
        };
    }

    private static TrainTestSplit Split(string folder, MnistHalf half, double trainFraction, ulong seed)
    {
        var all = half.Read();
        if (all.Rows < 2)
            throw new InvalidDataException($"{half.Images}: expected at least 2 images to split, found {all.Rows}; {Remedy}.");
        return TrainTestSplit.Shuffled(all, trainFraction, seed, $"{folder}: {half.Names}");
    }
}
