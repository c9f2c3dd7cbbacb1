using Microsoft.Extensions.Logging;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Minimises loss(model(x), y) + penalties(w) over batches, and keeps a ledger of what each part came to. Same seed, same
/// numbers, bit for bit, on the same machine and thread count; with
/// <see cref="TrainingOptions.Deterministic"/> whatever the number of cores.
/// </summary>
/// <param name="model">The model, trained in place.</param>
/// <param name="loss">The data loss.</param>
/// <param name="regularization">The penalties on that model; none where null.</param>
/// <param name="options">How to train.</param>
/// <param name="logger">
/// Told of the beginning, every epoch and the end (information), of a cancelled training (warning) and of one that diverged
/// (error), where given.
/// </param>
public sealed class Trainer(
    nn.Module<Tensor, Tensor> model,
    Loss loss,
    Regularization? regularization = null,
    TrainingOptions? options = null,
    ILogger? logger = null)
{
    readonly TrainingOptions options = (options ?? new TrainingOptions()).Checked();
    readonly Objective objective = PrecisionChoice.Objective(model, loss, regularization, options ?? new());

    /// <summary>
    /// Trains on rows in memory; a new order every epoch, the same for the same seed. A batch's memory serves the next batch: a
    /// model that keeps its input clones it.
    /// </summary>
    /// <param name="data">
    /// The training rows, on the model's device; rows of a file are sent there batch by batch, the next one fetched meanwhile.
    /// </param>
    /// <param name="validation">
    /// Rows to watch; where null, <see cref="TrainingOptions.ValidationFraction"/> of the training rows.
    /// </param>
    /// <param name="progress">Told of every finished epoch.</param>
    /// <param name="cancellation">Ends training between two batches.</param>
    /// <exception cref="InvalidDataException">
    /// A feature or target is not finite; the message names its row and column. Asked once, of all rows, before training.
    /// </exception>
    /// <exception cref="ArgumentException">Rows do not fit the model, or targets the loss.</exception>
    /// <exception cref="DivergenceException">A loss, a penalty or a gradient became infinite or no number.</exception>
    public History Fit(
        Dataset data,
        Dataset? validation = null,
        IProgress<EpochRecord>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (validation != null || options.ValidationFraction == 0) return FitRows(data, validation, progress, cancellation);
        var (train, held) = data.Split(1 - options.ValidationFraction, (ulong)options.Seed);
        using (train)
        using (held)
            return FitRows(train, held, progress, cancellation);
    }

    History FitRows(Dataset data, Dataset? validation, IProgress<EpochRecord>? progress, CancellationToken cancellation)
    {
        RowChecks.Check(model, loss, data, "training");
        if (validation != null) RowChecks.Check(model, loss, validation, "validation");
        using var batches = new ShuffledBatches(data, options, Predictions.DeviceOf(model));
        var meanWeight = options.MeanWeight ?? loss.MeanWeight(data.Targets, data.Weights);
        return Run(_ => batches, batches, meanWeight, options.EvaluateTraining ? data : null, validation, progress, cancellation);
    }

    /// <summary>
    /// Trains on any stream of batches, which is asked for anew every epoch (1, 2, …). The caller's batches are disposed after
    /// use. A training that goes on from a checkpoint passes over the batches that were done, so a stream must give an epoch's
    /// batches again.
    /// </summary>
    /// <param name="batches">The batches of an epoch.</param>
    /// <param name="validation">Rows to watch; none where null.</param>
    /// <param name="progress">Told of every finished epoch.</param>
    /// <param name="cancellation">Ends training between two batches.</param>
    public History FitBatches(
        Func<int, IEnumerable<Dataset>> batches,
        Dataset? validation = null,
        IProgress<EpochRecord>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        if (validation != null) RowChecks.Check(model, loss, validation, "validation");
        return Run(batches, null, options.MeanWeight, null, validation, progress, cancellation);
    }

    History Run(
        Func<int, IEnumerable<Dataset>> batches,
        ShuffledBatches? shuffled,
        double? meanWeight,
        Dataset? training,
        Dataset? validation,
        IProgress<EpochRecord>? progress,
        CancellationToken cancellation)
    {
        PrecisionChoice.ExpectProducts(options.Precision, model.parameters().FirstOrDefault()?.device ?? CPU);
        using var threads = options.Deterministic ? new OneThread() : null;
        var provenance =
            options.Checkpoints == null
                ? null
                : TrainingProvenance.Of(model, loss, regularization, options, shuffled?.Data, validation);
        using var run = new TrainingRun(model, loss, objective, regularization, options, shuffled, meanWeight, provenance);
        if (logger != null) TrainerLog.Begin(logger, run.FirstEpoch, options.Epochs, loss.Name, objective.Kind);
        for (var epoch = run.FirstEpoch; epoch <= options.Epochs && run.StoppedEarly == null; epoch++)
        {
            Epoch(run, epoch, batches(epoch), training, validation, cancellation);
            progress?.Report(run.Records[^1]);
            run.AfterEpoch(epoch, cancellation);
        }
        var history = run.Finish();
        if (logger != null)
            TrainerLog.End(
                logger, history.Epochs.Count, run.Steps, history.RestoredEpoch, history.StopReason ?? "all epochs were trained");
        return history;
    }

    void Epoch(
        TrainingRun run, int epoch, IEnumerable<Dataset> batches, Dataset? training, Dataset? validation,
        CancellationToken cancellation)
    {
        var before = run.Steps;
        try
        {
            run.Epoch(epoch, batches, training, validation, cancellation);
        }
        catch (Exception ended) when (logger != null && ended is (DivergenceException or OperationCanceledException))
        {
            if (ended is DivergenceException divergence) TrainerLog.Diverged(logger!, epoch, divergence);
            else TrainerLog.Cancelled(logger!, epoch, run.Steps);
            throw;
        }
        var record = run.Records[^1];
        if (logger != null)
            TrainerLog.Epoch(logger, epoch, record.Watched, record.LearningRate, record.Elapsed.TotalSeconds);
        TrainingMeters.Measure(record, run.Steps - before);
    }
}
