using TorchReg.Training;

namespace TorchReg.Cli.Pipeline;

/// <summary>Which of several models is better than others by more than chance, in a line.</summary>
static class NoiseText
{
    /// <summary>What noise is.</summary>
    internal const string Meaning = "Within noise: nearer than twice the standard error of the difference.";

    const int MostNames = 6;

    /// <summary>Of two models or more; null where there is one, or the best has no error to hold the others against.</summary>
    /// <param name="scores">One metric of each, by name.</param>
    internal static string? Of(IReadOnlyList<(string Name, Score Score)> scores)
    {
        (string Name, Score Score)[] known = [.. scores.Where(pair => double.IsFinite(pair.Score.Value))];
        if (known.Length < 2) return null;
        var metric = known[0].Score.Metric;
        var best = metric.HigherIsBetter ? known.MaxBy(pair => pair.Score.Value) : known.MinBy(pair => pair.Score.Value);
        if (!double.IsFinite(best.Score.StandardError)) return null;
        string[] equal =
        [
            .. known.Where(pair => pair.Name != best.Name && pair.Score.IsWithinNoiseOf(best.Score)).Select(pair => pair.Name),
        ];
        var start = $"{metric}: '{best.Name}' is best, {best.Score.Text}; ";
        if (equal.Length == 0) return $"{start}the others are worse by more than noise.";
        var named = equal.Length > MostNames ? $"{equal.Length} others are"
            : $"{Listed(equal)} {(equal.Length == 1 ? "is" : "are")}";
        return $"{start}{named} within noise of it.";
    }

    static string Listed(string[] names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
