namespace TorchReg.Tests.Selection;

/// <summary>A target in cents is one in millions: a usual grid reaches to where the penalty leaves the weights alone.</summary>
public sealed class TargetUnitTests
{
    static LinearProblem Problem(double unit, double l1Ratio, bool standardize, bool isWide = false)
    {
        using var generator = new Generator(5);
        var (n, p) = isWide ? (60, 70) : (80, 4);
        var x = randn([n, p], ScalarType.Float64, generator: generator) + 2;
        var y = x[.., 0] - x[.., 1] * 0.5 + randn([n], ScalarType.Float64, generator: generator) * 0.3;
        return new(new Dataset(x, (y * unit).unsqueeze(1)), Losses.HalfSquaredError)
        { L1Ratio = l1Ratio, Standardize = standardize };
    }

    [Theory]
    [InlineData(1e-9), InlineData(1e-3), InlineData(400_000), InlineData(1e12)]
    public void The_grid_of_ridge_is_the_same_in_every_unit(double unit)
    {
        foreach (var standardize in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            var options = new PathOptions { Count = 5, EndEarly = false };
            var path = RegularizationPath.Fit(Problem(unit, 0, standardize), options);
            var same = RegularizationPath.Fit(Problem(1, 0, standardize), options);
            Assert.All(path.Fits.Zip(same.Fits), pair =>
            {
                Assert.Equal(1, pair.First.Lambda / pair.Second.Lambda, 1e-9);
                Assert.Equal(same.ExplainedDeviance(pair.Second), path.ExplainedDeviance(pair.First), 1e-6);
            });
        }
    }

    // In large units an elastic net is ridge (its L1 goes with the unit, its squares do not), in small ones it is the lasso.
    [Theory]
    [InlineData(0), InlineData(1e-4), InlineData(0.01), InlineData(0.5), InlineData(0.9), InlineData(1)]
    public void The_best_of_a_usual_grid_explains_what_ridge_or_the_lasso_does(double l1Ratio)
    {
        foreach (var isWide in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            double Left(double unit, double ratio)
            {
                var cv = CrossValidation.Of(Problem(unit, ratio, true, isWide), new() { FoldCount = 5, Seed = 3 });
                return cv.Curve.Mean[cv.Curve.MinIndex] / cv.Path.NullLoss;
            }

            var (ridge, lasso) = (Left(1, 0), Left(1, 1));
            Assert.All(new[] { 1e-6, 400_000, 1e9 }, unit =>
                Assert.InRange(Left(unit, l1Ratio), 0, 1.1 * (l1Ratio == 0 || (unit > 1 && l1Ratio < 1) ? ridge : lasso) + 0.01));
        }
    }
}
