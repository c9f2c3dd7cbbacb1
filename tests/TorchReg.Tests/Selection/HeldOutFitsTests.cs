namespace TorchReg.Tests.Selection;

public sealed class HeldOutFitsTests : ScopedTests
{
    static LinearProblem Problem()
    {
        using var generator = new Generator(4);
        var x = randn([60, 5], ScalarType.Float64, generator: generator);
        var y = x.select(1, 0) * 2 - x.select(1, 1) + randn([60], ScalarType.Float64, generator: generator) * 0.3;
        return new(new(x, y.unsqueeze(1)), Losses.HalfSquaredError);
    }

    // The other way: each fold's rows as a problem of their own.
    [Fact]
    public void Scores_are_those_of_fits_to_the_other_folds()
    {
        var problem = Problem();
        var options = new CvOptions { FoldCount = 4, Seed = 3, Threads = 2 };
        var fit = problem.Fit(0.1);
        var held = HeldOutFits.Of(problem, fit, options);
        var counts = new double[5];
        foreach (var fold in Folds.Random(60, 4, 3))
        {
            using var train = problem.Data.Select(fold.Train);
            using var test = problem.Data.Select(fold.Test);
            var own = (problem with { Data = train }).Fit(0.1, new() { GapTolerance = 1e-12 });
            var expected = own.Predict(test.Features).data<double>().ToArray();
            var places = tensor(Array.ConvertAll(fold.Test, row => (long)row));
            var given = held.Scores.index_select(0, places).data<double>().ToArray();
            Assert.Equal(expected, given, (a, b) => Math.Abs(a - b) < 1e-4);
            foreach (var (j, w) in own.Weight.data<double>().ToArray().Index()) counts[j] += w == 0 ? 0 : 0.25;
        }
        Assert.Equal(counts, held.Frequency);
        Assert.Equal(4, held.Fits);
    }

    [Fact]
    public void Relaxed_scores_are_those_of_least_squares_on_the_columns_of_each_fold()
    {
        var problem = Problem();
        var held = HeldOutFits.Of(problem, problem.Fit(0.5), new() { FoldCount = 3 }, isRelaxed: true);
        var fold = Folds.Random(60, 3, 0)[0];
        using var train = problem.Data.Select(fold.Train);
        using var test = problem.Data.Select(fold.Test);
        var own = problem with { Data = train };
        var expected = RelaxedFit.Of(own, own.Fit(0.5)).Predict(test.Features).data<double>().ToArray();
        var places = tensor(Array.ConvertAll(fold.Test, row => (long)row));
        Assert.Equal(expected, held.Scores.index_select(0, places).data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Rows_that_are_never_held_out_have_no_score()
    {
        var problem = Problem();
        var folds = Folds.TimeOrdered(60, 3);
        var held = HeldOutFits.Of(problem, problem.Fit(0.1), new() { Folds = folds });
        var scores = held.Scores.data<double>().ToArray();
        var tested = folds.SelectMany(fold => fold.Test).ToHashSet();
        Assert.All(scores.Index(), pair => Assert.Equal(tested.Contains(pair.Index), double.IsFinite(pair.Item)));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => HeldOutFits.Of(problem, problem.Fit(0.1), cancellation: source.Token));
    }
}
