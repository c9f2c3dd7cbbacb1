using TorchReg.Storage;

namespace TorchReg.Cli.Sweep.Slurm;

/// <summary>Where the tasks of arrays are, in Slurm's own words; what it has forgotten is told by the task's output.</summary>
static class SlurmTasks
{
    /// <summary>The state of each task that is queued or runs, by "job_task".</summary>
    internal static IReadOnlyDictionary<string, string> Queued(IReadOnlyList<SlurmJob> jobs)
    {
        var states = new Dictionary<string, string>();
        // A job that Slurm has forgotten makes squeue fail for all that are asked for with it.
        foreach (var job in jobs)
            foreach (var line in Queue(job.Job).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                if (line.Trim().Split(' ', 2) is [var task, var state])
                    states[task] = state.Replace(" (None)", "").ToLowerInvariant();
        return states;
    }

    static string Queue(string job) =>
        SlurmProgram.TryRun(
            "squeue",
            "--noheader",
            "--array",
            "--states=PENDING,RUNNING,SUSPENDED,CONFIGURING,COMPLETING",
            $"--jobs={job}",
            "--format=%i %T (%r)") ?? "";

    /// <summary>Why a task left no result: its state, its exit, and the last line of its output.</summary>
    internal static string Reason(SweepFolder folder, SlurmJob job, int task)
    {
        var known = SlurmProgram.TryRun("scontrol", "--oneliner", "show", "job", $"{job.Job}_{task}") is { } shown
            ? Fields(shown)
            : null;
        var log = Path.Combine(folder.Slurm, $"{job.Job}_{task}.out");
        var last = FileKinds.IsFile(log) ? File.ReadLines(log).LastOrDefault(line => line.Trim().Length > 0)?.Trim() : null;
        return $"task {job.Job}_{task} " +
            $"{known ?? "is no longer in the queue"}{(last == null ? ", and wrote nothing" : $"; its output ends: {last}")}";
    }

    static string Fields(string shown)
    {
        string Of(string name) =>
            shown
                .Split(' ')
                .LastOrDefault(field => field.StartsWith($"{name}=", StringComparison.Ordinal))
                ?[(name.Length + 1)..].Trim()
            ?? "";
        return $"is {Of("JobState").ToLowerInvariant()}" +
            $"{(Of("Reason") is var reason and not ("" or "None") ? $" ({reason})" : "")}, exit {Of("ExitCode")}";
    }
}
