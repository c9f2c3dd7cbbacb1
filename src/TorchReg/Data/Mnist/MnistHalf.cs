namespace TorchReg.Data;

/// <summary>One half of MNIST: a file of images and the file of their labels.</summary>
internal sealed record MnistHalf(string Images, string Labels)
{
    private const int Side = 28;
    private const int Classes = 10;

    public string Names => $"{Path.GetFileName(Images)} and {Path.GetFileName(Labels)}";

    /// <summary>The half that begins with <paramref name="prefix"/>; null if neither of its files is there.</summary>
    public static MnistHalf? Find(string folder, string prefix)
    {
        var images = FindFile(folder, $"{prefix}-images", "idx3-ubyte");
        var labels = FindFile(folder, $"{prefix}-labels", "idx1-ubyte");
        return (images, labels) switch
        {
            (null, null) => null,
            (null, not null) => throw Lonely(labels, $"{prefix}-images-idx3-ubyte"),
            (not null, null) => throw Lonely(images, $"{prefix}-labels-idx1-ubyte"),
            _ => new(images, labels),
        };
    }

    public LabeledImages Read()
    {
        var images = IdxFile.ReadImages(Images);
        var labels = IdxFile.ReadLabels(Labels);
        CheckSizes(images.Sizes);
        CheckCounts(images.Sizes[0], labels.Sizes[0]);
        CheckLabels(labels.Bytes);
        return new(images.Bytes, labels.Bytes, Side * Side);
    }

    private static string? FindFile(string folder, string name, string kind) =>
        new[] { $"{name}-{kind}", $"{name}.{kind}", $"{name}-{kind}.gz", $"{name}.{kind}.gz" }
            .Select(file => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);

    private static FileNotFoundException Lonely(string found, string missing) =>
        new($"{found}: expected {missing} (.gz or not) beside it, found none; put both files into the folder.", missing);

    private void CheckSizes(IReadOnlyList<int> sizes)
    {
        if (sizes[1] != Side || sizes[2] != Side)
            throw new InvalidDataException(
                $"{Images}: expected images of {Side} × {Side} pixels, found {sizes[1]} × {sizes[2]}; give files of " +
                "MNIST's size.");
        if (sizes[0] == 0)
            throw new InvalidDataException($"{Images}: expected at least 1 image, found 0; give files with rows.");
    }

    private void CheckCounts(int images, int labels)
    {
        if (images != labels)
            throw new InvalidDataException(
                $"{Labels}: expected {images} labels, one per image of {Path.GetFileName(Images)}, found {labels}; give files " +
                "that belong together.");
    }

    private void CheckLabels(byte[] labels)
    {
        var row = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        if (row >= 0)
            throw new InvalidDataException(
                $"{Labels}: expected labels from 0 to {Classes - 1}, found {labels[row]} in row {row}; give a file of digits.");
    }
}
