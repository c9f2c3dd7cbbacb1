using TorchReg.Tests.Soundness;

namespace TorchReg.Tests.Solvers;

// Agreement with independent minimisers, closed forms, and certificates against the truth.
[Trait("Speed", "Slow")]
public class PenaltyKindsTests
{
    const int Rows = 60, Columns = 6;
    const double Lambda = 0.06;

    static readonly SolverOptions exact = new() { DistanceTolerance = 1e-10, GapTolerance = 1e-13 };
    static readonly int[] blocks = [0, 1, 0, 2, 2, 2];
    static readonly double[] steps = ReferenceSorted.Steps(Columns);

    static double[] Row(int i) =>
        [.. Enumerable.Range(0, Columns).Select(j => Math.Sin(0.7 * (i + 1) * (j + 1) + j) + 0.4 * Math.Cos(i * 1.3))];

    static double Target(int i)
    {
        var x = Row(i);
        return x[0] - 0.8 * x[2] + 0.5 * x[3] + 0.5 * x[4] + 0.3 * Math.Sin(9.1 * i) + 2;
    }

    static Dataset Data() => new(
        tensor([.. Enumerable.Range(0, Rows).SelectMany(Row)], [Rows, Columns]),
        tensor([.. Enumerable.Range(0, Rows).Select(Target)], [Rows, 1]));

    // Squared error of centred columns, as the intercept leaves it.
    static Quadratic Centred()
    {
        var mean = Enumerable.Range(0, Columns).Select(j => Enumerable.Range(0, Rows).Average(i => Row(i)[j])).ToArray();
        var x = Enumerable.Range(0, Rows).Select(i => Row(i).Zip(mean, (v, m) => v - m).ToArray()).ToArray();
        var middle = Enumerable.Range(0, Rows).Average(Target);
        return Quadratic.Of(w => [.. x.Select(row => row.Zip(w, (a, b) => a * b).Sum())],
            [.. Enumerable.Range(0, Rows).Select(i => Target(i) - middle)], Columns, Rows);
    }

    static double Objective(Quadratic q, ReferencePenalty penalty, double[] w) => penalty.Value(w)
        + Enumerable.Range(0, Columns).Sum(i => w[i] * (Enumerable.Range(0, Columns).Sum(j => q.H[i, j] * w[j]) / 2 - q.B[i]));

    static readonly Dictionary<string, (Penalty Library, ReferencePenalty Reference)> convex = new()
    {
        ["group lasso of columns"] = (new GroupLasso(1, new ColumnGroups(blocks)),
            new ReferenceGroups(0, Lambda, blocks, columns: [0, 1, 2, 3, 4, 5])),
        ["sparse group lasso of columns"] = (new SparseGroupLasso(1, 0.4, new ColumnGroups(blocks)),
            new ReferenceGroups(0.4 * Lambda, 0.6 * Lambda, blocks, columns: [0, 1, 2, 3, 4, 5])),
        ["SLOPE"] = (new Slope(1, steps), new ReferenceSorted([.. steps.Select(step => Lambda * step)])),
        ["fused lasso"] = (new FusedLasso(1, 0.3),
            new ReferenceFused(0.3 * Lambda, 0.7 * Lambda, [[[0, 1, 2, 3, 4, 5]]])),
        ["total variation"] = (new FusedLasso(1, 0), new ReferenceFused(0, Lambda, [[[0, 1, 2, 3, 4, 5]]])),
    };

    public static TheoryData<string> Convex => [.. convex.Keys];

    [Theory, MemberData(nameof(Convex))]
    public void A_linear_problem_reaches_the_independent_minimiser_and_its_gap_bounds_the_rest(string name)
    {
        var (library, reference) = convex[name];
        var (quadratic, start) = (Centred(), new double[Columns]);
        var best = Minimiser.Of(quadratic, [new(reference, 0, Columns)], start);
        Assert.True(best.Max(Math.Abs) > 0.3);
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = library };
        var fit = problem.Fit(Lambda, exact);
        Assert.True(fit.Converged, fit.ToString());
        var found = fit.Weight.data<double>().ToArray();
        Assert.True(best.Zip(found, (a, b) => Math.Abs(a - b)).Max() < 1e-5, string.Join(' ', found));
        // Far from the end the bound holds as well, and is none too wide at it.
        var least = Objective(quadratic, reference, best);
        foreach (var coarse in new[] { new SolverOptions { GapTolerance = 0.01, DistanceTolerance = 0.1 }, exact })
        {
            var near = problem.Fit(Lambda, coarse);
            var above = Objective(quadratic, reference, near.Weight.data<double>().ToArray()) - least;
            Assert.Equal(name == "total variation", near.Certificate.Gap is null);
            if (near.Certificate.Gap is { } gap) Assert.InRange(above, -1e-12, 1.01 * gap + 1e-12);
        }
    }

    [Theory, MemberData(nameof(Convex))]
    public void A_path_of_any_loss_begins_where_the_first_weight_enters_and_is_certified(string name)
    {
        // A constant costs total variation nothing, so that no λ takes it away.
        if (name == "total variation") return;
        var penalty = name == "SLOPE" ? new Slope(1, 0.3) : convex[name].Library;
        using var numbers = Data();
        using var data = new Dataset(numbers.Features.clone(), numbers.Targets[.., 0].gt(2).to(ScalarType.Int64));
        foreach (var classes in new[] { false, true })
        {
            var problem = classes ? new LinearProblem(data, Losses.CrossEntropy) : new(numbers, Losses.HalfSquaredError);
            var path = RegularizationPath.Fit(problem with { Penalty = penalty },
                new PathOptions { Count = 6, Ratio = 0.05, EndEarly = false });
            Assert.Equal(0, path.Fits[0].NonZeros);
            Assert.NotEqual(0, (problem with { Penalty = penalty }).Fit(path.LambdaMax * 0.9, exact).NonZeros);
            Assert.All(path.Fits, fit => Assert.True(fit.Converged && fit.Certificate.Gap is >= 0, $"{name}: {fit}"));
        }
    }

    [Fact]
    public void Where_no_lambda_takes_all_away_a_path_asks_for_its_lambdas()
    {
        using var data = Data();
        foreach (var penalty in new Penalty[]
            { new FusedLasso(1, 0), new Toward(new GroupLasso(1), ones(1, Columns, ScalarType.Float64)) })
        {
            var problem = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = penalty };
            Assert.Contains("give Lambdas", Assert.Throws<ArgumentException>(() => RegularizationPath.Fit(problem)).Message,
                StringComparison.Ordinal);
            Assert.All(RegularizationPath.Fit(problem, new() { Lambdas = [1, 0.1] }).Fits, fit => Assert.True(fit.Converged));
        }
    }

    [Fact]
    public void A_path_without_convexity_begins_at_0_and_goes_by_the_familys_own_lambda()
    {
        using var data = Data();
        foreach (var (penalty, doubled) in new (Penalty, Penalty)[]
            { (new Mcp(1), new Mcp(2)), (new Scad(1), new Scad(2)), (new LogSum(1, 0.5), new LogSum(2, 0.5)) })
        {
            var problem = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = penalty };
            var path = RegularizationPath.Fit(problem, new() { Count = 6, Ratio = 0.05, EndEarly = false });
            Assert.Equal(0, path.Fits[0].NonZeros);
            Assert.NotEqual(0, path.Fits[1].NonZeros);
            var fit = path.Fits[3];
            var twice = (problem with { Penalty = doubled }).Fit(fit.Lambda / 2, exact);
            Assert.True((fit.Weight - twice.Weight).abs().max().ToDouble() < 2e-3, $"{penalty}");
        }
    }

    // Orthonormal columns, so that each weight is by itself: its prox at a step of 1.
    static Dataset Orthonormal(double[] slopes)
    {
        var x = linalg.qr(tensor([.. Enumerable.Range(0, Rows).SelectMany(Row)], [Rows, Columns])).Q * Math.Sqrt(Rows);
        return new(x.contiguous(), x.matmul(tensor(slopes)).unsqueeze(1));
    }

    static double Firm(double z, double λ, double γ) =>
        Math.Abs(z) > γ * λ ? z : Math.Sign(z) * Math.Max(Math.Abs(z) - λ, 0) / (1 - 1 / γ);

    static double ByPieces(double z, double λ, double a) => Math.Abs(z) <= 2 * λ ? Math.Sign(z) * Math.Max(Math.Abs(z) - λ, 0)
        : Math.Abs(z) <= a * λ ? ((a - 1) * z - Math.Sign(z) * a * λ) / (a - 2) : z;

    [Fact]
    public void On_orthonormal_columns_MCP_and_SCAD_have_their_closed_forms_at_every_lambda()
    {
        double[] slopes = [3, -1.4, 0.9, 0.45, -0.2, 0];
        using var data = Orthonormal(slopes);
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { Intercept = false };
        foreach (var λ in new[] { 0.7, 0.5, 0.3 })
        {
            Close(slopes.Select(z => Firm(z, λ, 3)), (problem with { Penalty = new Mcp(1) }).Fit(λ, exact));
            Close(slopes.Select(z => ByPieces(z, λ, 3.7)), (problem with { Penalty = new Scad(1) }).Fit(λ, exact));
            // What a lasso shrinks by λ is left alone.
            Assert.Equal(3, (problem with { Penalty = new Mcp(1) }).Fit(λ, exact).Weight[0, 0].ToDouble(), 1e-7);
        }
    }

    static void Close(IEnumerable<double> expected, LinearFit fit)
    {
        var found = fit.Weight.data<double>().ToArray();
        Assert.True(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() < 1e-7, $"{fit}: {string.Join(' ', found)}");
        Assert.False(fit.Certificate.IsConvex);
        Assert.Null(fit.Certificate.Gap);
    }

    [Fact]
    public void What_is_not_convex_ends_at_a_stationary_point_by_plain_arithmetic()
    {
        using var data = Data();
        var quadratic = Centred();
        foreach (var (library, reference) in new (Penalty, ReferencePenalty)[]
            { (new Mcp(1), new ReferenceMcp(Lambda, 3)), (new Scad(1), new ReferenceScad(Lambda, 3.7)),
                (new LHalf(1), new ReferenceHalf(Lambda)) })
        {
            var fit = new LinearProblem(data, Losses.HalfSquaredError) { Penalty = library }.Fit(Lambda, exact);
            var w = fit.Weight.data<double>().ToArray();
            Assert.True(fit.Converged, fit.ToString());
            Assert.Contains("stationary point", fit.ToString(), StringComparison.Ordinal);
            Assert.InRange(reference.Distance(w, quadratic.Gradient(w)), 0, 1e-7);
            Assert.True(w.Max(Math.Abs) > 0.3);
        }
    }

    [Fact]
    public void Where_zero_is_always_stationary_a_path_begins_where_steps_leave_it()
    {
        using var data = Data();
        var path = RegularizationPath.Fit(
            new LinearProblem(data, Losses.HalfSquaredError) { Penalty = new LHalf(1) },
            new PathOptions { Count = 8, Ratio = 0.01, EndEarly = false });
        Assert.True(path.LambdaMax is > 0.1 and < 10, $"{path.LambdaMax}");
        Assert.Equal(0, path.Fits[0].NonZeros);
        Assert.NotEqual(0, path.Fits[^1].NonZeros);
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
    }
}
