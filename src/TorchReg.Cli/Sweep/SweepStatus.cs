using System.Globalization;
using System.Text.Json.Nodes;
using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Sweep;

/// <summary>What of a sweep is done, what is missing and why.</summary>
sealed class SweepStatus
{
    const int Listed = 10;
    readonly SweepCollection sweep;

    internal SweepStatus(SweepFolder folder, SweepCollection collected)
    {
        (sweep, Forced) = (collected, folder.Forced);
        Reasons =
        [
            .. Explained(folder)
                .GroupBy(pair => pair.Reason)
                .Select(group => (group.Key, group.Count()))
                .OrderByDescending(pair => pair.Item2)
        ];
    }

    IReadOnlyList<string> Forced { get; }

    /// <summary>Reasons of what diverged or is missing, with the number of runs.</summary>
    internal IReadOnlyList<(string Reason, int Runs)> Reasons { get; }

    IEnumerable<(PlannedRun Run, string Reason)> Explained(SweepFolder folder)
    {
        foreach (var (run, result) in sweep.Known.Where(pair => pair.Result.State == RunState.Diverged))
            yield return (run, $"diverged: {result.Reason}");
        if (sweep.Missing.Count == 0) yield break;
        var slurm = SlurmJobs.Find(folder);
        var (queued, told) = (
            slurm == null ? new Dictionary<string, string>() : SlurmTasks.Queued(slurm.Jobs),
            new Dictionary<string, string>());
        foreach (var (rung, runs) in sweep.Rungs.Index())
            foreach (var unit in SweepUnit.Of(runs, sweep.Plan.Together))
                foreach (var run in unit.Runs.Where(run => !sweep.Results.IsFinal(run)))
                    yield return (
                        run,
                        sweep.Results.ByKey.TryGetValue(run.Key, out var failed) ? $"failed: {failed.Reason}"
                        : Task(slurm, rung, unit) is var (job, task)
                            ? Cached(
                                told,
                                $"{job.Job}_{task}",
                                name =>
                                    queued.TryGetValue(name, out var state)
                                        ? $"task {name} is {state}"
                                        : SlurmTasks.Reason(folder, job, task))
                        : "not run yet");
    }

    static string Cached(Dictionary<string, string> told, string task, Func<string, string> tell) =>
        told.TryGetValue(task, out var known) ? known : told[task] = tell(task);

    static (SlurmJob Job, int Task)? Task(SlurmJobs? slurm, int rung, SweepUnit unit) =>
        slurm?.Jobs.LastOrDefault(job => job.Rung == rung && job.Tasks.Contains(unit.Index % job.Shards)) is { } job
            ? (job, unit.Index % job.Shards)
            : null;

    int Count(RunState state) =>
        sweep.Runs.Count(run => sweep.Results.ByKey.TryGetValue(run.Key, out var result) && result.State == state);

    internal IEnumerable<string> Lines()
    {
        var (all, done, diverged) = (sweep.Runs.Count(), Count(RunState.Done), Count(RunState.Diverged));
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{done:N0} of {all:N0} runs are " +
            $"done{(diverged > 0 ? $", {diverged:N0} diverged" : "")}" +
            $"{(sweep.Missing.Count > 0 ? $", {sweep.Missing.Count:N0} are missing" : "")}");
        if (sweep.Rungs.Count < sweep.Plan.Rungs)
            yield return $"rung {sweep.Rungs.Count} of {sweep.Plan.Rungs}; the next are planned when it is complete";
        foreach (var (reason, runs) in Reasons.Take(Listed))
            yield return string.Create(CultureInfo.InvariantCulture, $"  {runs:N0}: {reason}");
        if (Reasons.Count > Listed)
            yield return string.Create(CultureInfo.InvariantCulture, $"  and {Reasons.Count - Listed:N0} further reasons");
        foreach (var line in Forced) yield return $"results were mixed by force: {line}";
        if (sweep.Results.TornLines > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{sweep.Results.TornLines:N0} lines were left unfinished by killed processes and do not count");
    }

    internal JsonObject ToJson() => new()
    {
        ["runs"] = sweep.Runs.Count(),
        ["done"] = Count(RunState.Done),
        ["diverged"] = Count(RunState.Diverged),
        ["missing"] = sweep.Missing.Count,
        ["rung"] = sweep.Rungs.Count,
        ["rungs"] = sweep.Plan.Rungs,
        ["complete"] = sweep.IsComplete,
        ["notes"] = new JsonArray([.. sweep.Notes.Select(note => (JsonNode)note)]),
        ["reasons"] = new JsonArray([
            .. Reasons.Select(pair => new JsonObject { ["reason"] = pair.Reason, ["runs"] = pair.Runs })
        ]),
    };
}
