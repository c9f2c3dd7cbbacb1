using TorchReg.Tests.Solvers;

namespace TorchReg.Tests.Selection;

/// <summary>
/// Two ways to the same numbers: batched and separate folds, float32 and float64 inside, Newton and FISTA, wide and narrow data.
/// </summary>
[Trait("Speed", "Slow")]
public class AgreementTests
{
    static Dataset Drawn(int rows = 150) => Dataset.Of(DrawnDigits.Draw(rows, seed: 3));

    static CvOptions Options(SolverMethod method, double tolerance) => new()
    {
        Path = new() { Count = 12, Ratio = 0.1, Solver = new() { Method = method, DistanceTolerance = tolerance } },
        Folds = Folds.Given([.. Enumerable.Range(0, 150).Select(i => i % 5)]),
    };

    [Theory, InlineData(1e-4, 2e-3), InlineData(1e-7, 1e-6)]
    public void Batched_folds_agree_with_folds_solved_apart(double tolerance, double difference)
    {
        // Not digits: pixels that are inked in one row of a fold alone are one column twice there, and held-out rows tell them
        // apart.
        using var known = Synthetic.Classification(rows: 150, columns: 40, classes: 4, nonZero: 6, seed: 2);
        var data = known.Data;
        foreach (var standardize in new[] { false, true })
        {
            var problem = new LinearProblem(data, Losses.CrossEntropy) { Standardize = standardize };
            var batched = CrossValidation.Of(problem, Options(SolverMethod.Auto, tolerance));
            var apart = CrossValidation.Of(problem, Options(SolverMethod.Fista, 1e-8));
            Assert.DoesNotContain(batched.Notes, note => note.Contains("converge", StringComparison.Ordinal));
            Assert.All(apart.Curve.Mean.Zip(batched.Curve.Mean), pair => Assert.Equal(pair.First, pair.Second, difference));
            Assert.All(apart.Curve.StandardError.Zip(batched.Curve.StandardError), pair =>
                Assert.Equal(pair.First, pair.Second, difference));
            Assert.Equal(apart.Path.LambdaMax, batched.Path.LambdaMax, 1e-6 * apart.Path.LambdaMax);
        }
    }

    [Theory]
    [InlineData(LossKind.Softmax, 1.0, false)]
    [InlineData(LossKind.Softmax, 0.5, true)]
    [InlineData(LossKind.Softmax, 0.0, false)]
    [InlineData(LossKind.Softmax, 0.0, true)]
    [InlineData(LossKind.Logistic, 0.0, false)]
    [InlineData(LossKind.Logistic, 1.0, false)]
    [InlineData(LossKind.SquaredError, 0.3, false)]
    public void Methods_agree_along_a_path(LossKind loss, double ratio, bool isGrouped)
    {
        using var digits = Drawn();
        using var data = loss switch
        {
            LossKind.SquaredError => new Dataset(digits.Features.clone(), digits.Targets.to(ScalarType.Float32).unsqueeze(1)),
            LossKind.Logistic => new Dataset(digits.Features.clone(), digits.Targets.gt(4).to(ScalarType.Int64)),
            _ => new Dataset(digits.Features.clone(), digits.Targets.clone()),
        };
        var problem = new LinearProblem(data, loss.Loss()) { L1Ratio = ratio, GroupFeatures = isGrouped };
        RegularizationPath Path(SolverMethod method, double tolerance) =>
            RegularizationPath.Fit(problem, new()
            { Count = 6, Ratio = 0.1, Solver = new() { Method = method, DistanceTolerance = tolerance } });
        var (fast, exact) = (Path(SolverMethod.Auto, 1e-4), Path(SolverMethod.Fista, 1e-7));
        Assert.All(fast.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.All(fast.Fits.Zip(exact.Fits), pair =>
            Assert.InRange(pair.First.Certificate.Objective - pair.Second.Certificate.Objective, -1e-7, 1e-5));
    }

    [Fact]
    public void More_columns_than_rows()
    {
        var generator = new Generator(9);
        var x = randn([30L, 400L], ScalarType.Float64, generator: generator);
        using var data = new Dataset(
            x, (x[.., 5] * 3 - x[.., 7] * 2).unsqueeze(1) + randn([30L, 1L], ScalarType.Float64, generator: generator) * 0.1);
        var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError), new() { Count = 40 });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.All(path.Fits, fit => Assert.True(fit.NonZeros <= 30));
        Assert.Equal(path.LambdaMax * 0.01, 40 == path.Fits.Count ? path.Fits[^1].Lambda : path.LambdaMax * 0.01, 1e-12);
        Assert.Contains(path.Fits, fit => fit.NonZeros == 2 && fit.Weight[0, 5].ToDouble() > 2);
    }

    // A fold is a problem on its rows: what a certificate says of it must hold for a fit of those rows alone.
    [Theory]
    [InlineData(LossKind.Softmax, 1.0, FoldLambdas.Shared)]
    [InlineData(LossKind.Softmax, 0.3, FoldLambdas.Shared)]
    [InlineData(LossKind.SquaredError, 1.0, FoldLambdas.Shared)]
    [InlineData(LossKind.SquaredError, 1.0, FoldLambdas.Own)]
    public void Every_fit_of_a_fold_has_a_certificate_that_holds(LossKind loss, double ratio, FoldLambdas lambdas)
    {
        using var known = loss == LossKind.Softmax
            ? Synthetic.Classification(rows: 150, columns: 40, classes: 4, nonZero: 6, seed: 2)
            : Synthetic.Regression(rows: 150, columns: 40, nonZero: 6, noise: 0.5, seed: 2);
        var data = known.Data;
        var problem = new LinearProblem(data, loss.Loss()) { L1Ratio = ratio };
        var options = Options(SolverMethod.Auto, 1e-4) with { FoldLambdas = lambdas };
        var cv = CrossValidation.Of(problem, options);
        Assert.Equal(5, cv.FoldCertificates.Count);
        using var rows = data.Select(options.Folds![2].Train);
        var grid = lambdas == FoldLambdas.Shared ? options.Path with { Lambdas = cv.Curve.Lambdas } : options.Path;
        var alone = RegularizationPath.Fit(problem with { Data = rows }, grid with
        { Solver = new() { DistanceTolerance = 1e-8, GapTolerance = 1e-12 } });
        Assert.Equal(alone.Fits.Count, cv.FoldCertificates[2].Count);
        const double gapOfClasses = 1e-6;
        foreach (var (exact, certificate) in alone.Fits.Zip(cv.FoldCertificates[2]))
        {
            var excess = certificate.Objective - exact.Certificate.Objective;
            Assert.InRange(excess, -1e-9, loss == LossKind.Softmax ? 1e-5 : certificate.Gap!.Value + 1e-11);
            Assert.InRange(certificate.Gap!.Value, 0, (loss == LossKind.Softmax ? gapOfClasses : 1e-9) * alone.NullLoss * 1.01);
        }
    }

    // Cyclic sweeps alone would need a number of them in proportion to the condition number.
    [Theory, InlineData(1.0, false), InlineData(0.9, false), InlineData(1.0, true)]
    public void Nearly_dependent_columns_are_solved_all_the_same(double ratio, bool isBounded)
    {
        var generator = new Generator(4);
        var common = randn([60L, 1L], ScalarType.Float64, generator: generator);
        var x = common + randn([60L, 30L], ScalarType.Float64, generator: generator) * 1e-3;
        using var data = new Dataset(
            x, x[.., ..5].sum([1L], keepdim: true) * 2 + x[.., 5].unsqueeze(1) * 30 + randn(
            [60L, 1L], ScalarType.Float64, generator: generator) * 0.01);
        var problem = new LinearProblem(data, Losses.HalfSquaredError)
        { L1Ratio = ratio, UpperBounds = isBounded ? [.. Enumerable.Repeat(20.0, 30)] : null };
        var path = RegularizationPath.Fit(problem, new()
        { Lambdas = [1, 0.1, 0.01, 1e-3, 1e-4], Solver = new() { GapTolerance = 1e-12 } });
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.True(path.Fits.Sum(fit => fit.Steps) < 200, $"{path.Fits.Sum(fit => fit.Steps)} steps");
    }

    // Every Hessian of more than two entries is singular here, and many columns point almost the same way.
    [Theory]
    [InlineData(LossKind.SquaredError, 1.0)]
    [InlineData(LossKind.SquaredError, 0.5)]
    [InlineData(LossKind.Logistic, 1.0)]
    [InlineData(LossKind.Softmax, 1.0)]
    [InlineData(LossKind.Softmax, 0.0)]
    public void Wide_data_of_rank_2_end_within_bounded_steps(LossKind loss, double ratio)
    {
        const int Columns = 4_000;
        var generator = new Generator(6);
        var two = randn([60L, 2L], ScalarType.Float64, generator: generator);
        var x = two.matmul(randn([2L, Columns], ScalarType.Float64, generator: generator));
        var y = two[.., 0] - two[.., 1] * 0.5 + randn([60L], ScalarType.Float64, generator: generator) * 0.3;
        using var data = new Dataset(
            x, loss == LossKind.SquaredError ? y.unsqueeze(1)
            : y.gt(0).to(ScalarType.Int64) + (loss == LossKind.Softmax ? y.gt(0.8).to(ScalarType.Int64) : 0));
        var path = RegularizationPath.Fit(new(data, loss.Loss()) { L1Ratio = ratio }, new() { Count = 10, EndEarly = false });
        Assert.Equal(10, path.Fits.Count);
        Assert.All(path.Fits, fit => Assert.InRange(fit.Steps, 0, 300));
        Assert.All(path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        Assert.All(path.Fits.Zip(path.Fits.Skip(1)), pair =>
            Assert.True(pair.Second.Certificate.Loss <= pair.First.Certificate.Loss));
    }

    [Fact]
    public void A_float32_path_passes_its_float64_certificate()
    {
        using var data = Drawn();
        var path = RegularizationPath.Fit(new(data, Losses.CrossEntropy), new() { Count = 30, Ratio = 0.02 });
        var largest = LargestGradientAtZero(data);
        Assert.All(path.Fits, fit =>
            Assert.True(fit.Converged && fit.Certificate.ScaledDistance <= 1e-4 * largest, fit.ToString()));
        Assert.Equal(0, path.Fits[0].NonZeros);
        Assert.All(path.Fits.Zip(path.Fits.Skip(1)), pair =>
            Assert.True(pair.First.Certificate.Loss > pair.Second.Certificate.Loss));
    }

    // With columns of deviation 1, as distances are measured.
    static double LargestGradientAtZero(Dataset data)
    {
        using var scope = NewDisposeScope();
        var x = data.Features.to(ScalarType.Float64);
        var centred = x - x.mean([0L]);
        var unit = centred / (centred * centred).mean([0L]).sqrt().clamp_min(1e-12);
        var y = data.Targets.unsqueeze(1).eq(arange(10)).to(ScalarType.Float64);
        return ((y.mean([0L]) - y).t().mm(unit) / data.Rows).abs().max().ToDouble();
    }

    [Fact]
    public void Cancellation_leaves_what_is_finished()
    {
        using var data = Drawn();
        foreach (var loss in new[] { Losses.CrossEntropy, Losses.HalfSquaredError })
        {
            using var rows = loss == Losses.CrossEntropy ? data.Take(150)
                : new Dataset(data.Features.clone(), data.Targets.to(ScalarType.Float32).unsqueeze(1));
            using var source = new CancellationTokenSource();
            var told = new List<PathProgress>();
            var options = new PathOptions
            { Count = 20, Ratio = 0.1, Progress = new Told(p => { told.Add(p); if (p.Done == 4) source.Cancel(); }) };
            var path = RegularizationPath.Fit(new(rows, loss), options, cancellation: source.Token);
            Assert.Equal((4, "cancelled"), (path.Fits.Count, path.EndedEarly));
            Assert.Equal(Enumerable.Range(1, 4), told.Select(p => p.Done));
            Assert.All(told, p => Assert.True(p.Remaining > TimeSpan.Zero && p.Total == 20));
        }
        using var early = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => CrossValidation.Of(new(data, Losses.CrossEntropy), new()
        { Path = new() { Count = 20, Ratio = 0.1, Progress = new Told(p => { if (p.Done == 4) early.Cancel(); }) } },
            early.Token));
    }

    sealed class Told(Action<PathProgress> tell) : IProgress<PathProgress>
    {
        public void Report(PathProgress value) => tell(value);
    }
}
