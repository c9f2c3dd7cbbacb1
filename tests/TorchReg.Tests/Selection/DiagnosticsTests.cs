using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Tests.Selection;

/// <summary>
/// Degrees of freedom, criteria, generalized cross-validation and relaxed refits, against their definitions written out.
/// </summary>
public class DiagnosticsTests
{
    static Dataset Data(long n = 40, long p = 6)
    {
        var generator = new Generator(3);
        var x = randn([n, p], ScalarType.Float64, generator: generator);
        return new(x, (x[.., 0] * 2 - x[.., 1] + randn([n], ScalarType.Float64, generator: generator)).unsqueeze(1));
    }

    // tr H of ŷ = H y, from fits to every unit vector: fits are linear in y as long as the same weights are not 0.
    static double TraceByUnitVectors(Dataset data, Func<Dataset, Tensor> predict)
    {
        var rows = (int)data.Rows;
        return Enumerable.Range(0, rows).Sum(i =>
        {
            using var unit = new Dataset(data.Features.clone(), eye(rows, dtype: ScalarType.Float64)[.., i].unsqueeze(1).clone());
            return predict(unit)[i].ToDouble();
        });
    }

    [Fact]
    public void Ridges_degrees_of_freedom_are_the_trace_of_its_hat()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = 0 };
        const double Lambda = 0.7;
        var df = Diagnostics.Of(RegularizationPath.Fit(problem, new() { Lambdas = [Lambda] }))[0].DegreesOfFreedom;
        var trace = TraceByUnitVectors(
            data, unit => (problem with { Data = unit }).Fit(Lambda).Predict(unit.Features).squeeze(1));
        Assert.Equal(trace, df, 1e-8);
        Assert.Equal(trace, RidgeGcv.Of(problem, new() { Lambdas = [Lambda] }).DegreesOfFreedom[0], 1e-8);
    }

    [Fact]
    public void Generalized_cross_validation_is_its_formula_and_near_leave_one_out()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = 0 };
        var gcv = RidgeGcv.Of(problem, new() { Lambdas = [3, 1, 0.3, 0.1, 0.03] });
        var fit = problem.Fit(0.3);
        var mean = (fit.Predict(data.Features) - data.Targets).square().mean().ToDouble();
        Assert.Equal(mean / Math.Pow(1 - gcv.DegreesOfFreedom[2] / data.Rows, 2), gcv.Values[2], 1e-8);
        var leaveOneOut = CrossValidation.Of(problem, new()
        { Folds = Folds.Given([.. Enumerable.Range(0, (int)data.Rows)]), Path = new() { Lambdas = gcv.Lambdas } });
        Assert.Equal(gcv.Best.Lambda, leaveOneOut.Curve.LambdaMin);
        Assert.All(gcv.Values.Zip(leaveOneOut.Curve.Mean), pair => Assert.InRange(pair.First / pair.Second, 0.9, 1.1));
    }

    [Fact]
    public void The_lassos_degrees_of_freedom_are_its_nonzeros_and_criteria_follow()
    {
        using var data = Data();
        var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError), new() { Lambdas = [1, 0.1] });
        foreach (var (fit, diagnostics) in path.Fits.Zip(Diagnostics.Of(path)))
        {
            Assert.Equal(fit.NonZeros + 1, diagnostics.DegreesOfFreedom);
            var deviance = data.Rows * Math.Log((fit.Predict(data.Features) - data.Targets).square().mean().ToDouble());
            Assert.Equal(deviance + 2 * diagnostics.DegreesOfFreedom, diagnostics.Aic, 1e-8);
            Assert.Equal(deviance + Math.Log(data.Rows) * diagnostics.DegreesOfFreedom, diagnostics.Bic, 1e-8);
        }
    }

    [Fact]
    public void A_relaxed_fit_is_least_squares_on_the_chosen_features()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError);
        var lasso = problem.Fit(0.4);
        Assert.Equal(2, lasso.NonZeros);
        var relaxed = RelaxedFit.Of(problem, lasso, ridge: 1e-10);
        using var design = cat([data.Features[.., ..2], ones([data.Rows, 1L], ScalarType.Float64)], 1);
        var squares = linalg.lstsq(design, data.Targets).Solution.squeeze(1);
        Assert.InRange((relaxed.Weight[0, ..2] - squares[..2]).abs().max().ToDouble(), 0, 1e-7);
        Assert.Equal(2, relaxed.NonZeros);
        var half = RelaxedFit.Of(problem, lasso, gamma: 0.5, ridge: 1e-10);
        Assert.InRange((half.Weight * 2 - lasso.Weight - relaxed.Weight).abs().max().ToDouble(), 0, 1e-12);
    }
}
