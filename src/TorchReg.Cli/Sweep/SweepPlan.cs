using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Data;

namespace TorchReg.Cli.Sweep;

/// <summary>A point of a sweep: one value for each varied key.</summary>
/// <param name="Values">In the order of the variations.</param>
/// <param name="Settings">The base with them, before seeds, folds and rungs.</param>
sealed record SweepPoint(IReadOnlyList<JsonNode> Values, TrainSettings Settings);

/// <summary>One training.</summary>
/// <param name="Id">From its settings.</param>
/// <param name="Point">Its point's number.</param>
/// <param name="Settings">All of them, resolved.</param>
/// <param name="Company">The unit in which it is trained.</param>
sealed record PlannedRun(string Id, int Point, TrainSettings Settings, string Company = "")
{
    /// <summary>The folder of the state that an earlier rung left and that this one leaves to the next; null for none.</summary>
    internal string? Checkpoints { get; init; }

    /// <summary>The run in its company.</summary>
    internal string Key => $"{Id}/{Company}";
}

/// <summary>
/// The points of a sweep and the runs that each needs. Equal configurations give equal plans, on every machine.
/// </summary>
sealed class SweepPlan
{
    readonly int[] rungs;
    readonly JsonObject template;

    internal SweepPlan(SweepConfig config)
    {
        Config = config;
        template = SettingsJson.Of(config.Base.Values);
        Points = [.. Chosen().Select(Point).DistinctBy(point => RunId.Of(point.Settings))];
        rungs = [.. Epochs(config.Settings.Strategy, config.Base.Values.Training.Epochs)];
    }

    internal SweepConfig Config { get; }

    /// <summary>
    /// Whether a rung goes on from the states of the one before. Not where a rate counts the epochs to come, or weights are
    /// averaged: there more epochs are another training.
    /// </summary>
    internal bool GoesOn => goesOn ??= Config.Settings.Strategy.Kind == StrategyKind.Halving && Points.All(point =>
        point.Settings is { Schedule.Kind: not ScheduleKind.Cosine, Averaging.Kind: AveragingKind.None });

    bool? goesOn;

    /// <summary>Models that are trained as one product at most; a model that goes on does so alone.</summary>
    internal int Together => GoesOn ? 1 : Config.Settings.Together;

    /// <summary>A run's name, whatever its rung.</summary>
    internal string Lineage(PlannedRun run) => RunId.Of(run.Settings with
    {
        Training = run.Settings.Training with { Epochs = Config.Base.Values.Training.Epochs },
    });

    internal IReadOnlyList<SweepPoint> Points { get; }
    internal int Rungs => rungs.Length;

    /// <summary>How many points a rung has: all, then the best 1/factor of those before.</summary>
    internal int PointsIn(int rung) => (int)Math.Max(1, Points.Count / Math.Pow(Config.Settings.Strategy.Factor, rung));

    /// <summary>The runs of some points in a rung, by points, then folds, then seeds.</summary>
    internal IReadOnlyList<PlannedRun> Runs(int rung, IEnumerable<int> points) =>
        SweepUnit.WithCompany([.. points.SelectMany(point => Repeats(point, rungs[rung]))], Together);

    /// <summary>The runs that must be done first: of all points.</summary>
    internal IReadOnlyList<PlannedRun> FirstRuns() => first ??= Runs(0, Enumerable.Range(0, Points.Count));

    IReadOnlyList<PlannedRun>? first;

    IEnumerable<PlannedRun> Repeats(int point, int epochs)
    {
        var run = Points[point].Settings;
        if (Config.Settings.Strategy.Kind == StrategyKind.Halving)
            run = run with { Training = run.Training with { Epochs = epochs } };
        for (var fold = 0; fold < Math.Max(1, Config.Settings.Folds); fold++)
            for (var seed = 0; seed < Config.Settings.Seeds; seed++)
            {
                var one = run;
                if (Config.Settings.Folds > 0)
                    one = one with { Data = one.Data with { Folds = Config.Settings.Folds, Fold = fold } };
                if (seed > 0) one = one with { Training = one.Training with { Seed = one.Training.Seed + seed } };
                yield return new(RunId.Of(one), point, one);
            }
    }

    // The last rung has the factor's times the epochs of the one before or more: 9 and then 10 would be one point trained twice.
    static IEnumerable<int> Epochs(StrategySettings strategy, int most)
    {
        if (strategy.Kind == StrategyKind.Halving)
            for (var epochs = (long)strategy.LeastEpochs; epochs * strategy.Factor <= most; epochs *= strategy.Factor)
                yield return (int)epochs;
        yield return most;
    }

    IEnumerable<JsonNode[]> Chosen()
    {
        var (variations, strategy) = (Config.Variations, Config.Settings.Strategy);
        if (strategy.Count == 0) return Grid(variations);
        var random = new SplitMix64((ulong)strategy.Seed);
        return Enumerable.Range(0, strategy.Count).Select(_ => variations.Select(v => v.Any(random)).ToArray());
    }

    // The last key changes fastest.
    static IEnumerable<JsonNode[]> Grid(IReadOnlyList<Variation> variations)
    {
        var sizes = variations.Select(v => (long)v.Values.Count).ToArray();
        var count = sizes.Aggregate(1L, (product, size) => product * size);   // at most SweepChecks.MostRuns
        for (var i = 0L; i < count; i++)
        {
            var (rest, values) = (i, new JsonNode[sizes.Length]);
            for (var v = sizes.Length - 1; v >= 0; v--)
                (values[v], rest) = (variations[v].Values[(int)(rest % sizes[v])], rest / sizes[v]);
            yield return values;
        }
    }

    SweepPoint Point(JsonNode[] values)
    {
        var json = (JsonObject)template.DeepClone();
        for (var v = 0; v < values.Length; v++) SettingChange.Apply(json, Config.Variations[v].Key, values[v], Config.Origin);
        var settings = json.Deserialize<TrainSettings>(SettingsJson.Options)!;
        TrainChecks.Check(new ResolvedSettings<TrainSettings>(settings, Origins));
        return new(values, settings);
    }

    IReadOnlyDictionary<string, string> Origins =>
        field ??= new Dictionary<string, string>(
            Config
                .Base.Origins.Concat(
                    Config.Variations.Select(v => KeyValuePair.Create(v.Key.Replace('.', ':'), $"{Config.Origin}: vary.{v.Key}")))
                .GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                .Select(same => same.Last()),
            StringComparer.OrdinalIgnoreCase);
}
