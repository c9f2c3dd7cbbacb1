using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Data;
using TorchReg.Training;
using TorchSharp;

namespace TorchReg.Cli.Predict;

/// <summary>The probabilities of no event by times that were asked for, a column for each.</summary>
static class SurvivalColumns
{
    /// <param name="run">The run.</param>
    /// <param name="asked">The times as they were given; null for none.</param>
    /// <exception cref="UserError">A time is no number above 0, or the run has no baseline hazard.</exception>
    internal static IReadOnlyList<double> Times(FinishedRun run, string? asked)
    {
        if (asked is null) return [];
        if (run.Baseline is null)
            throw new UserError(
                $"--survival-at is for a choice by torchreg select with problem.loss cox, and {run.Files.Folder} is none; " +
                "leave it out");
        return [.. asked.Split(',').Select(word => Time(word.Trim()))];
    }

    static double Time(string word) =>
        NumberText.TryRead(word, out var time) && time > 0 && double.IsFinite(time) ? time
        : throw new UserError(
            $"--survival-at holds '{Shown.Value(word)}'; give times above 0 with commas between them, as \"1, 5\"");

    internal static IEnumerable<(string Name, double[] Values)> Of(FinishedRun run, Dataset rows, IReadOnlyList<double> times)
    {
        if (times.Count == 0 || run.Baseline is not { } hazard) yield break;
        using var scope = torch.NewDisposeScope();
        var scores = Evaluation.Predict(run.Model, rows);
        foreach (var time in times)
        {
            var values = hazard.Survival(scores, time).data<double>().ToArray();
            yield return (FormattableString.Invariant($"survival {time}"), values);
        }
    }
}
