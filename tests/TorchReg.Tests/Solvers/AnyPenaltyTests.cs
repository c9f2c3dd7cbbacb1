namespace TorchReg.Tests.Solvers;

// Agreement and laws: a penalty of the loop in a linear problem.
[Trait("Speed", "Slow")]
public class AnyPenaltyTests
{
    const int Rows = 50, Columns = 6;

    static readonly SolverOptions exact = new() { DistanceTolerance = 1e-10, GapTolerance = 1e-13 };

    // Columns of different sizes, one constant, two outputs.
    static Dataset Data(bool isConstant = true)
    {
        var x = tensor([.. Enumerable.Range(0, Rows * Columns).Select(
            e => Math.Sin((e / Columns + 1) * 0.7 * (e % Columns + 1) + e % Columns))],
            [Rows, Columns]) * tensor(new[] { 1, 5, 0.2, 1, 2, 1 });
        if (isConstant) x[.., 3] = full([1L], 7.0, ScalarType.Float64);
        return new(x, cat([x[.., 0].unsqueeze(1) - x[.., 1].unsqueeze(1) * 0.3, x[.., 4].unsqueeze(1) + x[.., 2].unsqueeze(1)], 1)
            + 1);
    }

    static double Apart(Tensor a, Tensor b) => (a - b).abs().max().ToDouble();

    public static TheoryData<bool, bool, bool> Settings() => new()
    {
        { true, true, true }, { true, false, true }, { false, true, false }, { false, false, true },
    };

    [Theory, MemberData(nameof(Settings))]
    public void The_loops_penalties_have_the_minimisers_of_the_easy_way(bool isConstant, bool isStandardized, bool hasIntercept)
    {
        using var data = Data(isConstant);
        var easy = new LinearProblem(data, Losses.HalfSquaredError) { Standardize = isStandardized, Intercept = hasIntercept };
        LinearFit Fit(LinearProblem problem) => problem.Fit(0.05, exact);
        double[] factors = [1, 0.5, 2, 1, 3, 0.1];
        var pairs = new (LinearProblem Easy, Penalty Penalty)[]
        {
            (easy, new L1(1)), (easy with { L1Ratio = 0.4 }, new ElasticNet(1, 0.4)), (easy with { L1Ratio = 0 }, new L2(1)),
            (easy with { GroupFeatures = true }, new GroupLasso(1)), (easy, new SparseGroupLasso(1, 1)),
            (easy with { PenaltyFactors = factors }, new Weighted(new L1(1), tensor(factors))),
        };
        foreach (var (way, penalty) in pairs)
        {
            var (expected, found) = (Fit(way), Fit(easy with { Penalty = penalty }));
            Assert.True(found.Converged, $"{penalty}: {found}");
            Assert.True(Apart(expected.Weight, found.Weight) < 1e-6, $"{penalty}: {Apart(expected.Weight, found.Weight)}");
            Assert.Equal(expected.Certificate.Objective, found.Certificate.Objective, 1e-8);
            Assert.True(found.Weight.abs().max().ToDouble() > 0.2);
        }
    }

    [Fact]
    public void A_path_begins_where_the_first_weight_enters()
    {
        using var data = Data();
        var options = new PathOptions { Count = 5, Ratio = 0.1, EndEarly = false };
        foreach (var penalty in new Penalty[]
            { new SparseGroupLasso(1, 0.5), new GroupLasso(2), new LogSum(1), new GroupLasso(1, Groups.Units) })
        {
            var problem = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = penalty };
            var path = RegularizationPath.Fit(problem, options);
            Assert.Equal(0, problem.Fit(path.LambdaMax * 1.0001, exact).NonZeros);
            if (penalty.IsConvex) Assert.NotEqual(0, problem.Fit(path.LambdaMax * 0.97, exact).NonZeros);
            Assert.All(path.Fits, fit => Assert.True(fit.Converged, $"{penalty}: {fit}"));
        }
    }

    [Fact]
    public void Without_convexity_the_certificate_is_of_a_stationary_point_and_says_so()
    {
        using var data = Data();
        var penalty = new LogSum(1, 0.5);
        var fit = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = penalty }.Fit(0.02, exact);
        Assert.Null(fit.Certificate.Gap);
        Assert.False(fit.Certificate.IsConvex);
        Assert.Contains("stationary point", fit.ToString(), StringComparison.Ordinal);
        // By plain arithmetic on the raw columns.
        var residual = fit.Predict(data.Features) - data.Targets;
        var gradient = residual.t().matmul(data.Features) / Rows;
        var slope = fit.Weight.sign() * 0.02 / (fit.Weight.abs() + 0.5);
        var distance = where(fit.Weight.ne(0), (gradient + slope).abs(), (gradient.abs() - 0.04).clamp_min(0));
        // The constant column stays out: with its bias it is not there.
        Assert.InRange(distance.index_select(1, tensor(new long[] { 0, 1, 2, 4, 5 })).max().ToDouble(), 0, 1e-7);
        Assert.True(fit.Weight.abs().max().ToDouble() > 0.2);
    }

    [Fact]
    public void Any_loss_goes_with_any_penalty_and_is_cross_validated()
    {
        using var both = Data();
        using var data = new Dataset(both.Features.clone(), both.Targets[.., 0].exp().round());
        var problem = new LinearProblem(data, Losses.Poisson) { Penalty = new SparseGroupLasso(1, 0.5) };
        var cv = CrossValidation.Of(problem, new() { Folds = Folds.Random(Rows, 3, 1), Path = new() { Count = 5, Ratio = 0.1 } });
        Assert.All(cv.Path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        var lasso = (problem with { Penalty = null }).Fit(cv.Curve.Lambdas[^1], exact);
        // With one output a group is one weight: both are the lasso.
        Assert.True(Apart(lasso.Weight, problem.Fit(cv.Curve.Lambdas[^1], exact).Weight) < 1e-5);
    }

    [Fact]
    public void What_does_not_go_together_is_refused_by_name()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError);
        string Refused(LinearProblem wrong) => Assert.Throws<ArgumentException>(() => wrong.Fit(0.1)).Message;
        Assert.Contains("a constraint", Refused(problem with { Penalty = new NonNegative() }), StringComparison.Ordinal);
        Assert.Contains(
            "give one or the other", Refused(problem with { Penalty = new L1(1), L1Ratio = 0.5 }), StringComparison.Ordinal);
        var bounded = problem with { Penalty = new GroupLasso(1), LowerBounds = new double[Columns] };
        Assert.Contains("no joint prox", Refused(bounded), StringComparison.Ordinal);
        var newton = new SolverOptions { Method = SolverMethod.Newton };
        var wrong = Assert.Throws<NotSupportedException>(() => (problem with { Penalty = new LogSum(1) }).Fit(0.1, newton));
        Assert.Contains("LogSum(1, 0.1) is none", wrong.Message, StringComparison.Ordinal);
    }
}
