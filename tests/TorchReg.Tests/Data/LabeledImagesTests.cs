using System.Security.Cryptography;

namespace TorchReg.Tests.Data;

public sealed class LabeledImagesTests
{
    private static readonly LabeledImages Images = new(new byte[] { 1, 2, 3, 4, 5, 6 }, new byte[] { 7, 8, 9 }, columns: 2);

    [Fact]
    public void The_first_rows_share_memory_with_all_rows()
    {
        var first = Images.Take(2);
        Assert.Equal(2, first.Rows);
        Assert.True(first.Pixels.Span.Overlaps(Images.Pixels.Span));
        Assert.Equal([3, 4], first.Row(1).ToArray());
    }

    [Fact]
    public void Chosen_rows_come_in_the_order_asked_for()
    {
        var chosen = Images.Select([2, 0]);
        Assert.Equal([5, 6, 1, 2], chosen.Pixels.ToArray());
        Assert.Equal([9, 7], chosen.Labels.ToArray());
    }

    [Fact]
    public void The_hash_is_over_pixels_then_labels() =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3, 4, 5, 6, 7, 8, 9])), Images.Sha256);

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void More_rows_than_there_are_is_an_error_that_names_the_range(int rows) =>
        Assert.Contains("the range is 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => Images.Take(rows)).Message);

    [Fact]
    public void Pixels_that_do_not_fit_the_labels_are_refused() =>
        Assert.Contains(
            "2 labels and 2 columns need 4 pixels, but 3 were given",
            Assert.Throws<ArgumentException>(() => new LabeledImages(new byte[3], new byte[2], 2)).Message);
}
