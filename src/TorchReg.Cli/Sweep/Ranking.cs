using TorchReg.Training;

namespace TorchReg.Cli.Sweep;

/// <summary>A point with the mean of its runs' numbers.</summary>
/// <param name="Point">Its number.</param>
/// <param name="Mean">Over its seeds and folds; infinite where one diverged.</param>
/// <param name="StandardError">
/// Of the mean, s/√n with n − 1 below s; of one run that of the metric over the rows; null where neither is known.
/// </param>
/// <param name="Runs">How many.</param>
sealed record RankedPoint(int Point, double Mean, double? StandardError, int Runs);

/// <summary>Points by their judged number, the best first.</summary>
static class Ranking
{
    internal static bool IsHigherBetter(SweepConfig config) => MetricOf(config.Settings.Judge).HigherIsBetter;

    /// <summary>Only points whose runs all have a result.</summary>
    internal static IReadOnlyList<RankedPoint> Of(
        SweepPlan plan,
        IReadOnlyList<PlannedRun> runs,
        IReadOnlyDictionary<string, SweepResult> results)
    {
        var higher = IsHigherBetter(plan.Config);
        var points = runs.GroupBy(run => run.Point)
            .Where(point => point.All(run => results.TryGetValue(run.Key, out var result) && result.IsFinal))
            .Select(point =>
                Of(
                    point.Key,
                    [.. point.Select(run => Judged(results[run.Key], plan.Config.Settings.Judge, higher))],
                    point.Count() > 1 ? null : ErrorOf(results[point.First().Key], plan.Config.Settings.Judge)));
        return [.. points.OrderBy(point => higher ? -point.Mean : point.Mean).ThenBy(point => point.Point)];
    }

    // NaN would be sorted before every number.
    static double Judged(SweepResult result, JudgeSettings judge, bool higher) =>
        Number(result, judge) is { } number && !double.IsNaN(number) ? number
        : higher ? double.NegativeInfinity
        : double.PositiveInfinity;

    internal static IEnumerable<int> Best(SweepPlan plan, IReadOnlyList<PlannedRun> runs, ResultFiles results, int count) =>
        Of(plan, runs, results.ByKey).Take(count).Select(point => point.Point).Order();

    /// <summary>A point's number with its error.</summary>
    internal static Score ScoreOf(RankedPoint point, JudgeSettings judge) =>
        new(MetricOf(judge), point.Mean, point.StandardError ?? double.NaN);

    static double? ErrorOf(SweepResult result, JudgeSettings judge) =>
        LedgerOf(result, judge)?.ScoreOf(MetricOf(judge))?.StandardError is { } error && double.IsFinite(error) ? error : null;

    static RankedPoint Of(int point, double[] numbers, double? ofRows)
    {
        var mean = numbers.Average();
        double? error =
            numbers.Length > 1 && double.IsFinite(mean)
                ? Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - 1) / numbers.Length)
                : ofRows;
        return new(point, mean, error, numbers.Length);
    }

    /// <summary>The judged number of a run; null where it has none.</summary>
    internal static double? Number(SweepResult result, JudgeSettings judge) => LedgerOf(result, judge)?.Of(MetricOf(judge));

    static Runs.LedgerRecord? LedgerOf(SweepResult result, JudgeSettings judge) => judge.Rows switch
    {
        JudgedRows.Test => result.Metrics?.Test,
        JudgedRows.Training => result.Metrics?.Training,
        JudgedRows.Validation => result.Metrics?.Validation,
        _ => throw new ArgumentOutOfRangeException(nameof(judge)),
    };

    static Metric MetricOf(JudgeSettings judge) => judge.Metric switch
    {
        JudgedNumber.Loss => Metric.Loss,
        JudgedNumber.Accuracy => Metric.Accuracy,
        JudgedNumber.R2 => Metric.RSquared,
        JudgedNumber.Rmse => Metric.RootMeanSquaredError,
        JudgedNumber.Mae => Metric.MeanAbsoluteError,
        JudgedNumber.D2 => Metric.ExplainedDeviance,
        JudgedNumber.LogLoss => Metric.LogLoss,
        JudgedNumber.Auc => Metric.AreaUnderCurve,
        JudgedNumber.F1 => Metric.F1,
        JudgedNumber.Concordance => Metric.Concordance,
        _ => throw new ArgumentOutOfRangeException(nameof(judge)),
    };

    /// <summary>"validation loss".</summary>
    internal static string Name(JudgeSettings judge) =>
        $"{judge.Rows.ToString().ToLowerInvariant()} {MetricOf(judge)}";
}
