namespace TorchReg.Tests.Solvers;

/// <summary>Without an intercept no method has one, at the beginning of a path or later, and all have the same optimum.</summary>
public sealed class WithoutInterceptTests
{
    static LinearProblem Problem(string kind)
    {
        using var generator = new Generator(11);
        var x = randn([60, 5], ScalarType.Float64, generator: generator) + 0.5;
        var z = x[.., 0] - x[.., 1] + randn([60], ScalarType.Float64, generator: generator);
        var classes = z.gt(0).to(ScalarType.Int64).add(z.gt(0.8).to(ScalarType.Int64));
        LinearProblem Of(Loss loss, Tensor y) => new(new Dataset(x, y), loss) { Intercept = false };
        return kind switch
        {
            "squares" => Of(Losses.HalfSquaredError, z.unsqueeze(1)),
            "two outputs, grouped" => Of(Losses.HalfSquaredError, stack([z, -z + x[.., 2]], 1)) with { GroupFeatures = true },
            "two classes" => Of(Losses.BinaryCrossEntropy, z.gt(0).to(ScalarType.Int64)),
            "ridge of classes" => Of(Losses.CrossEntropy, classes) with { L1Ratio = 0 },
            "counts" => Of(Losses.Poisson, z.abs().round()),
            "softmax" => Of(Losses.CrossEntropy, classes),
            "squared hinge" => Of(Losses.SquaredHinge, classes),
            "groups of columns" => Of(Losses.HalfSquaredError, z.unsqueeze(1)) with
            { Penalty = new GroupLasso(1, new ColumnGroups([0, 0, 1, 1, 2])) },
            _ => Of(Losses.CrossEntropy, classes) with { GroupFeatures = true },
        };
    }

    [Theory, Trait("Speed", "Slow")]
    [InlineData("squares")]
    [InlineData("two outputs, grouped")]
    [InlineData("two classes")]
    [InlineData("ridge of classes")]
    [InlineData("counts")]
    [InlineData("softmax")]
    [InlineData("grouped softmax")]
    [InlineData("squared hinge")]
    [InlineData("groups of columns")]
    public void Biases_stay_0_and_methods_agree(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(kind);
        var path = RegularizationPath.Fit(problem, new() { Count = 4, Ratio = 0.05, EndEarly = false });
        var fista = new SolverOptions { Method = SolverMethod.Fista, GapTolerance = 1e-10 };
        foreach (var fit in path.Fits)
        {
            Assert.Equal(0, fit.Bias.abs().max().ToDouble());
            var other = problem.Fit(fit.Lambda, fista);
            Assert.Equal(other.Certificate.Objective, fit.Certificate.Objective, 1e-6);
            // What it claims is what it predicts by.
            Assert.Equal(Loss(problem, fit), fit.Certificate.Loss, 1e-9);
        }
    }

    static double Loss(LinearProblem problem, LinearFit fit)
    {
        var z = fit.Predict(problem.Data.Features);
        var y = problem.Data.Targets;
        return problem.Loss.Value(z, y.dim() == 1 && z.shape[1] == 1 ? y.to(ScalarType.Float64).unsqueeze(1) : y).ToDouble();
    }
}
