namespace TorchReg.Tests.Solvers;

// MCP, SCAD, log-sum and ℓ½ by coordinate descent: agreement with the tensors' functions and with the generic solver, and
// stationarity by plain arithmetic.
public class WithoutConvexityTests
{
    static readonly SolverOptions tight = new() { DistanceTolerance = 1e-9, MaxSteps = 3000 };

    static readonly Dictionary<string, SeparablePenalty> penalties = new()
    {
        ["MCP"] = new Mcp(1),
        ["MCP, γ 1.5"] = new Mcp(0.7, 1.5),
        ["SCAD"] = new Scad(1),
        ["SCAD, a 2.5"] = new Scad(0.6, 2.5),
        ["log-sum"] = new LogSum(1, 0.5),
        ["ℓ½"] = new LHalf(1),
    };

    public static TheoryData<string> Penalties => [.. penalties.Keys];

    static Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Penalties))]
    public void One_number_is_penalized_as_a_tensor_of_it(string name)
    {
        using var scope = NewDisposeScope();
        var (penalty, (element, _)) = (penalties[name], penalties[name].Elements!.Value);
        foreach (var x in Normal(1, 60).mul(3).data<double>().ToArray().Concat([0.0, 0.7, 1, 1.05, 1.5, 3, 3.7]))
        {
            var w = tensor(new[] { x });
            var size = Math.Abs(x);
            Assert.Equal(penalty.Value(w).ToDouble(), element.Value(size), 1e-12);
            foreach (var t in new[] { 0.01, 0.4, 1, 1.5, 2.7, 5, 40 })
            {
                var moved = w.clone();
                penalty.MetricProx(moved, full([1L], t, ScalarType.Float64));
                Assert.Equal(Math.Abs(moved[0].ToDouble()), element.Prox(size, t), 1e-9);
            }
            foreach (var g in new[] { -2.0, -0.6, 0, 0.3, 1.4 })
            {
                var distance = size == 0 ? Math.Max(Math.Abs(g) - element.Kink, 0)
                    : Math.Abs(g + Math.Sign(x) * element.Slope(size));
                Assert.Equal(penalty.SubdifferentialDistance(w, tensor(new[] { g }))[0].ToDouble(), distance, 1e-12);
            }
            if (size == 0 || element.Piece(size) is not var (bend, low, high)) continue;
            // Within a piece the slope is a line.
            var other = Math.Clamp(size + 0.05, low, high);
            Assert.Equal(element.Slope(size) + bend * (other - size), element.Slope(other), 1e-12);
        }
    }

    static LinearProblem Problem(Loss loss, int rows, int columns, bool isWeighted = false)
    {
        var x = Normal(11, rows, columns) * (1 + arange(columns, ScalarType.Float64) % 4) + 0.5;
        var z = x[.., 0] * 0.6 - x[.., 1] * 0.4 + Normal(12, rows) * 0.5;
        var y = loss == Losses.BinaryCrossEntropy ? z.gt(0).to(ScalarType.Int64)
            : loss == Losses.Poisson ? z.exp().clamp_max(30).floor() : z.unsqueeze(1);
        return new(new Dataset(x, y, isWeighted ? (Normal(13, rows).abs() * 2).floor() : null), loss);
    }

    static LinearProblem[] Three(Loss loss, Penalty penalty) =>
    [
        Problem(loss, 90, 7) with { Penalty = penalty },
        Problem(loss, 90, 7, isWeighted: true) with { Penalty = penalty, Standardize = true },
        Problem(loss, 40, 60) with { Penalty = penalty, Standardize = true },
    ];

    static readonly Loss[] losses = [Losses.HalfSquaredError, Losses.Huber(0.5), Losses.BinaryCrossEntropy, Losses.Poisson];

    public static IEnumerable<object[]> Both => penalties.Keys.SelectMany(
        name => losses.Select((_, k) => new object[] { name, k }));

    [Theory, Trait("Speed", "Slow"), InlineData("MCP", 2), InlineData("SCAD, a 2.5", 0), InlineData("ℓ½", 1)]
    public void A_path_is_stationary_of_some_kinds(string name, int loss) =>
        A_path_is_stationary_at_every_lambda_and_no_higher_than_by_proximal_steps(name, loss);

    [Theory, MemberData(nameof(Both)), Trait("Speed", "Slow")]
    public void A_path_is_stationary_at_every_lambda_and_no_higher_than_by_proximal_steps(string name, int loss)
    {
        using var scope = NewDisposeScope();
        foreach (var problem in Three(losses[loss], penalties[name]))
        {
            var options = new PathOptions { Count = 6, Ratio = 0.1, EndEarly = false, Solver = tight };
            var path = RegularizationPath.Fit(problem, options);
            Assert.Equal(0, path.Fits[0].NonZeros);
            Assert.True(path.Fits[^1].NonZeros > 0);
            foreach (var fit in path.Fits)
            {
                // Weights beyond the penalty's end are free, so that classes that are told apart have no optimum.
                if (fit.Lambda <= path.SeparatedFrom) break;
                Assert.True(fit.Converged, $"{name} {losses[loss].Name}: {fit}");
                Assert.False(fit.Certificate.IsConvex);
                Assert.Null(fit.Certificate.Gap);
                var (distance, objective) = Plain(problem, fit);
                Assert.True(distance < 1e-6, $"{distance} at {fit}");
                Assert.Equal(objective, fit.Certificate.Objective, 1e-9 * (1 + Math.Abs(objective)));
            }
            // Where the loss bends less than the penalty a leap more or less leads to another stationary point.
            if (problem.Data.Columns > 7 || loss > 0) continue;
            var other = RegularizationPath.Fit(problem, options with
            {
                Lambdas = path.Lambdas,
                Solver = tight with { Method = SolverMethod.Fista, DistanceTolerance = 1e-7, MaxSteps = 0 },
            });
            Assert.True(path.LambdaMax >= other.LambdaMax * (1 - 1e-6) && path.LambdaMax <= other.LambdaMax * (1 + 1e-6));
            foreach (var (own, by) in path.Fits.Zip(other.Fits))
                Assert.True(own.Certificate.Objective <= by.Certificate.Objective + 1e-3 * Math.Abs(by.Certificate.Objective),
                    $"{name} {losses[loss].Name}: {own} above {by}");
        }
    }

    // From the coefficients alone, with the penalty's own distance on raw (or standardized) weights.
    static (double Distance, double Objective) Plain(LinearProblem problem, LinearFit fit)
    {
        var x = problem.Data.Features;
        var weights = problem.Data.Weights ?? ones(x.shape[0], ScalarType.Float64);
        var shares = weights / weights.sum();
        var mean = shares.matmul(x);
        var unit = problem.Standardize ? shares.matmul((x - mean).square()).sqrt() : ones_like(mean);
        var z = fit.Predict(x).t();
        var y = problem.Data.Targets.reshape(1, -1).to(ScalarType.Float64);
        var datafit = problem.Loss.Datafit!;
        var residual = datafit.Residual(datafit.Mean(z), y) * shares;
        Assert.True(Math.Abs(residual.sum().ToDouble()) < 1e-7);
        var (penalty, factor) = problem.Penalty!.ScaledBy(fit.Lambda) is { } own ? (own, 1.0) : (problem.Penalty, fit.Lambda);
        var raw = fit.Weight * unit;
        var distance = penalty.SubdifferentialDistance(raw, residual.matmul(x) / unit / factor) * factor;
        var objective = (datafit.Rows(z, y) * shares).sum().ToDouble() + factor * penalty.Value(raw).ToDouble();
        return (distance.max().ToDouble(), objective);
    }

    [Theory, MemberData(nameof(Penalties))]
    public void Where_the_model_is_convex_both_ways_end_at_one_point(string name)
    {
        using var scope = NewDisposeScope();
        // Columns that are nearly orthogonal: the loss bends more than the penalty does.
        var x = Normal(21, 400, 5);
        var y = x.matmul(tensor(new[] { 2.0, -1.5, 0.05, 0, 0.8 })).unsqueeze(1) + Normal(22, 400, 1) * 0.3;
        var problem = new LinearProblem(new Dataset(x, y), Losses.HalfSquaredError) { Penalty = penalties[name] };
        foreach (var lambda in new[] { 0.4, 0.15 })
        {
            var own = problem.Fit(lambda, tight);
            var other = problem.Fit(lambda, tight with { Method = SolverMethod.Fista, MaxSteps = 0 });
            Assert.True((own.Weight - other.Weight).abs().max().ToDouble() < 1e-5, $"{own}: {own.Weight} {other.Weight}");
        }
    }

    [Fact]
    public void Weights_of_elements_sparse_rows_and_free_columns_are_as_elsewhere()
    {
        using var scope = NewDisposeScope();
        var plain = Problem(Losses.HalfSquaredError, 90, 7);
        var factors = tensor(new[] { 1.0, 2, 0, 1, 0.5, 1, 3 });
        var problem = plain with { Penalty = new Weighted(new Mcp(1), factors) };
        var fit = problem.Fit(0.2, tight);
        Assert.True(fit.Converged, fit.ToString());
        Assert.NotEqual(0, fit.Weight[0, 2].ToDouble());
        var other = problem.Fit(0.2, tight with { Method = SolverMethod.Fista, MaxSteps = 0 });
        Assert.True(fit.Certificate.Objective <= other.Certificate.Objective + 1e-8);
        Assert.True(Plain(problem, fit).Distance < 1e-7);
        var rows = new Dataset(SparseFeatures.Of(plain.Data.Features), plain.Data.Targets.alias());
        var sparse = (problem with { Data = rows }).Fit(0.2, tight);
        Assert.True((fit.Weight - sparse.Weight).abs().max().ToDouble() < 1e-6, $"{sparse}");
        Assert.False(sparse.Certificate.IsConvex);
    }

    [Fact]
    public void Folds_of_a_penalty_without_convexity_choose_a_lambda()
    {
        using var scope = NewDisposeScope();
        var problem = Problem(Losses.BinaryCrossEntropy, 90, 20) with { Penalty = new Mcp(1), Standardize = true };
        var cv = CrossValidation.Of(problem, new()
        { Folds = Folds.Stratified(problem.Data.Classes(), 4, 1), Path = new() { Count = 15, Ratio = 0.1 } });
        Assert.All(cv.Path.Fits, fit => Assert.True(fit.Converged));
        Assert.Equal(cv.Path.Fits.Count, cv.Curve.Mean.Length);
        Assert.True(cv.Best.NonZeros > 0);
    }
}
