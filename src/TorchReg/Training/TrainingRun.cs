using System.Diagnostics;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The state of one training: optimizer, averages, best weights, what is watched.</summary>
sealed partial class TrainingRun : IDisposable
{
    readonly nn.Module<Tensor, Tensor> model;
    readonly Loss loss;
    readonly Objective objective;
    readonly Regularization? regularization;
    readonly TrainingOptions options;
    readonly optim.Optimizer optimizer;
    readonly Parameter[] parameters;
    readonly AveragedWeights? averages;
    readonly EarlyStop? stop;
    readonly LearningRates rates;
    readonly ShuffledBatches? shuffled;
    readonly double? meanWeight;
    readonly Divergence divergence;

    internal TrainingRun(
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        Objective objective,
        Regularization? regularization,
        TrainingOptions options,
        ShuffledBatches? shuffled,
        double? meanWeight,
        Provenance? provenance = null)
    {
        (this.shuffled, this.meanWeight) = (shuffled, meanWeight);
        (this.model, this.loss, this.objective) = (model, loss, objective);
        (this.regularization, this.options) = (regularization, options);
        objective.Scale?.Begin();
        parameters = [.. model.parameters().Where(p => p.requires_grad)];
        optimizer = OptimizerChoice.Make(model, parameters, options);
        rates = new(optimizer, options);
        divergence = new(model, regularization, rates.Largest);
        var clipping = OptimizerChoice.Clipping(options, optimizer);
        regularization?.ExpectOf(model);
        regularization?.BeginTraining(optimizer, clipping);
        averages = options.Averaging is { } averaging
            ? new AveragedWeights(averaging, model, KeepsZeros, () => regularization?.ProjectOntoConstraints())
            : null;
        stop = options.EarlyStopping is { } early ? new(early, model) : null;
        if (options.Checkpoints == null) return;
        try
        {
            GoOn(options.Checkpoints, new([.. provenance!.Values, .. OptimizerProvenance.Of(optimizer)]));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal optim.Optimizer Optimizer => optimizer;

    /// <summary>Of early stopping; null without.</summary>
    internal BestWeights? Best => stop?.Best;

    internal List<EpochRecord> Records { get; } = [];
    internal string? StoppedEarly { get; private set; }

    /// <summary>Optimizer steps done.</summary>
    internal long Steps { get; private set; }

    /// <summary>The epoch to begin with: 1, or where a checkpoint left off.</summary>
    internal int FirstEpoch { get; private set; } = 1;

    /// <summary>Batches of the first epoch that a checkpoint has behind it.</summary>
    internal long SkippedBatches { get; private set; }

    internal void Epoch(
        int epoch,
        IEnumerable<Dataset> batches,
        Dataset? training,
        Dataset? validation,
        CancellationToken cancellation)
    {
        var skipped = epoch == FirstEpoch ? SkippedBatches : 0;
        var pass = Begin(epoch, skipped);
        if (shuffled == null && epoch == FirstEpoch) batches = BatchStream.FirstChecked(model, loss, batches);
        if (shuffled == null && skipped > 0) batches = BatchStream.Rest(batches, skipped);
        pass.Steps.Run(
            batches,
            ownsBatches: shuffled == null,
            (batch, isLast) => AfterStep(epoch, skipped + batch, isLast, cancellation),
            cancellation);
        End(pass, training, validation);
    }

    /// <summary>An epoch's start; its steps are then taken one by one.</summary>
    internal EpochPass Begin(int epoch, long skippedBatches = 0)
    {
        var (watch, rate) = (Stopwatch.StartNew(), rates.Set(epoch));
        model.train();
        return new(
            epoch,
            new(
                objective, loss, regularization, options, meanWeight, parameters, optimizer, averages, divergence, epoch,
                skippedBatches / options.AccumulateBatches),
            rate,
            watch);
    }

    /// <summary>An epoch's end: its record.</summary>
    internal void End(EpochPass pass, Dataset? training, Dataset? validation)
    {
        divergence.CheckWeights(pass.Epoch);
        averages?.AfterEpoch(pass.Epoch);
        averages?.Show();
        try { Record(pass, training, validation); }
        finally { if (!IsLast(pass.Epoch)) averages?.Hide(); }
    }

    /// <summary>An epoch's end after steps that were taken with those of other models.</summary>
    internal void End(EpochPass pass, StackedEpoch ended, Func<Ledger?> training, Func<Ledger?> validation)
    {
        if (!double.IsFinite(ended.Loss)) throw divergence.OfStep(pass.Epoch, ended.Steps + 1, ended.Loss);
        if (!ended.AreWeightsFinite) divergence.CheckWeights(pass.Epoch);
        Keep(pass.Record(training(), validation(), ended.GradientRatio, divergence));
    }

    // Proximal steps and constraints make exact zeros.
    bool KeepsZeros(Parameter parameter) => regularization?.Placed.Any(p =>
        p.Rule.Mode == PenaltyMode.Proximal && p.Target.Parameter.Handle == parameter.Handle) == true;

    bool IsLast(int epoch) => epoch == options.Epochs || StoppedEarly != null;

    void Record(EpochPass pass, Dataset? training, Dataset? validation) =>
        Keep(pass.Record(model, loss, regularization, options.InputPenalty, divergence, (training, validation)));

    void Keep(EpochRecord record)
    {
        Records.Add(record);
        if (stop == null && !rates.Watches) return;
        var ledger = record.Watched ?? throw new InvalidOperationException(
            "Early stopping and reduce-on-plateau watch a ledger: give validation rows, or leave EvaluateTraining on.");
        if (stop?.Watch(ledger, record.Epoch) is { } reason) StoppedEarly = reason;
        rates.Watch(ledger, record.Epoch);
    }

    internal History Finish()
    {
        stop?.Best.Restore();
        return new(Records, stop is { Best.Epoch: > 0 } ? stop.Best.Epoch : Records.Count, StoppedEarly, objective.Kind)
        {
            SkippedSteps = objective.Scale?.Skipped ?? 0
        };
    }

    public void Dispose()
    {
        objective.Release();
        optimizer.Dispose();
        averages?.Dispose();
        stop?.Dispose();
        folder?.Dispose();
    }
}
