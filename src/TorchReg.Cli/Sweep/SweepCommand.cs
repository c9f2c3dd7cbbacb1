using System.CommandLine;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Sweep;

/// <summary>torchreg sweep: many runs from one file, on this machine, as a shard, or as a job array of Slurm.</summary>
static class SweepCommand
{
    const string Examples = """
        CONFIG has a base (a run's settings, or the path of their file) and vary: keys with lists, with ranges { "from", "to", "count",
        "scale" } or with { "distribution", … }; strategy is grid, random or halving, folds and seeds repeat every point, judge says what
        is best. Settings behind CONFIG override the base's. Each run has an id from its settings: what has a result is not run again,
        so the same command goes on after Ctrl-C or a kill, and a changed file runs only what is new, and models that share batches with it. The sweep's folder can be given
        instead of CONFIG.

        With --shard i/n a process takes every n-th part of the work; any number may write to one shared folder at once, be killed or
        run twice. --slurm submits such tasks as a job array; status, collect and resubmit do the rest. The folder then holds table.csv,
        table.json, times.csv, best.json, which torchreg train takes, and sweep.html.

        Examples:
          torchreg sweep configs/digits-softmax-sweep.json
          torchreg sweep configs/digits-softmax-sweep.json --to sweeps/long --training.epochs=50
          torchreg sweep sweeps/long --shard 3/10
          torchreg sweep configs/digits-softmax-sweep.json --slurm --array-size 50 --partition main --time 30
          torchreg sweep status sweeps/long
          torchreg train sweeps/long/best.json
        """;

    sealed record Flags(
        string? To,
        string? Shard,
        int? Workers,
        bool IsSlurm,
        SlurmOptions Slurm,
        bool IsForced,
        bool IsDry,
        bool IsJson);

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var words = new Argument<string[]>("CONFIG|SWEEP|--key=value")
        {
            Description = "A JSON file, or a sweep's folder; and settings that override the base's.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var data = new Option<string?>("--data")
        {
            Description = "The same as --data.source=…, for the base.",
            HelpName = "SOURCE"
        };
        var to = new Option<string?>("--to")
        {
            Description = "The sweep's folder, new or to go on with. Default: sweeps/NAME of CONFIG.",
            HelpName = "SWEEP"
        };
        var shard = new Option<string?>("--shard")
        {
            Description = "Only the i-th of n parts, i from 0; no table is written.",
            HelpName = "i/n"
        };
        var workers = new Option<int?>("--workers")
        {
            Description = "Processes that train at once. Default: as many as there are cores for.",
            HelpName = "N"
        };
        var slurm = new Option<bool>("--slurm") { Description = "Submit a job array by sbatch instead of running here." };
        var tasks = new Option<int>("--array-size")
        {
            Description =
                $"Tasks of the array. Default: {SlurmOptions.UsualTasks}, or one for each part of the work where those " +
                "are fewer.",
            HelpName = "N",
            DefaultValueFactory = _ => SlurmOptions.UsualTasks
        };
        var partition = new Option<string?>("--partition") { Description = "sbatch's --partition.", HelpName = "NAME" };
        var time = new Option<string?>("--time") { Description = "sbatch's --time, of a task.", HelpName = "LIMIT" };
        var cores = new Option<int>("--cpus-per-task")
        {
            Description = "sbatch's --cpus-per-task: as many processes train in a task. Default: 1.",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        var memory = new Option<string?>("--mem") { Description = "sbatch's --mem, of a task.", HelpName = "SIZE" };
        var further = new Option<string[]>("--sbatch")
        {
            Description = "A further flag for sbatch, as --sbatch=--account=lab; may stand several times.",
            HelpName = "FLAG"
        };
        var force = new Option<bool>("--force")
        {
            Description = "Go on although results in the folder are of other rows or another version; forced.txt says so."
        };
        var dry = new Option<bool>("--dry-run") { Description = "Say how many runs there would be, and run none." };
        var json = new Option<bool>("--json") { Description = "Write the status as JSON, and nothing else." };
        var worker = new Option<bool>("--worker") { Hidden = true };
        foreach (var option in new Option[] { tasks, partition, time, cores, memory }) option.Arity = ArgumentArity.ExactlyOne;
        var sweep = new Command(
            "sweep",
            "Run many settings from one file: grid, random or halving; here, in shards, or on Slurm.")
            { words, data, to, shard, workers, slurm, tasks, partition, time, cores, memory, further, force, dry, json, worker };
        foreach (var part in SweepParts.Create(context)) sweep.Subcommands.Add(part);
        HelpWithExamples.AddTo(sweep, Examples);
        sweep.SetAction(parsed =>
            parsed.GetValue(worker)
                ? SweepWorker.Run(context.In, context.Out, cancellation)
                : Run(
                    new(parsed.GetValue(words) ?? [], parsed.GetValue(data), sweep),
                    new(
                        parsed.GetValue(to),
                        parsed.GetValue(shard),
                        parsed.GetValue(workers),
                        parsed.GetValue(slurm),
                        Asked(
                            parsed.GetValue(tasks),
                            parsed.GetValue(partition),
                            parsed.GetValue(time),
                            parsed.GetValue(cores),
                            parsed.GetValue(memory),
                            parsed.GetValue(further) ?? []),
                        parsed.GetValue(force),
                        parsed.GetValue(dry),
                        parsed.GetValue(json)),
                    context,
                    cancellation));
        return sweep;
    }

    static SlurmOptions Asked(int tasks, string? partition, string? time, int cores, string? memory, string[] further)
    {
        if (tasks is < 1 or > 1_000_000) throw new UserError($"--array-size is {tasks}; it must be from 1 to 1000000");
        if (cores is < 1 or > 100_000) throw new UserError($"--cpus-per-task is {cores}; it must be from 1 to 100000");
        string? Word(string name, string? value) => value == null ? null : SlurmJobs.Checked(name, value);
        return new(
            tasks,
            Word("--partition", partition),
            Word("--time", time),
            cores,
            Word("--mem", memory),
            [.. further.Select(flag => SlurmJobs.Checked("--sbatch", flag))]);
    }

    static int Run(SettingWords words, Flags flags, CommandContext context, CancellationToken cancellation)
    {
        if (flags.IsSlurm && flags.Shard != null) throw new UserError("--slurm gives each task its shard; leave out --shard");
        if (flags.Workers is < 1) throw new UserError($"--workers is {flags.Workers}; it must be 1 or more");
        var shard = flags.Shard == null ? Shard.Whole : Shard.Parse(flags.Shard);
        var (folder, plan) = flags.IsDry
            ? (null!, new SweepPlan(Config(words, flags, context).Config))
            : Open(words, flags, context);
        if (flags.IsDry) return Dry(plan, context);
        SweepBelonging.Check(folder, SweepCollection.Of(plan, folder), flags.IsForced);
        if (flags.IsSlurm) return Submit(folder, plan, flags.Slurm, context);
        var screen = new SweepScreen(flags.IsJson ? Screens.Plain(TextWriter.Null) : context.Screen.Value);
        var runner = new SweepRunner(
            plan,
            folder,
            shard,
            flags.Workers ?? SweepRunner.Workers(plan, context.Environment),
            screen);
        Interruption.GoOn = $"; the same command goes on, or torchreg sweep {folder.Path}";
        try
        {
            screen.Show(() => runner.Run(cancellation));
        }
        catch (OperationCanceledException interrupted)
        {
            throw new OperationCanceledException(
                $"interrupted; the same command goes on, or torchreg sweep {folder.Path}",
                interrupted);
        }
        return End(folder, plan, shard, flags.IsJson, context);
    }

    static (SweepConfig Config, string Folder) Config(SettingWords words, Flags flags, CommandContext context)
    {
        if (words.Files.FirstOrDefault() is { } path && Directory.Exists(path))
        {
            if (words.Words.Count > 1 || words.Data != null || flags.To != null)
                throw new UserError(
                    $"{path} is a sweep's folder with its own settings; leave out " +
                    $"{words.Words.Skip(1).FirstOrDefault() ?? (flags.To != null ? "--to" : "--data")}, or give CONFIG");
            return (SweepConfig.LoadResolved(SweepFolder.Of(path).Config), path);
        }
        var config = SweepConfig.Load(words, context.Environment);
        if (flags.To != null && string.IsNullOrWhiteSpace(flags.To))
            throw new UserError("--to is empty; name the sweep's folder");
        return (config, flags.To ?? Path.Combine("sweeps", config.Name));
    }

    static (SweepFolder, SweepPlan) Open(SettingWords words, Flags flags, CommandContext context)
    {
        var (config, path) = Config(words, flags, context);
        var plan = new SweepPlan(config);
        return (
            SweepFolder.IsOne(path) && SweepFolder.Of(path) is var there && there.Config == config.Origin
                ? there
                : SweepFolder.Begin(path, config),
            plan);
    }

    static int Dry(SweepPlan plan, CommandContext context)
    {
        for (var rung = 0; rung < plan.Rungs; rung++)
        {
            var runs = plan.Runs(rung, Enumerable.Range(0, plan.PointsIn(rung)));
            var units = SweepUnit.Of(runs, plan.Config.Settings.Together);
            context.Out.WriteLine(
                FormattableString.Invariant(
                    $"{(plan.Rungs > 1 ? $"rung {rung + 1}: " : "")}{plan.PointsIn(rung):N0} points, {runs.Count:N0} runs of ") +
                    FormattableString.Invariant($"{runs.Max(run => run.Settings.Training.Epochs):N0} epochs in ") +
                        FormattableString.Invariant(
                            $"{units.Count:N0} parts, of up to {units.Max(unit => unit.Runs.Count):N0} ") +
                            "models together");
        }
        return ExitStatus.Done;
    }

    static int Submit(SweepFolder folder, SweepPlan plan, SlurmOptions options, CommandContext context)
    {
        var progress = SweepProgress.Of(plan, folder);
        if (progress.IsComplete) context.Out.WriteLine("all runs have their results; nothing is submitted");
        else SweepParts.Tell(SlurmJobs.Submit(folder, plan, options, progress.Rung), folder, context);
        return ExitStatus.Done;
    }

    static int End(SweepFolder folder, SweepPlan plan, Shard shard, bool isJson, CommandContext context)
    {
        var sweep = SweepCollection.Of(plan, folder);
        if (shard == Shard.Whole)
        {
            sweep.Write(folder);
            SweepParts.Show(folder, sweep, isJson, context);
            return sweep.IsComplete ? ExitStatus.Done : ExitStatus.Failed;
        }
        var failed = sweep
            .Rungs.SelectMany(runs => SweepUnit.Of(runs, plan.Config.Settings.Together))
            .Where(shard.Has)
            .SelectMany(unit => unit.Runs)
            .Where(run => !sweep.Results.IsFinal(run))
            .ToArray();
        if (!isJson)
            Prose.Write(
                failed.Length > 0
                        ? $"shard {shard}: {failed.Length} runs failed, the first: " +
                            $"{sweep.Results.ByKey.GetValueOrDefault(failed[0].Key)?.Reason}"
                    : sweep.IsComplete ? $"shard {shard} is done, and all others are: torchreg sweep collect {folder.Path}"
                    : $"shard {shard} is done",
                context.Screen.Value);
        return failed.Length > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }
}
