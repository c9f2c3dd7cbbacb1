namespace TorchReg.Tests.Solvers;

// Laws of a beginning that is given: the same optimum, sooner.
public class WarmStartTests
{
    static readonly SolverOptions tight = new() { GapTolerance = 1e-10, DistanceTolerance = 1e-7 };

    static Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    static LinearProblem Problem(Loss loss, int rows = 80, int columns = 12)
    {
        var x = Normal(5, rows, columns) * (1 + arange(columns, ScalarType.Float64) % 3) + 1;
        var z = x[.., 0] * 0.6 - x[.., 1] * 0.4 + Normal(6, rows) * 0.6;
        var y = loss.Name switch
        {
            _ when loss == Losses.CrossEntropy => z.gt(0).to(ScalarType.Int64).add(z.gt(0.8).to(ScalarType.Int64)),
            _ when loss == Losses.BinaryCrossEntropy || loss == Losses.SquaredHinge => z.gt(0).to(ScalarType.Int64),
            _ when loss == Losses.Poisson => z.exp().clamp_max(30).floor(),
            _ when loss == Losses.Gamma => z.exp(),
            _ when loss == Losses.Cox => stack([z.exp(), Normal(7, rows).gt(-0.5).to(ScalarType.Float64)], 1),
            _ => z.unsqueeze(1),
        };
        return new(new Dataset(x, y), loss);
    }

    static LinearProblem Two(int rows, int columns)
    {
        var (x, noise) = (Normal(8, rows, columns), Normal(9, rows, 2));
        return new(new Dataset(x, x[.., TensorIndex.Slice(0, 2)] + noise), Losses.HalfSquaredError);
    }

    // A problem for each of the solvers.
    static readonly Dictionary<string, Func<LinearProblem>> kinds = new()
    {
        ["squares"] = () => Problem(Losses.HalfSquaredError),
        ["wide squares"] = () => Problem(Losses.HalfSquaredError, 40, 150),
        ["Huber"] = () => Problem(Losses.Huber(0.5)),
        ["two classes"] = () => Problem(Losses.BinaryCrossEntropy),
        ["two classes, elastic net, bounds"] = () => Problem(Losses.BinaryCrossEntropy) with
        { L1Ratio = 0.5, UpperBounds = [.. Enumerable.Repeat(0.2, 12)], Standardize = true },
        ["ridge of two classes"] = () => Problem(Losses.BinaryCrossEntropy) with { L1Ratio = 0 },
        ["squared hinge"] = () => Problem(Losses.SquaredHinge),
        ["counts"] = () => Problem(Losses.Poisson),
        ["amounts"] = () => Problem(Losses.Gamma),
        ["survival"] = () => Problem(Losses.Cox),
        ["softmax"] = () => Problem(Losses.CrossEntropy),
        ["grouped softmax"] = () => Problem(Losses.CrossEntropy) with { GroupFeatures = true },
        ["two outputs"] = () => Two(60, 9),
        ["two outputs, wide"] = () => Two(30, 300),
        ["groups of columns"] = () => Problem(Losses.HalfSquaredError) with
        { Penalty = new GroupLasso(1, new ColumnGroups([0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4])) },
        ["softmax without an intercept"] = () => Problem(Losses.CrossEntropy) with { Intercept = false },
        ["grouped softmax without an intercept"] = () => Problem(Losses.CrossEntropy) with
        { GroupFeatures = true, Intercept = false },
        ["sparse squares"] = () => Sparse(Problem(Losses.HalfSquaredError)),
        ["sparse softmax"] = () => Sparse(Problem(Losses.CrossEntropy)),
    };

    static LinearProblem Sparse(LinearProblem problem) => problem with
    {
        Data = new(SparseFeatures.Of(problem.Data.Features), problem.Data.Targets),
    };

    public static TheoryData<string> Kinds => [.. kinds.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void A_fit_begun_at_a_neighbour_has_the_optimum_in_no_more_steps(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = kinds[kind]();
        var largest = RegularizationPath.Fit(problem, new() { Count = 2, Ratio = 0.9 }).LambdaMax;
        if (problem.L1Ratio == 0) largest /= 100;
        var cold = problem.Fit(0.1 * largest, tight);
        var near = problem.Fit(0.11 * largest, tight);
        Assert.True(cold.NonZeros > 0 && near.Weight.ne(cold.Weight).any().ToBoolean());
        var warm = problem.Fit(0.1 * largest, tight, near);
        Assert.True(warm.Converged, warm.ToString());
        Assert.Equal(cold.Certificate.Objective, warm.Certificate.Objective, 1e-8 * (1 + Math.Abs(cold.Certificate.Objective)));
        Assert.True((warm.Weight - cold.Weight).abs().max().ToDouble() < 1e-3);
        Assert.True(warm.Steps < cold.Steps || cold.Steps <= 2, $"{warm.Steps} of {cold.Steps}");
        // Where it ends it begins again: what is left is the check that it is there.
        var again = problem.Fit(0.1 * largest, tight, start: new WarmStart(warm.Weight, warm.Bias));
        Assert.True(again.Converged && again.Steps <= Math.Max(2, warm.Steps), $"{again.Steps} after {warm.Steps}");
        Assert.Equal(cold.Certificate.Objective, again.Certificate.Objective, 1e-8 * (1 + Math.Abs(cold.Certificate.Objective)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_path_begins_where_another_ended(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = kinds[kind]();
        var options = new PathOptions { Count = 8, Ratio = 0.05, Solver = tight, EndEarly = false };
        var whole = RegularizationPath.Fit(problem, options);
        var rest = RegularizationPath.Fit(problem, options with { Lambdas = whole.Lambdas[5..] }, start: whole.Fits[4]);
        Assert.Equal(whole.LambdaMax, rest.LambdaMax, 1e-12 * whole.LambdaMax);
        foreach (var (one, other) in whole.Fits.Skip(5).Zip(rest.Fits))
        {
            Assert.True(other.Converged);
            Assert.Equal(
                one.Certificate.Objective, other.Certificate.Objective, 1e-8 * (1 + Math.Abs(one.Certificate.Objective)));
        }
    }

    [Fact]
    public void A_start_far_away_ends_at_the_same_optimum()
    {
        using var scope = NewDisposeScope();
        var problem = Problem(Losses.BinaryCrossEntropy) with { UpperBounds = [.. Enumerable.Repeat(0.3, 12)] };
        var cold = problem.Fit(0.02, tight);
        foreach (var size in new[] { -3, 0.1, 30 })
        {
            var start = new WarmStart(full([1L, 12L], size, ScalarType.Float32), tensor(new[] { 5.0 })) { Lambda = 1 };
            var warm = problem.Fit(0.02, tight, start);
            Assert.True(warm.Converged, warm.ToString());
            Assert.Equal(cold.Certificate.Objective, warm.Certificate.Objective, 1e-8);
        }
    }

    // Far from the optimum exponentials overflow, or have no curvature left, and what is added to large logits loses its digits.
    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Kinds))]
    public void Any_beginning_ends_at_the_same_optimum(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = kinds[kind]();
        var largest = RegularizationPath.Fit(problem, new() { Count = 2, Ratio = 0.9 }).LambdaMax;
        var lambda = largest * (problem.L1Ratio == 0 ? 0.001 : 0.1);
        var cold = problem.Fit(lambda, tight);
        foreach (var (size, seed) in new[] { (1.0, 1), (1, 2), (1, 3), (30, 4), (1000, 5) })
        {
            var start = new WarmStart(Normal(seed, cold.Weight.shape) * size, Normal(seed + 10, cold.Bias.shape) * 10 * size);
            var warm = problem.Fit(lambda, tight, start);
            Assert.True(warm.Converged, $"{size}: {warm}");
            Assert.Equal(
                cold.Certificate.Objective, warm.Certificate.Objective, 1e-7 * (1 + Math.Abs(cold.Certificate.Objective)));
            Assert.True((warm.Weight - cold.Weight).abs().max().ToDouble() < 1e-3);
        }
    }

    [Theory]
    [InlineData("two classes")]
    [InlineData("counts")]
    [InlineData("sparse two classes")]
    [InlineData("groups of two classes")]
    public void A_certificate_is_of_the_weights_whatever_the_logits_went_through(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = kind == "counts" ? Problem(Losses.Poisson) : Problem(Losses.BinaryCrossEntropy);
        var features = problem.Data.Features;
        if (kind.StartsWith("sparse", StringComparison.Ordinal)) problem = Sparse(problem);
        if (kind.StartsWith("groups", StringComparison.Ordinal)) problem = problem with
        { Penalty = new GroupLasso(1, new ColumnGroups([0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4])) };
        using var scaled = ScaledProblems.Of(problem);
        using var solver = LinearSolver.Of(scaled, scaled.Shares, scaled.Penalty, tight.Checked());
        var cold = problem.Fit(0.01, tight);
        // There and back again: numbers added to logits of 10¹² leave a ten-thousandth behind.
        foreach (var far in new[] { 1e12, -1e12, 0 })
            solver.MoveTo(new(0, [.. Enumerable.Range(1, 12).Select(j => far * Math.Sin(j))], [0], 0));
        var fit = solver.Fit(solver.Solve(0.01));
        Assert.True(fit.Converged, fit.ToString());
        var y = problem.Data.Targets.to(ScalarType.Float64).unsqueeze(1);
        Assert.Equal(problem.Loss.Value(fit.Predict(features), y).ToDouble(), fit.Certificate.Loss, 1e-10);
        Assert.Equal(cold.Certificate.Objective, fit.Certificate.Objective, 1e-8);
    }

    [Fact]
    public void Weights_of_constant_columns_are_left_out()
    {
        using var scope = NewDisposeScope();
        var problem = Problem(Losses.HalfSquaredError);
        problem.Data.Features[.., 3] = tensor(7.0);
        var cold = problem.Fit(0.05, tight);
        var warm = problem.Fit(0.05, tight, new WarmStart(ones([1L, 12L]), tensor(new[] { 1.0 })));
        Assert.Equal(0, warm.Weight[0, 3].ToDouble());
        Assert.Equal(cold.Certificate.Objective, warm.Certificate.Objective, 1e-9);
    }

    [Fact]
    public void What_does_not_fit_is_said_in_a_line()
    {
        using var scope = NewDisposeScope();
        var problem = Problem(Losses.HalfSquaredError);
        void Says(string part, WarmStart start)
        {
            var error = Assert.ThrowsAny<ArgumentException>(() => problem.Fit(0.1, start: start));
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
            Assert.ThrowsAny<ArgumentException>(() => RegularizationPath.Fit(problem, start: start));
        }
        Says("1 × 11 weights, and this problem has 1 × 12", new(zeros(1L, 11L), zeros(1L)));
        Says("12 weights, and this problem has 1 × 12", new(zeros(12L), zeros(1L)));
        Says("2 biases, and this problem has 1", new(zeros(1L, 12L), zeros(2L)));
        Says("weights must be finite", new(full([1L, 12L], double.NaN), zeros(1L)));
        Says("biases must be finite", new(zeros(1L, 12L), full([1L], double.PositiveInfinity)));
        Says("0 or more", new(zeros(1L, 12L), zeros(1L)) { Lambda = -1 });
    }

    [Fact]
    public void The_largest_lambda_follows_from_what_columns_without_a_penalty_leave()
    {
        using var scope = NewDisposeScope();
        var problem = Problem(Losses.HalfSquaredError) with { PenaltyFactors = [1, 2, 0, 1, 0.5, 1, 1, 1, 1, 1, 1, 1] };
        var other = RegularizationPath.Fit(problem, new() { Count = 2, Solver = new() { Method = SolverMethod.Fista } });
        Assert.Equal(other.LambdaMax, RegularizationPath.Fit(problem, new() { Count = 2 }).LambdaMax, 1e-6 * other.LambdaMax);
    }
}
