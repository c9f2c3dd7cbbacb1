using System.Diagnostics;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Optimizers;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>An epoch under way.</summary>
sealed record EpochPass(int Epoch, EpochSteps Steps, double LearningRate, Stopwatch Watch);

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
    readonly BestWeights? best;
    readonly PatienceCounter? stop, plateau;
    // Each group's own, as the optimizer was made.
    readonly double[] rates;
    readonly ShuffledBatches? shuffled;
    readonly double? meanWeight;
    readonly Divergence divergence;
    double plateauFactor = 1;

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
        (this.model, this.loss, this.objective, this.regularization, this.options) = (
            model,
            loss,
            objective,
            regularization,
            options);
        parameters = [.. model.parameters().Where(p => p.requires_grad)];
        if (parameters.Length == 0) throw NothingToTrain(model);
        optimizer = options.Optimizer(parameters, options.LearningRate);
        if (optimizer is LBFGS) throw NeedsClosure();
        rates = [.. optimizer.ParamGroups.Select(group => group.LearningRate).DefaultIfEmpty(options.LearningRate)];
        divergence = new(model, regularization, rates.Max());
        if (new OptimizerView(optimizer) is { Adapter: { } adapter } view && view.Options.Any(adapter.Maximizes))
            throw new ArgumentException($"A Trainer minimises, and this {view.Name} maximizes: set maximize to false.");
        if (options.EpsilonHat is { } epsilon) EpsilonHat.Set(optimizer, epsilon);
        TrainedParameters.Expect(model, optimizer);
        var clipping = new Clipping(options.ClipNorm != null, options.ClipValue != null);
        if (clipping.Refusal(new OptimizerView(optimizer)) is { } unsound) throw new ArgumentException(unsound);
        regularization?.ExpectOf(model);
        regularization?.BeginTraining(optimizer, clipping);
        averages = options.Averaging is { } averaging
            ? new AveragedWeights(averaging, model, KeepsZeros, () => regularization?.ProjectOntoConstraints())
            : null;
        if (options.EarlyStopping is { } early) (stop, best) = (new PatienceCounter(early), new BestWeights(model));
        plateau = options.ReduceOnPlateau is { } reduce ? new PatienceCounter(reduce) : null;
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

    static ArgumentException NothingToTrain(nn.Module model) =>
        new(
            model.parameters().Any()
                ? $"The model has nothing to train: all its {model.parameters().Count()} parameters are frozen. Set " +
                    "requires_grad of those that should learn."
                : "The model has nothing to train: it has no parameters.",
            nameof(model));

    NotSupportedException NeedsClosure()
    {
        optimizer.Dispose();
        return new(
            "Trainer takes one gradient a step, and L-BFGS asks for several, by a closure: call optimizer.step(closure) in a " +
            "loop of your own, take SGD or Adam here, or for a linear model LinearProblem.Fit, which finds the exact optimum.");
    }

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
        if (shuffled == null && epoch == FirstEpoch) batches = FirstChecked(batches);
        pass.Steps.Run(shuffled == null && skipped > 0 ? Rest(batches, skipped) : batches, ownsBatches: shuffled == null,
            (batch, isLast) => AfterStep(epoch, skipped + batch, isLast, cancellation), cancellation);
        End(pass, training, validation);
    }

    // A stream's rows are not there before training: the first batch shows whether they fit.
    IEnumerable<Dataset> FirstChecked(IEnumerable<Dataset> batches)
    {
        var isFirst = true;
        foreach (var batch in batches)
        {
            if (isFirst) RowChecks.Check(model, loss, batch, "first batch's");
            isFirst = false;
            yield return batch;
        }
    }

    /// <summary>An epoch's start; its steps are then taken one by one.</summary>
    internal EpochPass Begin(int epoch, long skippedBatches = 0)
    {
        var watch = Stopwatch.StartNew();
        var rate = SetLearningRate(epoch);
        model.train();
        return new(
            epoch,
            new(
                objective,
                loss,
                regularization,
                options,
                meanWeight,
                parameters,
                optimizer,
                averages,
                divergence,
                epoch,
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

    // Proximal steps and constraints make exact zeros.
    bool KeepsZeros(Parameter parameter) => regularization?.Placed.Any(
        p => p.Rule.Mode == PenaltyMode.Proximal && p.Target.Parameter.Handle == parameter.Handle) == true;

    bool IsLast(int epoch) => epoch == options.Epochs || StoppedEarly != null;

    void Record(EpochPass pass, Dataset? training, Dataset? validation)
    {
        var onTraining =
            training == null
                ? null
                : Evaluation.Of(model, training, loss, regularization) with
                {
                    GradientRatio = pass.Steps.GradientRatio
                };
        var onValidation = validation == null ? null : Evaluation.Of(model, validation, loss, regularization);
        divergence.CheckLedger(pass.Epoch, "training", onTraining);
        divergence.CheckLedger(pass.Epoch, "validation", onValidation);
        var record = new EpochRecord(pass.Epoch, onTraining, onValidation, pass.LearningRate, pass.Watch.Elapsed);
        Records.Add(record);
        Watch(record);
    }

    void Watch(EpochRecord record)
    {
        if (stop == null && plateau == null) return;
        var ledger = record.Watched ?? throw new InvalidOperationException(
            "Early stopping and reduce-on-plateau watch a ledger: give validation rows, or leave LedgerOfTraining on.");
        if (stop?.Improved(ledger, record.Epoch) == true) best!.Keep(record.Epoch);
        if (stop?.IsOver == true) StoppedEarly = stop.Reason(best!.Epoch);
        if (plateau == null) return;
        plateau.Improved(ledger, record.Epoch);
        if (!plateau.IsOver) return;
        plateau.Reset();
        plateauFactor *= options.ReduceOnPlateau!.Factor;
    }

    double SetLearningRate(int epoch)
    {
        var factor =
            plateauFactor
            * (
                options.LearningRateSchedule is { } schedule ? Require.Positive(schedule(epoch),
                    "the learning rate's factor") : 1);
        var least = options.ReduceOnPlateau?.LeastLearningRate ?? 0;
        // A group that was added since keeps its own.
        foreach (var (group, own) in optimizer.ParamGroups.Zip(rates))
        {
            var rate = Math.Max(own * factor, Math.Min(own, least));
            if (group.LearningRate != rate) group.LearningRate = rate;
        }
        return Math.Max(rates[0] * factor, Math.Min(rates[0], least));
    }

    internal History Finish()
    {
        best?.Restore();
        return new(Records, best is { Epoch: > 0 } ? best.Epoch : Records.Count, StoppedEarly, objective.Kind);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        averages?.Dispose();
        best?.Dispose();
        folder?.Dispose();
    }
}
