using TorchReg.Cli.Pipeline;
using TorchReg.Training;
using static System.FormattableString;

namespace TorchReg.Cli.Compare;

/// <summary>What to notice, said from the numbers of these runs and from nothing else.</summary>
static class CompareNotes
{
    internal static IEnumerable<string> On(IReadOnlyList<RunResult> runs)
    {
        if (Gap(runs) is { } gap) yield return gap;
        if (Noise(runs) is { } noise) yield return $"On the test rows {noise} {NoiseText.Meaning}";
        if (Zeros(runs) is { } zeros) yield return zeros;
        foreach (var run in runs.Where(run => run.Optimum != null)) yield return $"'{run.Name}': {run.Optimum}.";
        if (runs.Count > 0 && runs[0].Weights.DeadWeights > 0)
            yield return Invariant(
                $"{runs[0].Weights.DeadWeights:N0} weights belong to inputs that are 0 in every training row; they are ") +
                "counted " +
                "apart, because no penalty made them what they are.";
    }

    static string? Gap(IReadOnlyList<RunResult> runs)
    {
        if (runs.FirstOrDefault(run => run.Mode.Length == 0) is not { } plain) return null;
        if (runs.Where(run => run.Mode.Length > 0).MinBy(run => run.Gap) is not { } smallest) return null;
        var start = plain.Metric == Metric.Accuracy
            ? Invariant($"Without a penalty the classifier is right on {100 * plain.Train:0.0} % of the training rows and ") +
                Invariant($"{100 * plain.Test:0.0} % of the test rows, a gap of {100 * plain.Gap:0.0} points")
            : Invariant($"Without a penalty {plain.Metric} is {plain.Train:0.0000} on the training rows and ") +
                Invariant($"{plain.Test:0.0000} on the test rows, a gap of {plain.Gap:0.0000}");
        var best = runs.MaxBy(run => run.Test)!;
        return smallest.Gap < plain.Gap
            ? $"{start}; '{smallest.Name}' closes it to {Of(plain.Metric, smallest.Gap, "")}. Best on the test rows is " +
                $"'{best.Name}' with {Of(plain.Metric, best.Test, " %")}."
            : $"{start}; no penalty here makes it smaller: λ may be too small, or the training rows enough without.";
    }

    static string Of(Metric metric, double value, string unit) =>
        metric == Metric.Accuracy ? Invariant($"{100 * value:0.0}{unit}") : Invariant($"{value:0.0000}");

    static string? Noise(IReadOnlyList<RunResult> runs) => NoiseText.Of(
        [.. runs.Select(run => (run.Name, new Score(run.Metric, run.Test, run.TestError ?? double.NaN)))]);

    static string? Zeros(IReadOnlyList<RunResult> runs)
    {
        var proximal = runs.Where(run => run.Mode == "proximal").MaxBy(run => run.ZeroShare);
        var others = runs.Where(run => run.Mode is "gradient" or "loss").MaxBy(run => run.ZeroShare);
        if (proximal == null || others == null || proximal.ZeroShare <= others.ZeroShare) return null;
        return Invariant(
                $"Of {proximal.Weights.LiveWeights:N0} live weights, proximal steps leave {proximal.Weights.LiveZeros:N0} at ") +
                FormattableString.Invariant($"exactly 0 ({100 * proximal.ZeroShare:0.0} %, '{proximal.Name}'), ") +
            Invariant(
                $"(sub)gradient steps at most {others.Weights.LiveZeros:N0} ({100 * others.ZeroShare:0.0} %, ") +
                FormattableString.Invariant($"'{others.Name}'): ") +
                "they pass over 0 instead of stopping there.";
    }
}
