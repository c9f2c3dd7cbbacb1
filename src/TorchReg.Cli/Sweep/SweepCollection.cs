using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>All that a sweep has come to so far, and the files that tell it.</summary>
/// <param name="Plan">What was planned.</param>
/// <param name="Rungs">The runs of each rung that could be planned.</param>
/// <param name="Results">What there is of them.</param>
sealed record SweepCollection(SweepPlan Plan, IReadOnlyList<IReadOnlyList<PlannedRun>> Rungs, ResultFiles Results)
{
    internal static SweepCollection Of(SweepPlan plan, SweepFolder folder)
    {
        var results = ResultFiles.Read(folder.Results);
        var rungs = new List<IReadOnlyList<PlannedRun>> { plan.FirstRuns() };
        while (rungs.Count < plan.Rungs && rungs[^1].All(results.IsFinal))
            rungs.Add(plan.Runs(rungs.Count, Ranking.Best(plan, rungs[^1], results, plan.PointsIn(rungs.Count))));
        return new(plan, rungs, results);
    }

    internal IEnumerable<PlannedRun> Runs => Rungs.SelectMany(runs => runs);

    /// <summary>Runs that have a result, with it.</summary>
    internal IEnumerable<(PlannedRun Run, SweepResult Result)> Known =>
        Runs.Select(run => (Run: run, Result: Results.ByKey.GetValueOrDefault(run.Key)!))
            .Where(pair => pair.Result is { IsFinal: true });

    internal IReadOnlyList<PlannedRun> Missing => [.. Runs.Where(run => !Results.IsFinal(run))];

    internal bool IsComplete => Rungs.Count == Plan.Rungs && Missing.Count == 0;

    /// <summary>The points of the last rung that has any complete, the best first.</summary>
    internal IReadOnlyList<RankedPoint> Ranked =>
        Enumerable
            .Range(0, Rungs.Count)
            .Reverse()
            .Select(rung => Ranking.Of(Plan, Rungs[rung], Results.ByKey))
            .FirstOrDefault(ranked => ranked.Count > 0)
        ?? [];

    /// <summary>The largest λ that is as good as the best, to one standard error; null where there is none to tell.</summary>
    internal RankedPoint? OneStandardError => SweepChoice.OneStandardError(Plan, Ranked);

    /// <summary>What is to be said of the best point.</summary>
    internal IEnumerable<string> Notes => SweepChoice.AtEdges(Plan, Ranked, IsEmpty)
        .Concat(OneStandardError is { } simpler ? [SweepChoice.Words(Plan, simpler)] : []);

    // Whether not one weight is left at a point.
    bool IsEmpty(int point) => Known.Where(pair => pair.Run.Point == point).ToArray() is { Length: > 0 } runs
        && runs.All(pair => pair.Result.Metrics is { Weights: > 0 } metrics && metrics.ExactZeros == metrics.Weights);

    /// <summary>Points without a number, because a run of theirs failed or diverged, with the reason.</summary>
    internal IEnumerable<(int Point, SweepResult Result)> Failed => Rungs[^1]
        .Select(run => (run.Point, Result: Results.ByKey.GetValueOrDefault(run.Key)!))
        .Where(pair => pair.Result is { State: RunState.Failed })
        .DistinctBy(pair => pair.Point);

    /// <summary>Writes the table as CSV and JSON, the times, the page, and the best point's settings.</summary>
    internal void Write(SweepFolder folder)
    {
        var table = new SweepTable(Plan, Runs, Results.ByKey);
        SweepBelonging.CheckAmong(folder, this);
        folder.Write(SweepFolder.TableName, table.ToCsv());
        folder.Write(SweepFolder.TableJsonName, table.ToJson());
        folder.Write(SweepFolder.TimesName, SweepTable.TimesCsv(Runs, Results.ByKey));
        if (Ranked is [{ } best, ..] && double.IsFinite(best.Mean))
            folder.Write(SweepFolder.BestName, SettingsJson.Text(SettingsJson.Of(Best(best.Point))));
        if (OneStandardError is { } simpler)
            folder.Write(SweepFolder.OneStandardErrorName, SettingsJson.Text(SettingsJson.Of(Best(simpler.Point))));
        folder.Write(SweepFolder.PageName, SweepPage.Of(this));
    }

    /// <summary>The point without folds, from the base's seed: what torchreg train takes.</summary>
    TrainSettings Best(int point) => Plan.Points[point].Settings;
}
