namespace TorchReg.Tests.Solvers;

// Agreement of two ways: coordinate descent in host memory, and FISTA by tensors; and bounds against the truth.
public class ColumnSolverTests
{
    static readonly SolverOptions tight = new() { GapTolerance = 1e-11, DistanceTolerance = 1e-8, MaxSteps = 5000 };

    static Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    static Loss Of(string loss) => loss switch
    {
        "squared" => Losses.HalfSquaredError,
        "huber" => Losses.Huber(0.5),
        "logistic" => Losses.BinaryCrossEntropy,
        _ => Losses.Poisson,
    };

    static LinearProblem Problem(string loss, int rows, int columns, bool isWeighted = false)
    {
        var x = Normal(11, rows, columns) * (1 + arange(columns, ScalarType.Float64) % 4) + 0.5;
        var z = x[.., 0] * 0.6 - x[.., 1] * 0.4 + Normal(12, rows) * 0.5;
        var y = loss switch
        {
            "logistic" => z.gt(0).to(ScalarType.Int64),
            "poisson" => z.exp().clamp_max(30).floor(),
            _ => z.unsqueeze(1),
        };
        using var generator = new Generator(13);
        var weights = isWeighted ? rand(rows, ScalarType.Float64, generator: generator).mul_(3).floor_() : null;
        return new(new Dataset(x, y, weights), Of(loss));
    }

    [Theory]
    [InlineData("squared"), InlineData("logistic")]
    public void A_solve_that_is_cut_short_has_the_certificate_of_all_columns(string loss)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(loss, 40, 700);
        var best = problem.Fit(0.02, tight);
        var cut = problem.Fit(0.02, tight with { MaxSteps = 1 });
        Assert.False(cut.Converged);
        Assert.True(cut.Certificate.Gap >= (cut.Certificate.Objective - best.Certificate.Objective) * (1 - 1e-9));
    }

    static void Agree(LinearProblem problem, double share)
    {
        var largest = RegularizationPath.Fit(problem, new() { Count = 2, Ratio = 0.99 }).LambdaMax;
        var own = problem.Fit(share * largest, tight);
        var other = problem.Fit(share * largest, tight with { Method = SolverMethod.Fista, MaxSteps = 100_000 });
        Assert.True(own.Converged);
        Assert.Equal(other.Certificate.Objective, own.Certificate.Objective, 1e-9 * Math.Abs(other.Certificate.Objective));
        Assert.True((own.Weight - other.Weight).abs().max().ToDouble() < 1e-4);
        Assert.Equal(other.Bias[0].ToDouble(), own.Bias[0].ToDouble(), 1e-4);
    }

    [Fact]
    public void It_finds_what_FISTA_finds_of_one_loss() => It_finds_what_FISTA_finds("logistic");

    [Theory, Trait("Speed", "Slow")]
    [InlineData("squared"), InlineData("huber"), InlineData("logistic"), InlineData("poisson")]
    public void It_finds_what_FISTA_finds(string loss)
    {
        var problem = Problem(loss, 90, 7);
        Agree(problem, 0.1);
        Agree(problem with { L1Ratio = 0.4, Standardize = true }, 0.1);
        Agree(problem with { Intercept = false }, 0.2);
        double[] upper = [.. Enumerable.Repeat(0.05, 7)];
        Agree(problem with { LowerBounds = new double[7], UpperBounds = upper }, 0.05);
        Agree(problem with { PenaltyFactors = [1, 2, 0, 1, 0.5, 1, 1] }, 0.2);
        Agree(problem with { Offsets = Normal(14, 90) * 0.3 }, 0.1);
        Agree(Problem(loss, 90, 7, isWeighted: true), 0.1);
    }

    [Theory]
    [InlineData("squared"), InlineData("huber"), InlineData("logistic"), InlineData("poisson")]
    public void A_gap_is_never_below_what_is_left_to_gain(string loss)
    {
        foreach (var problem in new[] { Problem(loss, 40, 60), Problem(loss, 300, 12), Problem(loss, 40, 60, isWeighted: true) })
        {
            var loose = RegularizationPath.Fit(problem, new()
            { Count = 15, Ratio = 0.05, Solver = new() { GapTolerance = 0.02, DistanceTolerance = 0.05 } });
            var exact = RegularizationPath.Fit(problem, new() { Lambdas = loose.Lambdas, Solver = tight });
            Assert.All(exact.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
            foreach (var (fit, optimum) in loose.Fits.Zip(exact.Fits))
            {
                var left = fit.Certificate.Objective - optimum.Certificate.Objective;
                Assert.True(fit.Certificate.Gap >= left - 1e-9 * Math.Abs(optimum.Certificate.Objective), $"{fit}: {left}");
            }
        }
    }

    [Fact]
    public void Columns_that_are_the_same_and_more_columns_than_rows_end_at_the_optimum()
    {
        var x = Normal(15, 30, 50);
        x = cat([x, x[.., ..10], -x[.., 5..9]], 1);
        using var data = new Dataset(x, (x[.., 0] - x[.., 3] + Normal(16, 30) * 0.1).unsqueeze(1));
        var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError), new() { Ratio = 1e-4, EndEarly = false });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
    }

    // A column outside of the working set that violates optimality by less than the distance to stop at was not looked at
    // again: the next distance was of the model alone, which is solved to rounding, and no step reached it.
    [Fact, Trait("Speed", "Slow")]
    public void Every_lambda_of_many_problems_ends_in_a_few_steps()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var x = Normal(100 + seed, 60, 40);
            for (var j = 1; j < 40; j++) x[.., j].add_(x[.., j - 1] * 0.8);
            using var data = new Dataset(x, (x[.., 3] - x[.., 20] + Normal(200 + seed, 60)).unsqueeze(1));
            var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError), new() { Ratio = 0.01, EndEarly = false });
            Assert.All(path.Fits, fit => Assert.True(fit.Converged && fit.Steps < 20, $"{fit}, {fit.Steps} steps"));
        }
    }

    [Fact]
    public void Single_precision_features_and_their_own_numbers_in_double_give_one_path()
    {
        var problem = Problem("squared", 50, 8);
        using var single = new Dataset(problem.Data.Features.to(ScalarType.Float32), problem.Data.Targets.clone());
        using var same = new Dataset(single.Features.to(ScalarType.Float64), problem.Data.Targets.clone());
        var (a, b) = ((problem with { Data = single }).Fit(0.05), (problem with { Data = same }).Fit(0.05));
        Assert.True(a.Weight.eq(b.Weight).all().ToBoolean());
    }
}
