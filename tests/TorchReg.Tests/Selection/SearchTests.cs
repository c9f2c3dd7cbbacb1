namespace TorchReg.Tests.Selection;

public class SearchTests
{
    static Dataset Data()
    {
        var generator = new Generator(2);
        var x = randn([60L, 20L], generator: generator);
        return new(x, x[.., 0].unsqueeze(1) * 2 + randn([60L, 1L], generator: generator));
    }

    static readonly IReadOnlyList<RowFold> folds = Folds.Random(60, 3, seed: 1);

    static ModelSearch Search(Action? made = null) => new(trial =>
    {
        made?.Invoke();
        var model = new LinearRegression(20);
        return new(model, new Regularization(model, new L2(trial["lambda"])), new()
        { Epochs = 30, BatchSize = 40, LearningRate = trial["rate"], EvaluateTraining = false });
    }, Losses.HalfSquaredError);

    [Fact]
    public void A_grid_is_every_combination_in_order()
    {
        var trials = Trial.Grid(("a", [1.0, 2]), ("b", [3.0, 4, 5]));
        Assert.Equal(["a 1, b 3", "a 1, b 4", "a 1, b 5", "a 2, b 3", "a 2, b 4", "a 2, b 5"], trials.Select(t => t.ToString()));
        Assert.Contains(
            "there are a, b", Assert.Throws<KeyNotFoundException>(() => trials[0]["c"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Trial.Grid(("a", [])));
        Assert.Throws<ArgumentException>(() => Trial.Grid(("a", [1.0]), ("a", [2.0])));
    }

    [Fact]
    public void Random_trials_depend_on_the_seed_alone_and_keep_to_their_ranges()
    {
        IReadOnlyList<Trial> Draws(int count, ulong seed) => Trial.Random(count, seed, (
            "l", Draw.LogUniform(1e-4, 1)), ("u", Draw.Uniform(2, 3)), ("o", Draw.OneOf(7, 8)));
        Assert.Equal(Draws(50, 1).Take(20), Draws(20, 1));
        Assert.NotEqual(Draws(20, 1), Draws(20, 2));
        Assert.All(Draws(50, 1), t => Assert.True(t["l"] is >= 1e-4 and <= 1 && t["u"] is >= 2 and < 3 && t["o"] is 7 or 8));
        Assert.InRange(Draws(400, 1).Count(t => t["l"] < 1e-2), 160, 240);
    }

    [Fact]
    public void The_best_trial_has_the_least_mean_and_a_divergence_is_a_bad_trial()
    {
        using var data = Data();
        var result = Search().Run(data, folds, Trial.Grid(("lambda", [0.001, 0.1, 30]), ("rate", [0.05, 1e9])));
        Assert.True(result.IsComplete);
        Assert.Equal(0.05, result.Best.Trial["rate"]);
        Assert.True(result.Best.Trial["lambda"] < 30);
        Assert.Contains(result.Results, r => double.IsPositiveInfinity(r.Mean));
        Assert.True(result.OneStandardError(t => t["lambda"]).Mean <= result.Best.Mean + result.Best.StandardError);
    }

    [Fact, Trait("Speed", "Slow")]
    public void An_interrupted_search_goes_on_from_its_file_with_the_same_numbers()
    {
        using var data = Data();
        var trials = Trial.Grid(("lambda", [0.001, 0.01, 0.1, 1]), ("rate", [0.05]));
        var whole = Search().Run(data, folds, trials);
        using var source = new CancellationTokenSource();
        var part = Search().Run(
            data, folds, trials, progress: new Told(p => { if (p.Done == 2) source.Cancel(); }), cancellation: source.Token);
        Assert.Equal((2, false), (part.Results.Count, part.IsComplete));
        var file = Path.GetTempFileName();
        try
        {
            part.Save(file);
            var models = 0;
            var rest = Search(() => models++).Run(data, folds, trials, SearchResult.Load(file));
            Assert.Equal(2 * folds.Count, models);
            Assert.Equal(whole.Results.SelectMany(r => r.FoldScores), rest.Results.SelectMany(r => r.FoldScores));
            File.AppendAllText(file, "nonsense\n");
            Assert.Contains(
                "line 3", Assert.Throws<InvalidDataException>(() => SearchResult.Load(file)).Message, StringComparison.Ordinal);
        }
        finally { File.Delete(file); }
    }

    [Fact]
    public void Results_of_other_rows_folds_or_losses_are_refused_by_name()
    {
        using var data = Data();
        var trials = Trial.Grid(("lambda", [0.001, 0.1]), ("rate", [0.05]));
        var earlier = Search().Run(data, folds, [trials[0]]).Results;
        Assert.Contains("rows", Assert.Single(earlier).BelongsTo!.Values.Keys);
        using var other = new Dataset(data.Features.clone(), data.Targets * 100);
        string Refused(ModelSearch search, Dataset rows, IReadOnlyList<RowFold> on) =>
            Assert.Throws<ArgumentException>(() => search.Run(rows, on, trials, earlier)).Message;
        Assert.Contains("trial lambda 0.001, rate 0.05 is of another search: rows " +
            "was 60 rows", Refused(Search(), other, folds), StringComparison.Ordinal);
        Assert.Contains(
            "the scores of 3 folds, and this " +
            "search has 4", Refused(Search(), data, Folds.Random(60, 4, seed: 1)), StringComparison.Ordinal);
        Assert.Contains("folds was 3", Refused(Search(), data, Folds.Random(60, 3, seed: 2)), StringComparison.Ordinal);
        Assert.Contains(
            "loss was", Refused(new(_ => throw new InvalidOperationException(), Losses.MeanSquaredError), data, folds),
                StringComparison.Ordinal);
        Assert.Contains(
            "score was", Refused(
                new(_ => throw new InvalidOperationException(), Losses.HalfSquaredError, ledger => ledger.Total), data, folds),
                StringComparison.Ordinal);
        var handmade = new TrialResult(trials[0], [1, 2]);
        Assert.Contains(
            "scores of 2 folds", Assert.Throws<ArgumentException>(() => Search().Run(data, folds, trials, [handmade])).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_factory_that_gives_one_model_twice_is_told_so()
    {
        using var data = Data();
        var model = new LinearRegression(20);
        var search = new ModelSearch(_ => new(model, null, new() { Epochs = 1 }), Losses.HalfSquaredError);
        Assert.Contains("The model of trial lambda 1 was given before: make a new one in every call",
            Assert.Throws<ArgumentException>(() => search.Run(data, folds, Trial.Grid((
                "lambda", [1.0])))).Message, StringComparison.Ordinal);
    }

    sealed class Told(Action<SearchProgress> tell) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => tell(value);
    }
}
