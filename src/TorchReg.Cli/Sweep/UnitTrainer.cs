using System.Diagnostics;
using System.Text.Json;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Sweep;

/// <summary>Trains a unit's runs, alone or together. The rows of the last unit are kept for the next.</summary>
sealed class UnitTrainer : IDisposable
{
    string? dataKey;
    string rows = "";
    RunData? data;

    /// <exception cref="OperationCanceledException">Nothing of the unit is kept.</exception>
    internal IReadOnlyList<SweepResult> Train(IReadOnlyList<PlannedRun> runs, CancellationToken cancellation) =>
        [.. Results(runs, cancellation).Select(result => result with { Rows = rows, Code = SweepBelonging.Code })];

    IReadOnlyList<SweepResult> Results(IReadOnlyList<PlannedRun> runs, CancellationToken cancellation)
    {
        try
        {
            Load(runs[0].Settings.Data);
            if (runs.Count > 1) return Together(runs, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && runs.Count > 1 && data != null)
        {
            // One run's settings may be unsound: alone, the others are not its victims.
        }
        catch (Exception failure) when (failure is not OperationCanceledException && data == null)
        {
            return [.. runs.Select(run => SweepResult.Failure(run.Id, RunState.Failed, failure.Message))];
        }
        return [.. runs.Select(run => Alone(run, cancellation))];
    }

    void Load(TrainDataSettings settings)
    {
        var key = JsonSerializer.Serialize(settings, SettingsJson.Options);
        if (key == dataKey) return;
        data?.Dispose();
        (data, dataKey) = (null, null);
        rows = SweepBelonging.Rows(settings.Source);
        data = RunRows.Load(settings);
        dataKey = key;
    }

    SweepResult Alone(PlannedRun run, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var scope = NewDisposeScope();
            var device = Prepare(run.Settings);
            using var rows = new RowsOnDevice(data!, device);
            using var one = new UnitMember(run, data!, device);
            var options = Options(run.Settings, rows.Validation);
            if (run.Checkpoints is { } states) options = options with { Checkpoints = Between(states, run.Settings) };
            var trainer = new Trainer(one.Model, one.Loss, one.Regularization, options);
            var epochs = new EpochCount();
            var history = Interruption.Listening(() =>
                trainer.Fit(rows.Train, RunParts.IsWatched(run.Settings) ? rows.Validation : null, epochs, cancellation));
            one.Refit(rows.Train, rows.Validation, cancellation);
            return one.Result(history, rows.Train, rows.Validation, rows.Test, watch.Elapsed, 1, epochs.Count);
        }
        // A state of a later rung, of other rows or versions, or of another process: the same numbers come from the start.
        catch (Exception foreign) when (run.Checkpoints is not null && foreign is InvalidDataException or IOException)
        {
            return Alone(run with { Checkpoints = null }, cancellation);
        }
        catch (DivergenceException diverged)
        {
            return SweepResult.Failure(run.Id, RunState.Diverged, diverged.Message, watch.Elapsed.TotalSeconds);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return SweepResult.Failure(run.Id, RunState.Failed, failure.Message, watch.Elapsed.TotalSeconds);
        }
    }

    static Training.Checkpoints Between(string folder, TrainSettings run) => new(folder)
    {
        Keep = 1,
        Resume = true,
        AtEnd = true,
        BelongTo = RunProvenance.Settings(run),
    };

    sealed class EpochCount : IProgress<EpochRecord>
    {
        internal int Count { get; private set; }

        public void Report(EpochRecord value) => Count++;
    }

    IReadOnlyList<SweepResult> Together(IReadOnlyList<PlannedRun> runs, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var members = new List<UnitMember>();
        try
        {
            var device = Prepare(runs[0].Settings);
            using var rows = new RowsOnDevice(data!, device);
            var models = runs.Select(run => RunModel.Create(run.Settings, data!.Encoding, device)).ToArray();
            using var stack = new ModelStack(models);
            // The stack made the parameters anew: penalties are placed on those.
            foreach (var (run, model) in runs.Zip(models)) members.Add(new(run, data!, device, model));
            var trainer = new StackTrainer(
                stack,
                members[0].Loss,
                [
                    .. members.Select(member => new StackMember(
                        member.Regularization,
                        Options(member.Run.Settings, rows.Validation)))
                ]);
            var isWatched = runs.Any(run => RunParts.IsWatched(run.Settings));
            var histories = Interruption.Listening(() =>
                trainer.Fit(rows.Train, isWatched ? rows.Validation : null, null, cancellation));
            // Time of the training by equal shares; each is then judged alone.
            return
            [
                .. members.Zip(
                    histories,
                    (member, ended) =>
                        ended.History == null
                            ? SweepResult.Failure(
                                member.Run.Id,
                                RunState.Diverged,
                                ended.Divergence!.Message,
                                watch.Elapsed.TotalSeconds / runs.Count,
                                runs.Count)
                            : member.Result(
                                ended.History,
                                rows.Train,
                                rows.Validation,
                                rows.Test,
                                watch.Elapsed / runs.Count,
                                runs.Count))
            ];
        }
        finally
        {
            foreach (var member in members) member.Dispose();
        }
    }

    // Processes share the cores here, not an operation's threads; a number that is given stays, as it is part of what gives the
    // bits.
    static Device Prepare(TrainSettings run) =>
        ComputeDevice.Prepare(run.Training with { Threads = Math.Max(1, run.Training.Threads) }, 1);

    // Ledgers of epochs cost a pass over the rows, and only what is watched needs them.
    static TrainingOptions Options(TrainSettings run, Dataset? validation) =>
        RunParts.Options(run) with { EvaluateTraining = RunParts.IsWatched(run) && validation == null };

    public void Dispose() => data?.Dispose();
}
