using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep;

/// <summary>What no single value of a sweep shows: entries that do not fit together.</summary>
static class SweepChecks
{
    /// <summary>Trainings of one sweep: each is planned, kept and listed.</summary>
    internal const int MostRuns = 100_000;

    internal static void Check(SweepConfig config)
    {
        foreach (var (wrong, advice) in Conflicts(config)) throw new UserError($"{config.Origin}: {wrong}; {advice}");
    }

    static IEnumerable<(string Wrong, string Advice)> Conflicts(SweepConfig config)
    {
        var (settings, strategy, run) = (config.Settings, config.Settings.Strategy, config.Base.Values);
        var keys = config.Variations.Select(v => v.Key).ToArray();
        if (keys.GroupBy(key => key).FirstOrDefault(same => same.Count() > 1) is { } twice)
            yield return ($"vary names {twice.Key} twice", "keep one");
        if (config.Variations.FirstOrDefault(v => v.Draw != null) is { } drawn && strategy.Count == 0)
            yield return (
                $"vary.{drawn.Key} is drawn from a distribution, but strategy.count is 0",
                "set it to how many points to draw");
        if (strategy.Kind == StrategyKind.Random && strategy.Count == 0)
            yield return ("strategy.kind is random, but strategy.count is 0", "set it to how many points to draw");
        if (strategy.Kind == StrategyKind.Grid && strategy.Count > 0)
            yield return ("strategy.count is given, but strategy.kind is grid", "set strategy.kind to random or halving");
        if (strategy.Kind == StrategyKind.Halving && keys.Contains("training.epochs"))
            yield return ("vary.training.epochs is given, but halving sets the epochs", "leave it out");
        if (strategy.Kind == StrategyKind.Halving && strategy.LeastEpochs > run.Training.Epochs)
            yield return (
                $"strategy.leastEpochs is {strategy.LeastEpochs}, but the base has {run.Training.Epochs} epochs",
                "lower it");
        var points =
            strategy.Count > 0
                ? strategy.Count
                : config.Variations.Aggregate(
                    1L,
                    (product, v) => Math.Min(long.MaxValue / 1_000_000, product) * Math.Max(1, v.Values.Count));
        var runs = (Int128)points * Math.Max(1, settings.Folds) * settings.Seeds;
        if (runs > MostRuns)
            yield return (
                FormattableString.Invariant(
                    $"{points:N0} points × {Math.Max(1, settings.Folds)} folds × {settings.Seeds} seeds are {runs:N0} ") +
                    "runs, of " +
                    FormattableString.Invariant($"at most {MostRuns:N0}"),
                "vary less, or take strategy random with a count");
        if (settings.Folds == 1) yield return ("folds is 1, which leaves no row to learn from", "set it to 0, or to 2 or more");
        if (settings.Folds > 0 && keys.Any(key => key is "data.fold" or "data.folds" or "data.validationFraction"))
            yield return ("folds is given, and vary sets folds too", "keep one");
        if (settings.Seeds > 1 && keys.Contains("training.seed"))
            yield return ("seeds is given, and vary.training.seed too", "keep one");
        if ((long)run.Training.Seed + settings.Seeds - 1 > int.MaxValue)
            yield return ($"seeds is {settings.Seeds}, but the base's training.seed is {run.Training.Seed}", "lower one");
        if (settings.Judge.Rows == JudgedRows.Validation
            && settings.Folds == 0
            && run.Data is { ValidationFraction: 0, Folds: 0 })
            yield return ("judge.rows is validation, but there are none", "give folds, or a base with data.validationFraction");
    }
}
