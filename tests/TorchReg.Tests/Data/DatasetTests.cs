namespace TorchReg.Tests.Data;

public sealed class DatasetTests
{
    private static Dataset Ten() =>
        new(
            arange(10, ScalarType.Float32).unsqueeze(1),
            tensor(new long[] { 0, 1, 0, 1, 0, 1, 0, 1, 0, 0 }),
            arange(10, ScalarType.Float32));

    private static float[] Values(Tensor tensor) => tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray();

    [Fact]
    public void Selected_rows_bring_their_targets_and_weights()
    {
        using var data = Ten();
        using var chosen = data.Select([7, 2, 2]);
        Assert.Equal([7, 2, 2], Values(chosen.Features));
        Assert.Equal([1, 0, 0], Values(chosen.Targets));
        Assert.Equal([7, 2, 2], Values(chosen.Weights!));
    }

    [Fact]
    public void The_first_rows_bring_their_weights()
    {
        using var data = Ten();
        using var first = data.Take(1);
        Assert.Equal([0], Values(first.Weights!));   // all zero, which only a whole dataset may not be
        Assert.Same(data, data.To(CPU));
    }

    [Fact]
    public void Without_weights_a_dataset_has_none()
    {
        using var data = new Dataset(ones(3, 2), ones(3, 1));
        using var chosen = data.Select([0]);
        Assert.Null(chosen.Weights);
    }

    [Fact]
    public void A_split_holds_every_row_once_and_repeats_with_its_seed()
    {
        using var data = Ten();
        var (train, test) = data.Split(0.7, seed: 5);
        var (again, _) = data.Split(0.7, seed: 5);
        Assert.Equal((7, 3), (train.Rows, test.Rows));
        Assert.Equal(
            Enumerable.Range(0, 10).Select(row => (float)row),
            Values(train.Features).Concat(Values(test.Features)).Order());
        Assert.Equal(Values(train.Features), Values(again.Features));
        Assert.Equal(Values(train.Features), Values(train.Weights!));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(0.01)]
    [InlineData(0.99)]
    public void A_stratified_split_shares_each_class_to_within_one_row(double fraction)
    {
        using var data = new Dataset(zeros(103, 1), arange(103, ScalarType.Int64).square().remainder(10));
        var (train, test) = data.StratifiedSplit(fraction, seed: 2);
        Assert.Equal(data.Classes().Order(), train.Classes().Concat(test.Classes()).Order());
        Assert.All(data.Classes().Distinct(), c => Assert.InRange(
            train.Classes().Count(x => x == c) - (fraction * data.Classes().Count(x => x == c)), -0.9999, 0.9999));
    }

    [Fact]
    public void A_stratified_split_has_as_many_training_rows_as_a_plain_one() =>
        Assert.Equal(60, RowFold.Stratified([.. Enumerable.Range(0, 100).Select(row => row % 7)], 0.6, seed: 0).Train.Length);

    [Fact]
    public void A_class_of_one_row_cannot_be_split() =>
        Assert.StartsWith("class 3 has 1 of the 5 rows, at least 2 are needed: ",
            Assert.Throws<ArgumentException>(() => RowFold.Stratified([1, 1, 3, 1, 1], 0.5, 0)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_zero_to_one_is_refused(double fraction)
    {
        using var data = Ten();
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(fraction, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.StratifiedSplit(fraction, 0));
    }

    [Fact]
    public void Numbers_have_no_strata()
    {
        using var data = new Dataset(ones(3, 2), ones(3, 1));
        Assert.Equal(
            "Classes are n class indices, int64; the targets are Float32 [3×1].",
            Assert.Throws<InvalidOperationException>(data.Classes).Message);
    }

    [Theory]
    [InlineData(new[] { 1f, -2 }, "-2 in row 1.")]
    [InlineData(new[] { float.NaN, 1 }, "NaN in row 0.")]
    [InlineData(new[] { float.PositiveInfinity, 1 }, "Infinity in row 0.")]
    [InlineData(new[] { 0f, 0 }, "2 zeros.")]
    [InlineData(new[] { 1f }, "[1] for 2 rows.")]
    public void Weights_out_of_range_are_refused(float[] weights, string given) =>
        Assert.StartsWith($"weights must be n finite numbers, 0 or more, one per row and not all 0; given {given}",
            Assert.Throws<ArgumentException>(() => new Dataset(ones(2, 2), ones(2, 1), tensor(weights))).Message);

    [Fact]
    public void A_gap_is_named_by_row_and_column()
    {
        using var good = Ten();
        Assert.Same(good, good.Checked());
        using var feature = new Dataset(tensor(new[,] { { 1f, 2 }, { 3, float.NaN } }), ones(2, 1));
        Assert.Equal(
            "row 1, feature column 1: expected a finite number, found NaN (1 of 4 are not finite); fill or drop such rows first.",
            Assert.Throws<InvalidDataException>(feature.Checked).Message);
        using var target = new Dataset(ones(2, 2), tensor(new[] { double.NegativeInfinity, 1 }));
        Assert.StartsWith(
            "row 0, target column 0: expected a finite number, found -Infinity",
            Assert.Throws<InvalidDataException>(target.Checked).Message);
    }

    [Fact]
    public void A_position_outside_is_refused()
    {
        using var data = Ten();
        Assert.StartsWith(
            "positions must be from 0 to 9; given 10 at index 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Select([3, 10])).Message);
    }
}
