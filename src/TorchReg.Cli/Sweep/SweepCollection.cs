using TorchReg.Cli.Config;
using TorchReg.Cli.Config.Train;
using TorchReg.Storage;

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

    internal IReadOnlyList<PlannedRun> Missing => [.. Runs.Where(run => !Results.IsFinal(run))];

    internal bool IsComplete => Rungs.Count == Plan.Rungs && Missing.Count == 0;

    /// <summary>The points of the last rung that has any complete, the best first.</summary>
    internal IReadOnlyList<RankedPoint> Ranked =>
        Enumerable.Range(0, Rungs.Count).Reverse().Select(rung => Ranking.Of(Plan, Rungs[rung], Results.ById)).FirstOrDefault(ranked => ranked.Count > 0) ?? [];

    /// <summary>Writes the table as CSV and JSON, the times, the page, and the best point's settings.</summary>
    internal void Write(SweepFolder folder)
    {
        var table = new SweepTable(Plan, Runs, Results.ById);
        WholeFile.Write(folder.Table, table.ToCsv());
        WholeFile.Write(folder.TableJson, table.ToJson());
        WholeFile.Write(folder.Times, SweepTable.TimesCsv(Runs, Results.ById));
        if (Ranked is [{ } best, ..] && double.IsFinite(best.Mean)) WholeFile.Write(folder.Best, SettingsJson.Text(SettingsJson.Of(Best(best.Point))));
        WholeFile.Write(folder.Page, SweepPage.Of(this));
    }

    /// <summary>The point without folds, from the base's seed: what torchreg train takes.</summary>
    TrainSettings Best(int point) => Plan.Points[point].Settings;
}
