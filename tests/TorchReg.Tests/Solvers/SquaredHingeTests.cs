namespace TorchReg.Tests.Solvers;

/// <summary>Paths of the squared hinge, where most rows lie beyond the margin and have no curvature.</summary>
public sealed class SquaredHingeTests
{
    [Theory]
    [InlineData(80, 3, 0)]
    [InlineData(400, 20, 0)]
    [InlineData(100, 300, 0)]
    [InlineData(100, 300, 1)]
    [InlineData(400, 20, 1)]
    public void A_default_path_converges_in_few_steps_whether_or_not_classes_are_told_apart(int rows, int columns, double noise)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var x = randn([rows, columns], ScalarType.Float64, generator: generator);
        var z = x.narrow(1, 0, 3).sum([1L], keepdim: true) + randn([rows, 1], ScalarType.Float64, generator: generator) * noise;
        var problem = new LinearProblem(new Dataset(x, z.gt(0).to(ScalarType.Float64)), Losses.SquaredHinge);
        var path = RegularizationPath.Fit(problem, new() { Count = 40 });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.InRange(path.Fits.Sum(fit => fit.Steps), path.Fits.Count, 15 * path.Fits.Count);
    }
}
