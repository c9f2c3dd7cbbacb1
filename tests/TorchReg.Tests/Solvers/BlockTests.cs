namespace TorchReg.Tests.Solvers;

// Agreement of two ways: block descent beside FISTA, each within the other's duality gap, over kinds of data; certificates
// against arithmetic of the test's own; passes as a bound on work.
public class BlockTests
{
    static readonly SolverOptions tight = new() { GapTolerance = 1e-11, DistanceTolerance = 1e-9 };

    /// <summary>A problem of one kind: the columns, what is penalized, what stands beside.</summary>
    static LinearProblem Problem(string kind, int outputs, bool grouped, int seed)
    {
        var generator = new Generator((ulong)seed);
        Tensor Normal(long rows, long columns) => randn([rows, columns], ScalarType.Float64, generator: generator);
        var (rows, columns) = kind == "wide" ? (40, 300) : (60, 8);
        var x = Normal(rows, columns);
        for (var j = 1; j < columns && kind == "correlated"; j++)
            x.select(1, j).copy_(x.select(1, j - 1) * Scalars.Of(0.99) + x.select(1, j) * Scalars.Of(0.14));
        if (kind == "dependent") x.select(1, 3).copy_(x.select(1, 1) - x.select(1, 2));
        if (kind == "raw") x = x * tensor([.. Enumerable.Range(0, columns).Select(j => Math.Pow(10, j % 5 - 2))]) + Scalars.Of(7);
        var y = x.narrow(1, 0, 5).matmul(Normal(5, outputs)) + Normal(rows, outputs) * Scalars.Of(2);
        var beside = kind == "beside";
        var weights = beside ? tensor([.. Enumerable.Range(0, rows).Select(i => i % 4 * 0.5)]) : null;
        return new(new(x, y, weights), Losses.HalfSquaredError)
        {
            GroupFeatures = grouped,
            Offsets = beside ? Normal(rows, outputs) : null,
            PenaltyFactors = beside ? [.. Enumerable.Range(0, columns).Select(j => j % 3 * 0.7)] : null,
            Standardize = kind == "standardized" || beside,
            L1Ratio = kind == "net" ? 0.4 : 1,
            Intercept = kind != "through 0",
            LowerBounds = kind == "bounded" && !grouped ? [.. Enumerable.Range(0, columns).Select(j => -0.3 * (j % 2))] : null,
            UpperBounds = kind == "bounded" && !grouped ? [.. Enumerable.Range(0, columns).Select(j => 0.4 + j)] : null,
        };
    }

    public static TheoryData<string, int, bool> Kinds()
    {
        var data = new TheoryData<string, int, bool>();
        var outputs = 2;
        foreach (var kind in (string[])
            ["plain", "raw", "correlated", "dependent", "wide", "beside", "standardized", "net", "bounded", "through 0"])
            foreach (var grouped in (bool[])[true, false])
                data.Add(kind, outputs++ % 5 + 2, grouped);
        return data;
    }

    [Theory, InlineData("plain", 3, true), InlineData("beside", 2, false)]
    public void Block_descent_and_FISTA_agree_on_two_kinds(string kind, int outputs, bool grouped) =>
        Block_descent_and_FISTA_lie_within_each_other_s_gap(kind, outputs, grouped);

    [Theory, MemberData(nameof(Kinds)), Trait("Speed", "Slow")]
    public void Block_descent_and_FISTA_lie_within_each_other_s_gap(string kind, int outputs, bool grouped)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(kind, outputs, grouped, outputs);
        var max = RegularizationPath.Fit(problem, new() { Count = 2 }).LambdaMax;
        var path = new PathOptions { Lambdas = [max * 1.01, max / 3, max / 20, max / 200], Solver = tight };
        var blocks = RegularizationPath.Fit(problem, path);
        var fista = RegularizationPath.Fit(problem, path with { Solver = tight with { Method = SolverMethod.Fista } });
        Assert.Equal(fista.LambdaMax, blocks.LambdaMax, 1e-9 * max);
        foreach (var (own, other) in blocks.Fits.Zip(fista.Fits))
        {
            Assert.True(own.Converged, own.ToString());
            var rounding = 1e-12 * fista.NullLoss;
            Assert.InRange(own.Certificate.Objective, other.Certificate.Objective - other.Certificate.Gap!.Value - rounding,
                other.Certificate.Objective + own.Certificate.Gap!.Value + rounding);
        }
    }

    [Theory, InlineData("plain", 2, true), InlineData("bounded", 3, false)]
    public void A_certificate_of_two_kinds_is_what_the_coefficients_say(string kind, int outputs, bool grouped) =>
        A_certificate_is_what_the_raw_coefficients_say(kind, outputs, grouped);

    [Theory, MemberData(nameof(Kinds)), Trait("Speed", "Slow")]
    public void A_certificate_is_what_the_raw_coefficients_say(string kind, int outputs, bool grouped)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(kind, outputs, grouped, outputs + 50);
        if (problem.Standardize) return;
        var max = RegularizationPath.Fit(problem, new() { Count = 2 }).LambdaMax;
        foreach (var fit in RegularizationPath.Fit(problem, new() { Lambdas = [max / 2, max / 30] }).Fits)
        {
            var (objective, distance) = Plain(problem, fit);
            Assert.Equal(objective, fit.Certificate.Objective, 1e-10 * objective);
            Assert.Equal(distance, fit.Certificate.Distance, 1e-8 * (1 + distance) * max);
        }
    }

    // Classes by the largest of the outputs; ridge is not grouped, and L-BFGS or FISTA's alone otherwise.
    static LinearProblem Classes(string kind, int classes, bool isRidge)
    {
        var numbers = Problem(kind, classes, grouped: true, classes + 20);
        var data = numbers.Data;
        var middle = data.Targets - data.Targets.mean([0L]);
        var y = (middle / middle.abs().mean([0L])).argmax(1);
        return numbers with
        {
            Data = new(data.Features.clone(), y, data.Weights?.clone()),
            Loss = Losses.CrossEntropy,
            Classes = classes,
            L1Ratio = isRidge ? 0 : numbers.L1Ratio,
            // Free columns have no gap, and classes that they part no optimum.
            PenaltyFactors = numbers.PenaltyFactors is null ? null : [.. numbers.PenaltyFactors.Select(c => c + 0.3)],
        };
    }

    public static TheoryData<string, int, bool> ClassKinds()
    {
        var data = new TheoryData<string, int, bool>();
        var classes = 2;
        foreach (var kind in (string[])["plain", "raw", "correlated", "dependent", "wide", "beside", "net", "through 0"])
            foreach (var isRidge in (bool[])[false, true])
                data.Add(kind, classes++ % 5 + 2, isRidge);
        return data;
    }

    [Theory, InlineData("plain", 3, false), InlineData("beside", 2, true)]
    public void Newton_by_blocks_and_FISTA_agree_on_two_kinds(string kind, int classes, bool isRidge) =>
        Newton_by_blocks_and_FISTA_lie_within_each_other_s_gap(kind, classes, isRidge);

    [Theory, MemberData(nameof(ClassKinds)), Trait("Speed", "Slow")]
    public void Newton_by_blocks_and_FISTA_lie_within_each_other_s_gap(string kind, int classes, bool isRidge)
    {
        using var scope = NewDisposeScope();
        var problem = Classes(kind, classes, isRidge);
        var max = RegularizationPath.Fit(problem, new() { Count = 2 }).LambdaMax * (isRidge ? 1e-3 : 1);
        var options = new SolverOptions { GapTolerance = 1e-9, DistanceTolerance = 1e-8 };
        var path = new PathOptions { Lambdas = [max * 1.01, max / 3, max / 20], Solver = options };
        var blocks = RegularizationPath.Fit(problem, path);
        var fista = RegularizationPath.Fit(problem, path with { Solver = options with { Method = SolverMethod.Fista } });
        Assert.Equal(fista.LambdaMax, blocks.LambdaMax, 1e-9 * fista.LambdaMax);
        foreach (var (own, other) in blocks.Fits.Zip(fista.Fits))
        {
            Assert.True(own.Converged, own.ToString());
            Assert.InRange(own.Certificate.Objective, other.Certificate.Objective - other.Certificate.Gap!.Value - 1e-12,
                other.Certificate.Objective + own.Certificate.Gap!.Value + 1e-12);
        }
    }

    [Theory]
    [InlineData("plain", 300), InlineData("correlated", 400), InlineData("raw", 400)]
    public void A_path_of_grouped_classes_takes_few_Newton_steps(string kind, int most)
    {
        using var scope = NewDisposeScope();
        var path = RegularizationPath.Fit(Classes(kind, 3, isRidge: false), new() { EndEarly = false, Count = 60, Ratio = 0.01 });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.InRange(path.Fits.Sum(fit => fit.Steps), 60, most);
    }

    // Objective and the largest distance of a raw weight's gradient to the subdifferential, in loops.
    static (double Objective, double Distance) Plain(LinearProblem problem, LinearFit fit)
    {
        double[] Numbers(Tensor t) => t.to(ScalarType.Float64).contiguous().reshape(-1).data<double>().ToArray();
        var (x, y) = (Numbers(problem.Data.Features), Numbers(problem.Data.Targets));
        var (w, b) = (Numbers(fit.Weight), Numbers(fit.Bias));
        var (outputs, columns) = (b.Length, w.Length / b.Length);
        var rows = y.Length / outputs;
        var (loss, gradient) = (0.0, new double[w.Length]);
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < outputs; k++)
            {
                var r = b[k] - y[i * outputs + k];
                for (var j = 0; j < columns; j++) r += w[k * columns + j] * x[i * columns + j];
                loss += r * r / 2 / rows;
                for (var j = 0; j < columns; j++) gradient[k * columns + j] += r * x[i * columns + j] / rows;
            }
        var (penalty, distance, rho) = (0.0, 0.0, problem.L1Ratio);
        for (var j = 0; j < columns; j++)
        {
            double[] own = [.. Enumerable.Range(0, outputs).Select(k => w[k * columns + j])];
            double[] g = [.. own.Select((value, k) => gradient[k * columns + j] + fit.Lambda * (1 - rho) * value)];
            var norm = problem.GroupFeatures ? Math.Sqrt(own.Sum(v => v * v)) : own.Sum(Math.Abs);
            penalty += fit.Lambda * (rho * norm + (1 - rho) / 2 * own.Sum(v => v * v));
            distance = Math.Max(distance, problem.GroupFeatures ? OfGroup(own, g, norm, fit.Lambda * rho)
                : own.Select((v, k) => OfElement(v, g[k], fit.Lambda * rho, problem.LowerBounds?[j] ?? double.NegativeInfinity,
                    problem.UpperBounds?[j] ?? double.PositiveInfinity)).Max());
        }
        return (loss + penalty, distance);
    }

    static double OfGroup(double[] w, double[] g, double norm, double l1) => norm == 0
        ? Math.Max(Math.Sqrt(g.Sum(v => v * v)) - l1, 0)
        : Math.Sqrt(g.Zip(w, (slope, value) => Math.Pow(slope + l1 * value / norm, 2)).Sum());

    static double OfElement(double w, double g, double l1, double lower, double upper)
    {
        var (low, high) = w == 0 ? (g - l1, g + l1) : (g + Math.Sign(w) * l1, g + Math.Sign(w) * l1);
        return Math.Max(0, Math.Max(w > lower + 1e-12 ? low : 0, w < upper - 1e-12 ? -high : 0));
    }

    [Fact, Trait("Speed", "Slow")]
    public void A_path_of_groups_of_more_columns_than_rows_takes_few_sweeps() => A_path_of_groups_takes_few_sweeps("wide", 6000);

    [Theory]
    [InlineData("plain", 1500), InlineData("correlated", 4000), InlineData("dependent", 3000)]
    public void A_path_of_groups_takes_few_sweeps(string kind, int most)
    {
        using var scope = NewDisposeScope();
        var path = RegularizationPath.Fit(Problem(kind, 3, grouped: true, 9), new() { EndEarly = false, Ratio = 0.001 });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.InRange(path.Fits.Sum(fit => fit.Steps), 100, most);
    }
}
