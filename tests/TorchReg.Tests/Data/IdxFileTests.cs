namespace TorchReg.Tests.Data;

public sealed class IdxFileTests : FolderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_come_back_as_they_were_written(bool gzipped)
    {
        var file = IdxFile.ReadImages(Write(Idx.Images(400), gzipped));
        Assert.Equal([400, 28, 28], file.Sizes);
        Assert.Equal(Idx.Ramp(400 * 784), file.Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_come_back_as_they_were_written(bool gzipped) =>
        Assert.Equal([3, 1, 4], IdxFile.ReadLabels(Write(Idx.Labels(3, 1, 4), gzipped)).Bytes);

    [Fact]
    public void An_empty_set_of_labels_is_read() => Assert.Empty(IdxFile.ReadLabels(Write(Idx.Labels([]), true)).Bytes);

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => IdxFile.ReadLabels(folder["none"]));
        Assert.Equal($"{folder["none"]}: no such file; give the path of an IDX file, gzipped or not.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_truncated_file_is_refused(bool gzipped) =>
        Refused(
            Idx.Images(2)[..^10],
            gzipped,
            "expected 1568 bytes after the header, found 1558; the file is truncated, get it anew.");

    [Fact]
    public void Trailing_bytes_are_refused() =>
        Refused(
            [.. Idx.Images(2), 0, 0, 0],
            false,
            "expected 1568 bytes after the header, found 1571; the file has trailing bytes, get it anew.");

    [Fact]
    public void Trailing_bytes_in_a_gzipped_file_are_refused() =>
        Refused(
            [.. Idx.Images(2), 0],
            true,
            "expected 1568 bytes after the header, found more; the file has trailing bytes, get it anew.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_truncated_header_is_refused(bool gzipped) =>
        Refused(Idx.Images(2)[..7], gzipped, "expected a header of 16 bytes, found 7 bytes; the file is truncated, get it anew.");

    [Fact]
    public void An_empty_file_is_refused() =>
        Refused([], false, "expected a header of 16 bytes, found 0 bytes; the file is truncated, get it anew.");

    [Fact]
    public void Labels_in_the_place_of_images_are_refused() =>
        Refused(
            Idx.Labels(100),
            false,
            "expected magic number 0x00000803 (images), found 0x00000801; images and labels are swapped, rename the files.");

    [Fact]
    public void A_file_that_is_no_IDX_file_is_refused() =>
        Refused(
            "<html>not found</html>"u8.ToArray(),
            false,
            "expected magic number 0x00000803 (images), found 0x3C68746D; this is no IDX file of that kind, give another.");

    [Theory]
    [InlineData(12)]
    [InlineData(100)]
    [InlineData(200)]
    public void A_gzip_file_cut_short_is_refused(int missing)
    {
        var path = folder.Write("cut", Idx.Gzip(Idx.Images(3))[..^missing]);
        AssertOneLine(path, "truncated", Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)));
    }

    [Fact]
    public void A_gzip_file_with_a_wrong_byte_is_refused()
    {
        var content = Idx.Gzip(Idx.Images(3));
        content[^6] ^= 0x40;
        var path = folder.Write("damaged", content);
        AssertOneLine(
            path,
            "expected a whole gzip file, found a damaged or truncated one",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)));
    }

    [Theory]
    [InlineData(1_000_000, 28, 28, false, "expected 784000000 bytes after the header, found 50; the file is truncated")]
    [InlineData(1_000_000, 28, 28, true, "expected 784000000 bytes after the header, found a gzip file of")]
    [InlineData(
        int.MaxValue,
        int.MaxValue,
        int.MaxValue,
        false,
        "found a header of 2147483647 × 2147483647 × 2147483647; the header is damaged")]
    [InlineData(-1, 28, 28, true, "found 4294967295; the header is damaged")]
    public void An_absurd_header_is_refused_without_a_large_allocation(
        int count,
        int rows,
        int columns,
        bool gzipped,
        string message)
    {
        var path = Write(Idx.Content(0x0803, [count, rows, columns], new byte[50]), gzipped);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        AssertOneLine(path, message, error);
    }

    // 46 kB that would be 47 MB.
    [Fact]
    public void A_small_gzip_file_of_very_many_bytes_is_refused_before_it_is_unzipped()
    {
        var path = Write(Idx.Content(0x0803, [60_000, 28, 28], new byte[60_000 * 784]), true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        AssertOneLine(path, "expected at most 100 bytes for each of a gzip file, found 47040000 in ", error);
    }

    private string Write(byte[] content, bool gzipped) => folder.Write("file", gzipped ? Idx.Gzip(content) : content);

    private void Refused(byte[] content, bool gzipped, string message)
    {
        var path = Write(content, gzipped);
        Assert.Equal($"{path}: {message}", Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)).Message);
    }

    private static void AssertOneLine(string path, string part, Exception error)
    {
        Assert.StartsWith($"{path}: ", error.Message);
        Assert.Contains(part, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
