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
    public void Errors_of_weighted_rows_tie_as_their_counts_do()
    {
        // 3 of 7 rows wrong, in every order of adding up their shares.
        double[] weights = [1, 2, 3, 1, 2, 3, 2];
        var values = Enumerable.Range(0, weights.Length).Select(i => new[] { i is 0 or 1 ? 1.0 : 0, i == 2 ? 1.0 : 0 }).ToArray();
        var curve = CvCurve.Of([2, 1], [[6, 5, 0, 1], [2, 3, 4]], values, weights);
        Assert.Equal(0, curve.MinIndex);
    }
}
