using System.Text.Json.Nodes;
using static System.FormattableString;

namespace TorchReg.Cli.Sweep;

/// <summary>What is to be said of a sweep's best point: whether the grid ends there, and which point nearby is simpler.</summary>
static class SweepChoice
{
    /// <summary>Where the best lies at an end of what was tried: a value beyond may do better.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="ranked">Its points, the best first.</param>
    /// <param name="isEmpty">Whether every weight is 0 at a point: no larger λ leaves fewer.</param>
    internal static IEnumerable<string> AtEdges(SweepPlan plan, IReadOnlyList<RankedPoint> ranked, Func<int, bool> isEmpty)
    {
        if (ranked is not [{ } best, ..] || !double.IsFinite(best.Mean)) yield break;
        foreach (var (v, variation) in plan.Config.Variations.Index())
        {
            double[] tried =
                [.. ranked.Select(point => SweepCharts.Place(plan, point.Point, v)).OfType<double>().Distinct().Order()];
            if (tried.Length < 3 || variation.Draw is not null) continue;
            if (SweepCharts.Place(plan, best.Point, v) is not { } at) continue;
            if (at == tried[0] && at != 0)
                yield return Invariant($"{variation.Key} is {at} at the best point, the smallest that was tried; a smaller ") +
                    "one may do better: lower its from.";
            if (at == tried[^1] && IsStrength(variation.Key) && isEmpty(best.Point))
                yield return Invariant($"{variation.Key} is {at} at the best point, and every weight is 0 there: no column ") +
                    "helps on rows that were not trained on.";
            else if (at == tried[^1])
                yield return Invariant($"{variation.Key} is {at} at the best point, the largest that was tried; a larger ") +
                    "one may do better: raise its to.";
        }
    }

    /// <summary>
    /// The largest λ whose mean is within one standard error of the best, all else as at the best: fewer weights for a
    /// difference that chance explains (L. Breiman et al., Classification and Regression Trees, 1984, section 3.4.3). Null where
    /// not one λ was varied, the best has no error, or is that point itself.
    /// </summary>
    internal static RankedPoint? OneStandardError(SweepPlan plan, IReadOnlyList<RankedPoint> ranked)
    {
        int[] strengths = [.. plan.Config.Variations.Index().Where(pair => IsStrength(pair.Item.Key)).Select(pair => pair.Index)];
        if (strengths is not [var v] || ranked is not [{ StandardError: { } error } best, ..]) return null;
        var bound = best.Mean + (Ranking.IsHigherBetter(plan.Config) ? -error : error);
        var chosen = ranked
            .Where(point => Ranking.IsHigherBetter(plan.Config) ? point.Mean >= bound : point.Mean <= bound)
            .Where(point => IsSame(plan, point.Point, best.Point, v))
            .MaxBy(point => SweepCharts.Place(plan, point.Point, v) ?? double.NegativeInfinity);
        return chosen == best ? null : chosen;
    }

    /// <summary>That point in words.</summary>
    internal static string Words(SweepPlan plan, RankedPoint point) =>
        $"Within one standard error of the best: {PointText.Of(plan, point.Point)}, " +
        $"{Ranking.Name(plan.Config.Settings.Judge)} {BestTable.Number(point.Mean)}.";

    static bool IsStrength(string key) => key.EndsWith(".lambda", StringComparison.Ordinal);

    static bool IsSame(SweepPlan plan, int point, int other, int besides) =>
        plan.Points[point].Values.Zip(plan.Points[other].Values)
            .Index().All(pair => pair.Index == besides || JsonNode.DeepEquals(pair.Item.First, pair.Item.Second));
}
