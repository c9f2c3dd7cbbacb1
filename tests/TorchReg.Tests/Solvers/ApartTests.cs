namespace TorchReg.Tests.Solvers;

// Agreement: several outputs of an element-wise penalty, solved apart, are those of one method for all of them.
public class ApartTests
{
    static LinearProblem Problem(bool isStandardized)
    {
        var random = new Generator(5);
        var x = randn([80L, 60L], ScalarType.Float64, generator: random) * 3 + 1;
        var y = x.narrow(1, 0, 3) + randn([80L, 3L], ScalarType.Float64, generator: random) * 2 + 100;
        var weights = rand([80L], ScalarType.Float64, generator: random) + 0.1;
        return new(new(x, y, weights), Losses.HalfSquaredError)
        {
            L1Ratio = 0.8,
            Standardize = isStandardized,
            Offsets = randn([80L, 3L], ScalarType.Float64, generator: random),
        };
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Outputs_apart_are_outputs_together(bool isStandardized)
    {
        var problem = Problem(isStandardized);
        var path = RegularizationPath.Fit(problem, new() { Count = 8, Ratio = 0.02, EndEarly = false });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        var fista = new PathOptions
        { Lambdas = path.Lambdas, Solver = new() { Method = SolverMethod.Fista, GapTolerance = 1e-11 } };
        foreach (var (apart, together) in path.Fits.Zip(RegularizationPath.Fit(problem, fista).Fits))
        {
            var (own, other) = (apart.Certificate, together.Certificate);
            Assert.InRange(own.Objective, other.Objective - other.Gap!.Value - 1e-12, other.Objective + own.Gap!.Value + 1e-12);
            Assert.InRange((apart.Weight - together.Weight).abs().max().item<double>(), 0, 1e-3);
        }
    }

    [Fact]
    public void A_warm_start_and_folds_are_those_of_each_output()
    {
        var problem = Problem(false);
        var cold = problem.Fit(0.5);
        var warm = problem.Fit(0.5, start: problem.Fit(0.6));
        Assert.InRange(Math.Abs(cold.Certificate.Objective - warm.Certificate.Objective), 0,
            cold.Certificate.Gap!.Value + warm.Certificate.Gap!.Value + 1e-12);
        var folds = Folds.Given([.. Enumerable.Range(0, 80).Select(i => i % 4)]);
        var cv = CrossValidation.Of(problem, new() { Folds = folds, Path = new() { Count = 6, Ratio = 0.1 } });
        Assert.All(cv.FoldCertificates.SelectMany(fold => fold), certificate => Assert.InRange(certificate.Gap!.Value, 0, 1e-4));
    }
}
