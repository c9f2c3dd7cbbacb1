using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;
using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Sweep;

/// <summary>torchreg sweep status, collect and resubmit: what there is of a sweep that other processes run.</summary>
static class SweepParts
{
    internal static IEnumerable<Command> Create(CommandContext context)
    {
        yield return Part("status", "Say what is done, and what is missing or failed and why.", """
            Exit status 0 when nothing is missing, else 1.

            Examples:
              torchreg sweep status sweeps/digits-softmax-sweep
              torchreg sweep status sweeps/digits-softmax-sweep --json
            """, (folder, json, _) => Status(folder, json, context));
        yield return Part("collect", "Put the results of all shards into table.csv, table.json, best.json and sweep.html.", """
            The table is sorted by the runs' ids and holds no times: whoever ran what, when and how often, it is the same.

            Examples:
              torchreg sweep collect sweeps/digits-softmax-sweep
            """, (folder, json, _) => Collect(folder, json, context));
        yield return Part("tensorboard", "Write the finished runs for TensorBoard, a folder for each, with what was varied.", """
            The runs stand beside each other under HPARAMS in tensorboard --logdir SWEEP/tensorboard. Give it again after more runs.

            Examples:
              torchreg sweep tensorboard sweeps/digits-softmax-sweep
            """, (folder, json, _) => Events(folder, json, context));
        var all = Flag.Switch("--all", "Every task again, also those whose results are there.");
        yield return Part("resubmit", "Submit the Slurm tasks again whose results are missing and that are not queued.", """
            Examples:
              torchreg sweep resubmit sweeps/digits-softmax-sweep
            """, (folder, _, parsed) => Resubmit(folder, parsed.GetValue(all), context), all);
    }

    static Command Part(
        string name,
        string description,
        string examples,
        Func<SweepFolder, bool, ParseResult, int> run,
        params Option[] further)
    {
        var path = new Argument<string>("SWEEP") { Description = "The folder of a sweep." };
        var part = new Command(name, description) { path };
        var json = Flag.Switch("--json", "Write JSON, and nothing else.");
        if (further.Length == 0) part.Options.Add(json);
        foreach (var option in further) part.Options.Add(option);
        HelpWithExamples.AddTo(part, examples);
        part.SetAction(parsed =>
            run(SweepFolder.Of(parsed.GetRequiredValue(path)), further.Length == 0 && parsed.GetValue(json), parsed));
        return part;
    }

    static int Status(SweepFolder folder, bool json, CommandContext context)
    {
        var sweep = SweepCollection.Of(folder.Plan(), folder);
        var status = new SweepStatus(folder, sweep);
        if (json) context.Out.WriteLine(SettingsJson.Text(status.ToJson()));
        else foreach (var line in status.Lines()) Prose.Write(line, context.Screen.Value);
        return sweep.IsComplete ? ExitStatus.Done : ExitStatus.Failed;
    }

    static int Collect(SweepFolder folder, bool json, CommandContext context)
    {
        var sweep = SweepCollection.Of(folder.Plan(), folder);
        sweep.Write(folder);
        if (sweep.IsComplete) folder.ForgetStates();
        Show(folder, sweep, json, context);
        return ExitStatus.Done;
    }

    static int Events(SweepFolder folder, bool json, CommandContext context)
    {
        var sweep = SweepCollection.Of(folder.Plan(), folder);
        var (runs, path) = (SweepEvents.Write(folder, sweep), Path.Combine(folder.Path, SweepEvents.FolderName));
        context.Out.WriteLine(
            json ? SettingsJson.Text(SettingsJson.Of(new { Folder = path, Runs = runs }))
            : runs == 0 ? $"{folder.Path}: no run is finished yet; nothing was written"
            : $"{runs} of {sweep.Runs.DistinctBy(run => run.Id).Count()} runs are in {path}; see them by tensorboard --logdir " +
                path);
        return ExitStatus.Done;
    }

    /// <summary>The best points, what is missing, and where the files are.</summary>
    internal static void Show(SweepFolder folder, SweepCollection sweep, bool json, CommandContext context)
    {
        var status = new SweepStatus(folder, sweep);
        if (json)
        {
            context.Out.WriteLine(SettingsJson.Text(status.ToJson()));
            return;
        }
        var screen = context.Screen.Value;
        if (sweep.Ranked.Count > 0) screen.Write(BestTable.Of(sweep.Plan, sweep.Ranked, 10, [.. sweep.Failed]));
        if (BestTable.Noise(sweep.Plan, sweep.Ranked) is { } noise)
            Prose.Write($"{noise} {NoiseText.Meaning}", screen);
        foreach (var line in sweep.Notes.Concat(status.Lines())) Prose.Write(line, screen);
        Prose.Write(
            $"The table is {folder.Table}, the page " +
            $"{folder.Page}{(File.Exists(folder.Best) ? $", the best settings {folder.Best}" : "")}" +
            (sweep.OneStandardError is null ? "" : $", those within one standard error {folder.OneStandardError}"),
            screen);
    }

    static int Resubmit(SweepFolder folder, bool all, CommandContext context)
    {
        var plan = folder.Plan();
        var slurm =
            SlurmJobs.Find(folder)
            ?? throw new UserError(
                $"{folder.Path} was not submitted to Slurm; go on by torchreg sweep {folder.Path}, here or with --shard " +
                "or --slurm");
        var progress = SweepProgress.Of(plan, folder);
        var (rung, runs) = all ? (0, plan.FirstRuns()) : (progress.Rung, progress.Runs);
        var shards =
            slurm.Jobs.LastOrDefault(job => job.Rung == rung)?.Shards
            ?? throw new UserError(
                $"{folder.Path}: rung {rung + 1} was never submitted; go on by torchreg sweep {folder.Path} --slurm");
        var queued = SlurmTasks.Queued(slurm.Jobs);
        var waiting = slurm
            .Jobs.Where(job => job.Rung == rung)
            .SelectMany(job => job.Tasks.Where(task => queued.ContainsKey($"{job.Job}_{task}")))
            .ToHashSet();
        var missing = SweepUnit
            .Of(runs, plan.Together)
            .Where(unit => all || unit.Runs.Any(run => !progress.Results.IsFinal(run)))
            .Select(unit => unit.Index % shards)
            .Distinct()
            .Order()
            .Where(task => !waiting.Contains(task))
            .ToArray();
        if (missing.Length == 0)
            context.Out.WriteLine(
                waiting.Count > 0 ? $"{waiting.Count} tasks are still queued or run; nothing is " +
                    "submitted" : "nothing is missing");
        else Tell(SlurmJobs.Submit(folder, plan, slurm.Options, rung, missing), folder, context);
        return ExitStatus.Done;
    }

    internal static void Tell(IReadOnlyList<SlurmJob> jobs, SweepFolder folder, CommandContext context)
    {
        foreach (var job in jobs)
            context.Out.WriteLine(
                $"submitted job {job.Job}: tasks {SlurmJobs.Ranges(job.Tasks)} of " +
                $"{job.Shards}{(jobs.Count > 1 ? $" for rung {job.Rung + 1}" : "")}");
        context.Out.WriteLine(
            $"see torchreg sweep status {folder.Path}, and when it is done torchreg sweep collect {folder.Path}");
    }
}
