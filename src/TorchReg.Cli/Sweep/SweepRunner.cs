using System.Collections.Concurrent;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep;

/// <summary>Where a sweep stands, rung by rung.</summary>
/// <param name="Rung">The first that is not complete, or the last.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Results">All results.</param>
sealed record SweepProgress(int Rung, IReadOnlyList<PlannedRun> Runs, ResultFiles Results)
{
    internal bool IsComplete => Runs.All(Results.IsFinal);

    internal static SweepProgress Of(SweepPlan plan, SweepFolder folder)
    {
        var results = ResultFiles.Read(folder.Results);
        var runs = plan.FirstRuns();
        for (var rung = 0; ; rung++)
        {
            if (rung == plan.Rungs - 1 || !runs.All(results.IsFinal)) return new(rung, runs, results);
            runs = plan.Runs(rung + 1, Ranking.Best(plan, runs, results, plan.PointsIn(rung + 1)));
        }
    }
}

/// <summary>Runs what is missing of a sweep, or of a shard of it, in this process or in several.</summary>
sealed class SweepRunner(SweepPlan plan, SweepFolder folder, Shard shard, int workers, SweepScreen screen)
{
    /// <summary>Whether all runs that it could do are done; those of a later rung wait for other shards.</summary>
    internal bool Run(CancellationToken cancellation)
    {
        using var writer = new ResultWriter(folder, shard.Label);
        for (var lastRung = -1; ;)
        {
            var progress = SweepProgress.Of(plan, folder);
            var units = SweepUnit.Of(progress.Runs, plan.Together).Where(shard.Has).ToArray();
            var missing = units.Select(unit => unit.Rest(progress.Results)).OfType<SweepUnit>().Select(WithStates).ToArray();
            if (missing.Length == 0 || progress.Rung == lastRung) return missing.Length == 0;
            screen.Begin(plan, progress, units.Sum(unit => unit.Runs.Count), missing.Sum(unit => unit.Runs.Count));
            Train(missing, writer, cancellation);
            lastRung = progress.Rung;
        }
    }

    SweepUnit WithStates(SweepUnit unit) => !plan.GoesOn ? unit : unit with
    {
        Runs = [.. unit.Runs.Select(run => run with { Checkpoints = Path.GetFullPath(folder.Checkpoints(plan.Lineage(run))) })],
    };

    void Train(SweepUnit[] units, ResultWriter writer, CancellationToken cancellation)
    {
        void Take(SweepUnit unit, IReadOnlyList<SweepResult> told)
        {
            SweepResult[] results = [.. told.Select(result => result with { Company = unit.Runs[0].Company })];
            lock (writer) writer.Add(results);
            screen.Take(results);
        }

        if (workers == 1 || units.Length == 1) Here(units, Take, cancellation);
        else Interruption.Listening(() => { InProcesses(units, Take, cancellation); return true; });
    }

    static void Here(SweepUnit[] units, Action<SweepUnit, IReadOnlyList<SweepResult>> take, CancellationToken cancellation)
    {
        using var trainer = new UnitTrainer();
        foreach (var unit in units)
        {
            cancellation.ThrowIfCancellationRequested();
            take(unit, trainer.Train(unit.Runs, cancellation));
        }
    }

    void InProcesses(SweepUnit[] units, Action<SweepUnit, IReadOnlyList<SweepResult>> take, CancellationToken cancellation)
    {
        var queue = new ConcurrentQueue<SweepUnit>(units);
        var threads = Enumerable
            .Range(0, Math.Min(workers, units.Length))
            .Select(_ =>
                Task.Factory.StartNew(
                    () => Serve(queue, take, cancellation),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default))
            .ToArray();
        try { Task.WaitAll(threads, CancellationToken.None); }
        catch (AggregateException all)
            when (all.InnerExceptions.FirstOrDefault(e => e is OperationCanceledException) is { } interrupted)
        {
            throw new OperationCanceledException(interrupted.Message, interrupted);
        }
    }

    static void Serve(
        ConcurrentQueue<SweepUnit> queue,
        Action<SweepUnit, IReadOnlyList<SweepResult>> take,
        CancellationToken cancellation)
    {
        WorkerProcess? worker = null;
        try
        {
            while (!cancellation.IsCancellationRequested && queue.TryDequeue(out var unit))
            {
                worker ??= new(cancellation);
                var (results, isAlive) = worker.Train(unit.Runs, cancellation);
                take(unit, results);
                if (isAlive) continue;
                worker.Dispose();
                worker = null;
            }
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            worker?.Dispose();
        }
    }

    /// <summary>
    /// As many processes as there are cores for, with the threads of one run each; a Slurm task has the cores that it was given.
    /// </summary>
    internal static int Workers(SweepPlan plan, IReadOnlyDictionary<string, string> environment)
    {
        if (plan.Config.Settings.Workers > 0) return plan.Config.Settings.Workers;
        var cores =
            environment.TryGetValue("SLURM_CPUS_PER_TASK", out var given)
            && NumberText.TryRead(given, System.Globalization.NumberStyles.None, out var count)
            && count > 0
                ? count
            : environment.ContainsKey("SLURM_JOB_ID") ? 1
            : Environment.ProcessorCount;
        // One process after the other on a graphics card: it is the card that is shared.
        return plan.Config.Base.Values.Training.Device == "cpu"
            ? Math.Max(1, cores / Math.Max(1, plan.Config.Base.Values.Training.Threads))
            : 1;
    }
}
