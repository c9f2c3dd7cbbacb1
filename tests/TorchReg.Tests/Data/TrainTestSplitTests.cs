namespace TorchReg.Tests.Data;

public sealed class TrainTestSplitTests
{
    private static readonly LabeledImages Three = new(new byte[3], new byte[3], columns: 1);

    [Fact]
    public void A_single_row_cannot_be_split() =>
        Assert.Contains(
            "one row: a split needs at least 2 rows, found 1",
            Assert.Throws<ArgumentException>(() => TrainTestSplit.Shuffled(Three.Take(1), 0.5, 0, "one row")).Message);

    [Fact]
    public void A_split_holds_every_row_once_and_names_its_seed()
    {
        var all = new LabeledImages(Enumerable.Range(0, 10).Select(i => (byte)i).ToArray(), new byte[10], columns: 1);
        var split = TrainTestSplit.Shuffled(all, 0.8, seed: 4, "ten rows");
        Assert.Equal(8, split.Train.Rows);
        Assert.Equal(all.Pixels.ToArray(), split.Train.Pixels.ToArray().Concat(split.Test.Pixels.ToArray()).Order());
        Assert.Equal("ten rows; shuffled with seed 4 and split into 8 training and 2 test rows", split.Source);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_zero_to_one_is_refused(double fraction) =>
        Assert.Contains(
            "between 0 and 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => TrainTestSplit.Shuffled(Three, fraction, 0, "")).Message);

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.999, 2)]
    public void Each_side_of_a_split_gets_a_row(double fraction, int train) =>
        Assert.Equal(train, TrainTestSplit.Shuffled(Three, fraction, 0, "").Train.Rows);
}
