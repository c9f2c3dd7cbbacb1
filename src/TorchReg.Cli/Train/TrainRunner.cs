using System.Diagnostics;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Train;

/// <summary>
/// Trains a run, from the start or from its last checkpoint, and fills its folder. Data and model are made before the folder is
/// touched.
/// </summary>
sealed class TrainRunner : IDisposable
{
    readonly TrainSettings settings;
    readonly Device device;
    readonly RunData data;
    readonly nn.Module<Tensor, Tensor> model;
    Regularization? regularization;
    readonly Loss loss;

    internal TrainRunner(TrainSettings settings)
    {
        this.settings = settings = settings with { Data = settings.Data with { Source = Rooted(settings.Data.Source) } };
        data = RunRows.Load(settings.Data);
        this.settings = settings = settings with { Loss = RunParts.Weighed(settings.Loss, data) };
        device = ComputeDevice.Prepare(settings.Training, RunModel.Weights(settings.Model, data.Encoding));
        model = RunModel.Create(settings, data.Encoding, device);
        loss = RunParts.Loss(settings.Loss, data.Encoding.Classes != null);
        regularization = RunPenalties.Create(settings.Penalties, model);
    }

    /// <param name="folder">The run's.</param>
    /// <param name="going">Where it begins.</param>
    /// <param name="hasEvents">Whether it is written for TensorBoard; what went on with one does so anyway.</param>
    /// <param name="screen">Where it tells how it gets on.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    internal RunMetrics Run(
        RunFolder folder, Going going, bool hasEvents, ITrainScreen screen, CancellationToken cancellation)
    {
        var (train, validation) = (data.Train.To(device), data.Validation?.To(device));
        CheckRows(train, "training");
        if (validation != null) CheckRows(validation, "validation");
        var beginning = new RunBeginning(settings, data, model);
        if (going == Going.Anew) beginning.Write(folder);
        else beginning.GoOn(folder, going == Going.OnByForce, screen);
        screen.Begin(data, settings);
        var isFirst = true;
        var writer = new HistoryWriter(folder, screen);
        using var events = hasEvents || folder.HasEvents ? new RunEvents(folder, settings, model, writer) : null;
        var options = RunParts.Options(settings) with
        {
            AfterStep = _ => { if (isFirst) screen.FirstStep(SinceStart()); isFirst = false; },
            Checkpoints = new(folder.Checkpoints())
            {
                EverySteps = settings.Checkpoints.EverySteps,
                Every = TimeSpan.FromSeconds(settings.Checkpoints.EverySeconds),
                Keep = settings.Checkpoints.Keep,
                Resume = going != Going.Anew,
                BelongTo = RunProvenance.Settings(settings),
                Force = going == Going.OnByForce,
                OnNotice = screen.Notice,
                // A refit that is interrupted begins anew, the training before it does not.
                AtEnd = settings is { Refit: > 0, Averaging.Kind: AveragingKind.None },
            },
        };
        var history = Interruption.Listening(() =>
            Trained(options, train, validation, (IProgress<EpochRecord>?)events ?? writer, cancellation));
        RunRefit.Fit(settings, model, loss, ref regularization, train, validation, cancellation);
        var metrics = Finish(folder, history, train, validation);
        events?.End(metrics);
        return metrics;
    }

    // Columns of a thousand times the others' size are the usual reason.
    History Trained(
        TrainingOptions options,
        Data.Dataset train,
        Data.Dataset? validation,
        IProgress<EpochRecord> progress,
        CancellationToken cancellation)
    {
        try
        {
            return new Trainer(model, loss, regularization, options).Fit(train, validation, progress, cancellation);
        }
        catch (DivergenceException diverged) when (!settings.Data.Standardize && File.Exists(settings.Data.Source))
        {
            throw new DivergenceException(
                $"{diverged.Message} The columns of {settings.Data.Source} are as they stand there: give " +
                "--data.standardize=true.");
        }
    }

    // Before anything is written: rows that don't fit the loss are bad input.
    void CheckRows(Data.Dataset rows, string whose)
    {
        try
        {
            RowChecks.Check(model, loss, rows, whose);
        }
        catch (ArgumentException unfit)
        {
            throw new UserError($"data.source {settings.Data.Source}: {ArgumentText.Of(unfit)}", unfit);
        }
    }

    RunMetrics Finish(RunFolder folder, History history, Data.Dataset train, Data.Dataset? validation)
    {
        folder.Write(RunFiles.HistoryName, HistoryCsv.Of(history.Epochs));
        using var onHost = NewDisposeScope();
        var notes = new Dictionary<string, string>
        {
            ["format"] = "pt",
            [RunModel.BelongsTo] = new Provenance(JsonFile.Read<RunManifest>(folder.Files.Manifest).BelongsTo).Digest
        };
        folder.Write(RunFiles.ModelName, stream => ModelFile.Save(model, stream, metadata: notes));
        folder.Write(RunFiles.TorchSharpModelName, stream => ModelFile.Save(model, stream, asDat: true));
        var metrics = RunMetrics.Of(history, model, loss, regularization, train, validation, data.Test.To(device)) with
        {
            RefitEpochs = settings.Refit
        };
        // The optimizer's own decay is a penalty that no rule names; nor are zeros that a refit holds a rule's.
        if (settings is { Optimizer.WeightDecay: 0, Refit: 0 }) metrics = metrics.WithOptimum(model, loss, regularization, train);
        folder.Write(RunFiles.MetricsName, SettingsJson.Text(SettingsJson.Of(metrics)));
        return metrics;
    }

    // A run may be gone on with from another folder.
    static string Rooted(string source) => File.Exists(source) || Directory.Exists(source) ? Path.GetFullPath(source) : source;

    static TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return DateTime.Now - process.StartTime;
    }

    public void Dispose()
    {
        regularization?.Dispose();
        model.Dispose();
        data.Dispose();
    }
}
