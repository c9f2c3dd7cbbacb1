using TorchReg.Tests.Dialects;

namespace TorchReg.Tests.Selection;

/// <summary>
/// The golden rows of the sines problem, by the convex solvers: scikit-learn's and glmnet's minimisers to ten digits.
/// </summary>
public class GoldenTests
{
    static readonly SolverOptions exact = new() { GapTolerance = 1e-14, DistanceTolerance = 1e-11 };

    static Dataset Numbers() => new(Sines.X.clone(), Sines.Y.clone());

    static Dataset Classes() => new(Sines.X.clone(), tensor(Enumerable.Range(0, Sines.Rows).Select(i => 7L * i % 3).ToArray()));

    static void Near(double[] expected, Tensor actual, double tolerance = 1e-8) =>
        Assert.All(expected.Zip(actual.contiguous().data<double>().ToArray()), pair =>
            Assert.Equal(pair.First, pair.Second, tolerance));

    [Theory]
    [InlineData(0.1, 0.0, new[] { 0.2863909757, 1.2238808917, -1.6331148987, 0.0117681631, 0.4160370371 })]
    [InlineData(0.1, 1.0, new[] { 0.3405635382, 1.2826538396, -1.7627221600, 0, 0.3056965345 })]
    [InlineData(0.05, 1.0, new[] { 0.3195659673, 1.3909015499, -1.8789242658, 0, 0.4070591239 })]
    [InlineData(0.1, 0.5, new[] { 0.3124434000, 1.2503332862, -1.6914926436, 0, 0.3660540962 })]
    [InlineData(0.1, 1.0, new[] { 0.3405635382, 1.2826538396, -1.7627221600, 0, 0.3056965345 }, SolverMethod.Fista)]
    [InlineData(0.1, 0.0, new[] { 0.2863909757, 1.2238808917, -1.6331148987, 0.0117681631, 0.4160370371 }, SolverMethod.Newton)]
    public void Regressions(double lambda, double ratio, double[] expected, SolverMethod method = SolverMethod.Auto)
    {
        using var data = Numbers();
        var fit = new LinearProblem(data, Losses.HalfSquaredError)
        { L1Ratio = ratio }.Fit(lambda, exact with { Method = method });
        Near(expected, cat([fit.Bias, fit.Weight[0]]), 1e-7);
    }

    [Fact]
    public void Glmnets_elastic_net_by_its_dialect()
    {
        using var data = Numbers();
        var weights = TorchReg.Dialects.NamedDialects.Get("glmnet.gaussian").Read(
            new Dictionary<string, double>
            { ["lambda"] = 0.1, ["alpha"] = 0.5 },
                new(TorchReg.Dialects.LossForm.HalfSquaredError, Sines.Rows, Sines.TargetSpread));
        var fit = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = weights.L1Ratio }.Fit(weights.Sum, exact);
        Near([0.3152529833, 1.3056224826, -1.7652654509, 0, 0.3821853121], cat([fit.Bias, fit.Weight[0]]), 1e-7);
    }

    [Fact]
    public void The_largest_lambdas()
    {
        using var data = Numbers();
        var problem = new LinearProblem(data, Losses.HalfSquaredError);
        double Largest(LinearProblem p) => RegularizationPath.Fit(p, new() { Count = 2 }).LambdaMax;
        Assert.Equal(0.8990102432, Largest(problem), 1e-10);
        Assert.Equal(1.2704329952, Largest(problem with { Standardize = true }), 1e-10);
        using var classes = Classes();
        var softmax = new LinearProblem(classes, Losses.CrossEntropy);
        var options = new PathOptions { Count = 2, Solver = exact };
        Assert.Equal(0.2889371837, RegularizationPath.Fit(softmax, options).LambdaMax, 1e-10);
        Assert.Equal(0.3967196468, RegularizationPath.Fit(softmax with { GroupFeatures = true }, options).LambdaMax, 1e-9);
    }

    [Theory, InlineData(SolverMethod.Newton), InlineData(SolverMethod.Fista)]
    public void Multinomials(SolverMethod method)
    {
        using var data = Classes();
        var problem = new LinearProblem(data, Losses.CrossEntropy);
        var options = exact with { Method = method };
        var lasso = problem.Fit(0.02, options);
        Near([5.9999048141, 0, -5.8974963532], lasso.Weight[.., 2], 1e-7);
        Near([-2.0152063177, 1.7301255901, 0.2850807276], lasso.Bias, 1e-7);
        Assert.Equal(2, lasso.NonZeros);
        Near([2.9677246562, -0.0466897929, -2.9210348633], (problem with { L1Ratio = 0 }).Fit(0.02, options).Weight[.., 2]);
        var grouped = (problem with { GroupFeatures = true }).Fit(0.05, exact);
        Near([4.446577138, -0.0433909938, -4.4031861442], grouped.Weight[.., 2], 1e-7);
        Assert.Equal(1, grouped.ActiveFeatures);
    }

    [Fact]
    public void Cross_validation_over_given_lambdas()
    {
        using var data = Numbers();
        var cv = CrossValidation.Of(new(data, Losses.HalfSquaredError), new()
        {
            Folds = Folds.Given([.. Enumerable.Range(0, Sines.Rows).Select(i => i % 5)]),
            Path = new() { Lambdas = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.001], Solver = exact },
        });
        double[] means = [1.9057051087, 0.4937036630, 0.1928295017, 0.1121892206, 0.0894016129, 0.0887975217, 0.0904705572,
            0.0927092689];
        Assert.All(means.Zip(cv.Curve.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(0.0135523655, cv.Curve.StandardError[5], 1e-9);
        Assert.Equal((0.01, 0.02), (cv.Curve.LambdaMin, cv.Curve.LambdaOneStandardError));
    }
}
