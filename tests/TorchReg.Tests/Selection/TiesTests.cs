namespace TorchReg.Tests.Selection;

/// <summary>Of equal errors the largest λ is taken, also where their sums differ in the last bits.</summary>
public sealed class TiesTests
{
    [Theory]
    [InlineData(new[] { 0.5, 0.3 + 6e-17, 0.3, 0.4 }, 1)]
    [InlineData(new[] { 0.5, 0.3000001, 0.3, 0.4 }, 2)]
    [InlineData(new[] { double.NaN, 2.0, double.PositiveInfinity }, 1)]
    [InlineData(new[] { 0.0, 0.0 }, 0)]
    public void The_least_is_the_first_within_rounding(double[] means, int expected) =>
        Assert.Equal(expected, new CvCurve([4, 3, 2, 1], means, [1, 1, 1, 1], []).MinIndex);

    [Fact]
    public void Without_a_standard_error_one_is_the_other() =>
        Assert.Equal(1, new CvCurve([2, 1], [0.5, 0.4], [double.NaN, double.NaN], []).OneStandardErrorIndex);

    [Fact]
    public void A_fold_that_trains_on_no_event_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = arange(Scalars.Of(0), Scalars.Of(6), Scalars.One, ScalarType.Float64).reshape(6, 1);
        var y = cat([x + 1, x.eq(2).to(ScalarType.Float64)], 1);
        var problem = new LinearProblem(new Dataset(x.clone(), y), Losses.Cox);
        var options = new CvOptions { Folds = Folds.Random(6, 2, 0) };
        var refused = Assert.Throws<ArgumentException>(() => CrossValidation.Of(problem, options));
        Assert.Contains("trains on no event", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_too_large_for_their_squares_are_said()
    {
        using var scope = NewDisposeScope();
        var x = randn(40, 2, ScalarType.Float64);
        var problem = new LinearProblem(new Dataset(x, x.narrow(1, 0, 1) * 1e160), Losses.HalfSquaredError);
        Assert.Contains("too large", Assert.Throws<ArgumentException>(() => CrossValidation.Of(problem)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_take_the_place_of_folds_where_these_are_small_and_count_where_their_weight_is_0()
    {
        // By hand: rows 1, 3, 2 and 6 of weights 1, 1, 2 and 0 come to the mean 2, and to √(Σ w(v − 2)²/Σw/(4 − 1)).
        double[] weights = [1, 1, 2, 0];
        double[][] values = [[1], [3], [2], [6]];
        var byRow = CvCurve.Of([1], [new([], [0, 1]), new([], [2, 3])], values, weights);
        Assert.Equal(2, byRow.Mean[0], 1e-15);
        Assert.Equal(Math.Sqrt(2.0 / 4 / 3), byRow.StandardError[0], 1e-15);
        Assert.Equal([[2], [2]], byRow.Folds);
        // A fold that weighs nothing says nothing: two are left.
        var byFold = CvCurve.Of([1], [new([], [0, 1]), new([], [2]), new([], [3, 3, 3, 3, 3, 3])], values, weights);
        Assert.Equal(2, byFold.Mean[0], 1e-15);
        Assert.Equal(0, byFold.StandardError[0], 1e-15);
    }

    [Fact]
    public void Errors_of_weighted_rows_tie_as_their_counts_do()
    {
        // 3 of 7 rows wrong, in every order of adding up their shares.
        double[] weights = [1, 2, 3, 1, 2, 3, 2];
        var values = Enumerable.Range(0, weights.Length).Select(i => new[] { i is 0 or 1 ? 1.0 : 0, i == 2 ? 1.0 : 0 }).ToArray();
        var curve = CvCurve.Of([2, 1], [new([], [6, 5, 0, 1]), new([], [2, 3, 4])], values, weights);
        Assert.Equal(0, curve.MinIndex);
    }
}
