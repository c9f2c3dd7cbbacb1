using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;
using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Sweep;

/// <summary>Runs a sweep, or its shard, submits it to Slurm, or says how large it is.</summary>
static class SweepAction
{
    internal static int Run(SettingWords words, SweepFlags flags, CommandContext context, CancellationToken cancellation)
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

    static (SweepConfig Config, string Folder) Config(SettingWords words, SweepFlags flags, CommandContext context)
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

    static (SweepFolder, SweepPlan) Open(SettingWords words, SweepFlags flags, CommandContext context)
    {
        var (config, path) = Config(words, flags, context);
        var plan = new SweepPlan(config);
        if (!SweepFolder.IsOne(path)) ExpectRows(plan);
        return (
            SweepFolder.IsOne(path) && SweepFolder.Of(path) is var there && there.Config == config.Origin
                ? there
                : SweepFolder.Begin(path, config),
            plan);
    }

    // Rows that no run can read are bad input, and not a failure of each run; where they are varied, each has its own.
    static void ExpectRows(SweepPlan plan)
    {
        if (plan.Config.Variations.Any(varied => varied.Key.StartsWith("data.", StringComparison.Ordinal))) return;
        var data = plan.Points[0].Settings.Data;
        if (File.Exists(data.Source) || DataSource.All.All(known => known.Name != data.Source)) RunRows.Load(data).Dispose();
    }

    static int Dry(SweepPlan plan, CommandContext context)
    {
        for (var rung = 0; rung < plan.Rungs; rung++)
        {
            var runs = plan.Runs(rung, Enumerable.Range(0, plan.PointsIn(rung)));
            var units = SweepUnit.Of(runs, plan.Together);
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
            if (sweep.IsComplete) folder.ForgetStates();
            SweepParts.Show(folder, sweep, isJson, context);
            return sweep.IsComplete ? ExitStatus.Done : ExitStatus.Failed;
        }
        var failed = sweep
            .Rungs.SelectMany(runs => SweepUnit.Of(runs, plan.Together))
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
