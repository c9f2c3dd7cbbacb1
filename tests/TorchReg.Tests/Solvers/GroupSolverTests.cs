namespace TorchReg.Tests.Solvers;

// Groups of columns by blocks in host memory: agreement with proximal steps by tensors, and laws.
public class GroupSolverTests
{
    static readonly SolverOptions tight = new() { GapTolerance = 1e-11, DistanceTolerance = 1e-8 };
    static readonly int[] groups = [0, 1, 0, 2, 2, 2, 3, 1, 4, 4, 4, 4];

    static Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    static readonly Dictionary<string, Loss> losses = new()
    {
        ["squares"] = Losses.HalfSquaredError,
        ["Huber"] = Losses.Huber(0.5),
        ["two classes"] = Losses.BinaryCrossEntropy,
        ["squared hinge"] = Losses.SquaredHinge,
        ["counts"] = Losses.Poisson,
        ["amounts"] = Losses.Gamma,
    };

    public static TheoryData<string> Kinds => [.. losses.Keys];

    // Columns of other scales, and in every group some that depend on each other.
    static LinearProblem Problem(string kind, int rows = 90, bool isWeighted = false)
    {
        var loss = losses[kind];
        var x = Normal(11, rows, 12) * (1 + arange(12, ScalarType.Float64) % 4) + 0.5;
        x[.., 5] = x[.., 3] * 0.9 + x[.., 5] * 0.1;
        var z = x[.., 0] * 0.4 - x[.., 3] * 0.3 + x[.., 8] * 0.2 + Normal(12, rows) * 0.5;
        var y = kind switch
        {
            "two classes" or "squared hinge" => z.gt(0).to(ScalarType.Int64),
            "counts" => z.exp().clamp_max(30).floor(),
            "amounts" => z.exp(),
            _ => z.unsqueeze(1),
        };
        return new(new Dataset(x, y, isWeighted ? (Normal(13, rows).abs() * 2).floor() : null), loss)
        { Penalty = new GroupLasso(1, new ColumnGroups(groups)) };
    }

    static void Agree(LinearProblem problem, double share, double within = 1e-4)
    {
        var largest = RegularizationPath.Fit(problem, new() { Count = 2, Ratio = 0.99 }).LambdaMax;
        var own = problem.Fit(share * largest, tight);
        var other = problem.Fit(share * largest, tight with
        { Method = SolverMethod.Fista, MaxSteps = 100_000, GapTolerance = 1e-9, DistanceTolerance = 1e-7 });
        Assert.True(own.Converged, own.ToString());
        Assert.True(own.NonZeros > 0);
        Assert.Equal(other.Certificate.Objective, own.Certificate.Objective, 1e-7 * Math.Abs(other.Certificate.Objective));
        Assert.True((own.Weight - other.Weight).abs().max().ToDouble() < within, $"{own} {own.Weight} {other.Weight}");
        Assert.True(own.Certificate.Gap is null or >= 0);
        // Whole groups are 0 or none.
        var weights = own.Weight.data<double>().ToArray();
        if (problem.Penalty is GroupLasso)
            foreach (var g in groups.Distinct())
                Assert.Single(weights.Where((_, j) => groups[j] == g).Select(w => w != 0).Distinct());
    }

    [Fact, Trait("Speed", "Slow")]
    public void It_finds_what_proximal_steps_find_of_one_kind() => It_finds_what_proximal_steps_find("squares");

    [Theory, MemberData(nameof(Kinds)), Trait("Speed", "Slow")]
    public void It_finds_what_proximal_steps_find(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(kind);
        Agree(problem, 0.3);
        Agree(problem with { Standardize = true }, 0.1);
        Agree(problem with { Offsets = Normal(14, 90) * 0.3 }, 0.2);
        Agree(Problem(kind, isWeighted: true), 0.2);
        Agree(problem with { Penalty = new SparseGroupLasso(0.7, 0.4, new ColumnGroups(groups)) }, 0.2);
        Agree(problem with { Penalty = new SparseGroupLasso(1, 0.9, new ColumnGroups(groups, [1, 0, 2, 1, 1])) }, 0.2);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Sparse_rows_and_a_path_end_where_dense_rows_do(string kind)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(kind);
        var options = new PathOptions { Count = 8, Ratio = 0.05, EndEarly = false, Solver = tight };
        var path = RegularizationPath.Fit(problem, options);
        Assert.Equal(0, path.Fits[0].NonZeros);
        var sparse = RegularizationPath.Fit(
            problem with { Data = new(SparseFeatures.Of(problem.Data.Features), problem.Data.Targets.alias()) }, options);
        Assert.Equal(path.LambdaMax, sparse.LambdaMax, 1e-9 * path.LambdaMax);
        foreach (var (one, other) in path.Fits.Zip(sparse.Fits))
        {
            Assert.True(one.Converged && other.Converged, $"{one} {other}");
            Assert.True(one.Certificate.Gap is >= 0);
            Assert.True((one.Weight - other.Weight).abs().max().ToDouble() < 1e-5 * (1 + one.Weight.abs().max().ToDouble()));
        }
        var single = problem.Fit(path.Lambdas[5], tight);
        Assert.True((single.Weight - path.Fits[5].Weight).abs().max().ToDouble() < 1e-4);
    }

    [Fact]
    public void Groups_of_one_column_are_the_lasso_and_one_group_of_orthonormal_columns_has_its_closed_form()
    {
        using var scope = NewDisposeScope();
        var problem = Problem("two classes");
        var each = problem with { Penalty = new GroupLasso(1, new ColumnGroups([.. Enumerable.Range(0, 12)])) };
        var (alone, lasso) = (each.Fit(0.05, tight), (problem with { Penalty = null }).Fit(0.05, tight));
        Assert.True((alone.Weight - lasso.Weight).abs().max().ToDouble() < 1e-5);
        var x = linalg.qr(Normal(3, 50, 4)).Q * Math.Sqrt(50);
        double[] slopes = [3, -1, 0.5, 0];
        var whole = new LinearProblem(new Dataset(x.contiguous(), x.matmul(tensor(slopes)).unsqueeze(1)), Losses.HalfSquaredError)
        { Intercept = false, Penalty = new GroupLasso(1, new ColumnGroups([0, 0, 0, 0])) };
        var norm = Math.Sqrt(slopes.Sum(s => s * s));
        foreach (var lambda in new[] { 0.4, 1.2 })
            foreach (var (w, s) in whole.Fit(lambda, tight).Weight.data<double>().ToArray().Zip(slopes))
                Assert.Equal(s * Math.Max(0, 1 - 2 * lambda / norm), w, 1e-8);
    }

    [Fact, Trait("Speed", "Slow")]
    public void Free_groups_and_more_columns_than_rows()
    {
        using var scope = NewDisposeScope();
        var problem = Problem("squares");
        var free = problem with { Penalty = new GroupLasso(1, new ColumnGroups(groups, [1, 0, 2, 1, 1])) };
        Agree(free, 0.3);
        var x = Normal(31, 40, 300);
        var y = x[.., TensorIndex.Slice(0, 6)].sum([1L]).unsqueeze(1) + Normal(32, 40, 1) * 0.3;
        var wide = new LinearProblem(new Dataset(x, y), Losses.HalfSquaredError)
        { Penalty = new GroupLasso(1, new ColumnGroups([.. Enumerable.Range(0, 300).Select(j => j / 6)])) };
        var path = RegularizationPath.Fit(wide, new() { Count = 20, Ratio = 0.05, EndEarly = false });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged && fit.Certificate.Gap >= 0, fit.ToString()));
        Assert.NotEqual(0, path.Fits[5].Weight[0, 0].ToDouble());
    }

    [Fact]
    public void A_group_of_very_many_columns_and_one_with_a_constant_column_are_solved()
    {
        using var scope = NewDisposeScope();
        var x = Normal(41, 30, 4000);
        var large = new LinearProblem(new Dataset(x, x[.., TensorIndex.Slice(0, 1)].clone()), Losses.HalfSquaredError)
        { Penalty = new GroupLasso(1, new ColumnGroups([.. Enumerable.Range(0, 4000).Select(j => j == 0 ? 0 : 1)])) };
        Assert.True(large.Fit(0.1, new() { GapTolerance = 1e-4 }).Converged);
        var problem = Problem("squares");
        problem.Data.Features[.., 4] = tensor(3.0);
        problem.Data.Features.mul_(1e4);
        var fit = problem.Fit(1e3, tight);
        Assert.True(fit.Converged && fit.NonZeros > 0, fit.ToString());
        Assert.Equal(0, fit.Weight[0, 4].ToDouble());
        var single = problem with { Data = new(problem.Data.Features.to(ScalarType.Float32), problem.Data.Targets.alias()) };
        Assert.True((single.Fit(1e3).Weight - fit.Weight).abs().max().ToDouble() < 1e-6);
    }

    [Fact]
    public void Folds_have_paths_of_their_own()
    {
        using var scope = NewDisposeScope();
        var problem = Problem("two classes") with { Standardize = true };
        // In a fold this column has one value.
        problem.Data.Features[TensorIndex.Slice(1), 6] = tensor(0.0);
        var cv = CrossValidation.Of(problem, new() { Folds = Folds.Random(90, 5, 1), Path = new() { Count = 12, Ratio = 0.05 } });
        Assert.DoesNotContain(cv.Notes, note => note.Contains("did not converge", StringComparison.Ordinal));
        Assert.True(cv.Best.NonZeros > 0);
    }
}
