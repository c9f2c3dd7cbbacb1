namespace TorchReg.Tests.Data;

public sealed class MnistFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Whole_MNIST_keeps_its_own_halves()
    {
        Write("train-images-idx3-ubyte.gz", Idx.Gzip(Idx.Images(30)));
        Write("train-labels-idx1-ubyte.gz", Idx.Gzip(Idx.Labels(30)));
        Write("t10k-images-idx3-ubyte", Idx.Images(20));
        Write("t10k-labels-idx1-ubyte", Idx.Labels(20));
        var split = MnistFolder.Read(folder.Path);
        Assert.Equal((30, 20), (split.Train.Rows, split.Test.Rows));
        Assert.Equal(Idx.Ramp(30 * 784), split.Train.Pixels.ToArray());
        Assert.Equal(
            $"{folder.Path}: train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz for training, t10k-images-idx3-ubyte " +
            "and t10k-labels-idx1-ubyte for testing",
            split.Source);
    }

    [Theory]
    [InlineData("t10k", "-")]
    [InlineData("t10k", ".")]
    [InlineData("train", ".")]
    public void One_half_is_split_reproducibly(string half, string dot)
    {
        Write($"{half}-images{dot}idx3-ubyte", Idx.Images(100));
        Write($"{half}-labels{dot}idx1-ubyte", Idx.Labels(100));
        var (one, same, other) = (
            MnistFolder.Read(folder.Path),
            MnistFolder.Read(folder.Path),
            MnistFolder.Read(folder.Path, seed: 1));
        Assert.Equal((80, 20), (one.Train.Rows, one.Test.Rows));
        Assert.Equal((one.Train.Sha256, one.Test.Sha256), (same.Train.Sha256, same.Test.Sha256));
        Assert.NotEqual(one.Test.Sha256, other.Test.Sha256);
        Assert.EndsWith("shuffled with seed 0 and split into 80 training and 20 test rows", one.Source);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.StartsWith(
            $"{folder["none"]}: no such folder; ",
            Assert.Throws<DirectoryNotFoundException>(() => MnistFolder.Read(folder["none"])).Message);

    [Fact]
    public void An_empty_folder_is_refused_with_the_names_looked_for() =>
        Assert.StartsWith(
            $"{folder.Path}: expected train-images-idx3-ubyte or t10k-images-idx3-ubyte (.gz or not), found neither; ",
            Assert.Throws<FileNotFoundException>(() => MnistFolder.Read(folder.Path)).Message);

    [Fact]
    public void Images_without_labels_are_refused()
    {
        var images = Write("train-images-idx3-ubyte", Idx.Images(3));
        Assert.Equal(
            $"{images}: expected train-labels-idx1-ubyte (.gz or not) beside it, found none; put both files into the folder.",
            Assert.Throws<FileNotFoundException>(() => MnistFolder.Read(folder.Path)).Message);
    }

    [Fact]
    public void Labels_without_images_are_refused()
    {
        Write("t10k-labels-idx1-ubyte", Idx.Labels(3));
        Assert.Contains(
            "expected t10k-images-idx3-ubyte",
            Assert.Throws<FileNotFoundException>(() => MnistFolder.Read(folder.Path)).Message);
    }

    [Fact]
    public void Different_counts_are_refused() =>
        Refused(
            Idx.Images(5),
            Idx.Labels(4),
            "t10k-labels-idx1-ubyte",
            "expected 5 labels, one per image of t10k-images-idx3-ubyte, found 4; give files that belong together.");

    [Fact]
    public void A_label_out_of_range_is_refused() =>
        Refused(
            Idx.Images(4),
            Idx.Labels(0, 9, 10, 3),
            "t10k-labels-idx1-ubyte",
            "expected labels from 0 to 9, found 10 in row 2; give a file of digits.");

    [Fact]
    public void Images_of_another_size_are_refused() =>
        Refused(
            Idx.Images(4, side: 32),
            Idx.Labels(4),
            "t10k-images-idx3-ubyte",
            "expected images of 28 × 28 pixels, found 32 × 32; give files of MNIST's size.");

    [Fact]
    public void Files_without_rows_are_refused() =>
        Refused(
            Idx.Images(0),
            Idx.Labels(0),
            "t10k-images-idx3-ubyte",
            "expected at least 1 image, found 0; give files with rows.");

    [Fact]
    public void A_single_row_cannot_be_split()
    {
        Pair(Idx.Images(1), Idx.Labels(1));
        Assert.Contains(
            "expected at least 2 images to split, found 1",
            Assert.Throws<InvalidDataException>(() => MnistFolder.Read(folder.Path)).Message);
    }

    [DataFact]
    public void Real_digits_have_ten_classes_and_MNISTs_share_of_ink()
    {
        var split = MnistFolder.Read(DataFactAttribute.Folder!);
        var classes = split.Test.Labels.ToArray().Distinct();
        Assert.Equal(10, classes.Count());
        Assert.InRange(split.Test.Pixels.ToArray().Average(pixel => pixel / 255.0), 0.12, 0.14);
    }

    private string Write(string name, byte[] content) => folder.Write(name, content);

    private void Pair(byte[] images, byte[] labels)
    {
        Write("t10k-images-idx3-ubyte", images);
        Write("t10k-labels-idx1-ubyte", labels);
    }

    private void Refused(byte[] images, byte[] labels, string file, string message)
    {
        Pair(images, labels);
        Assert.Equal(
            $"{folder[file]}: {message}",
            Assert.Throws<InvalidDataException>(() => MnistFolder.Read(folder.Path)).Message);
    }
}
