using TorchReg.Data;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Trains the models of a stack on the same batches at once: one product with the data serves all, then each takes its own step,
/// with its own penalties, optimizer, stopping and ledger. The results are those of training each alone, to rounding.
/// </summary>
/// <remarks>
/// On a device the steps of all models of one kind are taken at once, by as many operators as for one model, and so are their
/// ledgers: models of SGD, Adam or AdamW (whose learning rates and decays may differ, all else makes another kind), with L1, L2
/// and elastic nets in any mode, clipped or not. Others step one by one beside them: those with another optimizer, ε̂, averaged
/// weights, constraints, other penalties, or a schedule of λ. Nothing is read in a step, so that a model that diverges is found
/// at the epoch's end; the message names the step all the same.
/// </remarks>
public sealed class StackTrainer
{
    readonly ModelStack stack;
    readonly Loss loss;
    readonly IReadOnlyList<StackMember> members;
    readonly StackedObjective objective;

    /// <param name="stack">The models.</param>
    /// <param name="loss">The data loss of all.</param>
    /// <param name="members">As many as models, in their order.</param>
    /// <exception cref="ArgumentException">The members do not fit the stack, or each other's batches.</exception>
    public StackTrainer(ModelStack stack, Loss loss, IReadOnlyList<StackMember> members)
    {
        ArgumentNullException.ThrowIfNull(stack);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count != stack.Models.Count)
            throw new ArgumentException(
                $"members must be as many as the stack's {stack.Models.Count} models; given {members.Count}.",
                nameof(members));
        foreach (var member in members) Check(member, members[0]);
        (this.stack, this.loss, this.members) = (stack, loss, members);
        objective = new(stack, loss);
    }

    static void Check(StackMember member, StackMember first)
    {
        var (options, other) = (member.Options.Checked(), first.Options);
        if (options.BatchSize != other.BatchSize
            || options.Seed != other.Seed
            || options.Shuffle != other.Shuffle
            || options.MeanWeight != other.MeanWeight
            || options.Deterministic != other.Deterministic)
            throw new ArgumentException(
                "Members of a stack share their batches: BatchSize, Seed, Shuffle, MeanWeight and Deterministic must be the " +
                "same for all.");
        if (options.AccumulateBatches != 1)
            throw new ArgumentException($"AccumulateBatches must be 1 in a stack; given {options.AccumulateBatches}.");
        if (options.InputPenalty is { } penalty)
            throw new ArgumentException($"{penalty} needs autograd, which a stack does not take: train such a model alone.");
        if (options.Precision != Precision.Float32 || options.LossScaling != null)
            throw new ArgumentException("A stack's products are in float32: leave Precision and LossScaling out.");
        if (options.Checkpoints != null) throw new ArgumentException("Checkpoints are for models trained alone.");
        if (member.Regularization is { ActsInLoss: true })
            throw new ArgumentException(
                "A penalty in PenaltyMode.Loss needs autograd; in a stack take PenaltyMode.Gradient, which is the same number.");
    }

    /// <summary>Trains on rows in memory.</summary>
    /// <param name="data">The training rows, on the models' device.</param>
    /// <param name="validation">Rows to watch; none where null.</param>
    /// <param name="progress">Told of every finished epoch, with the model's place in the stack.</param>
    /// <param name="cancellation">Ends training between two batches.</param>
    public IReadOnlyList<StackResult> Fit(
        Dataset data,
        Dataset? validation = null,
        IProgress<(int Model, EpochRecord Epoch)>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RowChecks.Check(stack.Models[0], loss, data, "training");
        if (validation != null) RowChecks.Check(stack.Models[0], loss, validation, "validation");
        using var threads = members[0].Options.Deterministic ? new OneThread() : null;
        using var batches = new ShuffledBatches(data, members[0].Options);
        var meanWeight = members[0].Options.MeanWeight ?? loss.MeanWeight(data.Targets, data.Weights);
        SharedRun[] runs = [.. members.Select((member, m) => Run(member, m, meanWeight))];
        try
        {
            using var together = Together(runs, data);
            for (var epoch = 1; runs.Any(run => run.IsActive(epoch)); epoch++)
            {
                Epoch(epoch, batches, runs, together, meanWeight, cancellation);
                End(epoch, runs, together, data, validation, progress);
                together?.Best.Keep();
            }
            together?.Best.Restore();
            return [.. runs.Select(run => run.Result())];
        }
        finally
        {
            objective.Release();
            foreach (var run in runs) run.Run.Dispose();
        }
    }

    SharedRun Run(StackMember member, int m, double? meanWeight)
    {
        var model = stack.Models[m];
        var own = Objective.Of(model, loss);
        return new(new TrainingRun(model, loss, own, member.Regularization, member.Options, null, meanWeight), member.Options);
    }

    // On the host each model's step is one pass over its weights, and waits for nothing.
    StackedSteps? Together(SharedRun[] runs, Dataset data)
    {
        if (!objective.StaysOnDevice(data)) return null;
        var together = StackedSteps.Of(
            stack,
            [
                .. members.Select((member, m) => SteppedModel.Of(
                    stack.Models[m], stack.Parts[m], runs[m].Run.Optimizer, member.Regularization, member.Options)),
            ]);
        for (var m = 0; together is not null && m < runs.Length; m++)
        {
            var model = m;
            if (together.Takes(m) && runs[m].Run.Best is { } best) best.KeptElsewhere = () => together.Best.Mark(model);
        }
        return together;
    }

    void Epoch(
        int epoch, ShuffledBatches batches, SharedRun[] runs, StackedSteps? together, double? meanWeight,
        CancellationToken cancellation)
    {
        var active = new bool[runs.Length];
        var losses = new BatchLoss[runs.Length];
        for (var m = 0; m < runs.Length; m++)
            if (active[m] = runs[m].IsActive(epoch)) runs[m].Begin(epoch);
        together?.Begin(active);
        using var rows = batches.GetEnumerator();
        for (var hasNext = rows.MoveNext(); hasNext;)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var onDevice = objective.Backward(rows.Current, active, losses, meanWeight);
            hasNext = rows.MoveNext();
            if (onDevice is not null) together?.Step(onDevice, isLast: !hasNext);
            for (var m = 0; m < runs.Length; m++)
            {
                if (!active[m] || together?.Takes(m) == true) continue;
                active[m] = runs[m].Take(onDevice is null ? losses[m] : new(onDevice.select(0, m)), isLast: !hasNext);
            }
        }
    }

    void End(
        int epoch, SharedRun[] runs, StackedSteps? together, Dataset data, Dataset? validation,
        IProgress<(int Model, EpochRecord Epoch)>? progress)
    {
        var ended = together?.End();
        bool IsTogether(int m) => runs[m].IsActive(epoch) && together?.Takes(m) == true;
        var places = Enumerable.Range(0, runs.Length);
        var training = Ledgers(together, places.Any(m => IsTogether(m) && members[m].Options.EvaluateTraining) ? data : null);
        var watched = Ledgers(together, places.Any(IsTogether) ? validation : null);
        for (var m = 0; m < runs.Length; m++)
        {
            if (!runs[m].IsActive(epoch)) continue;
            var (at, isJudged) = (m, members[m].Options.EvaluateTraining);
            var isFine = IsTogether(m)
                ? runs[m].End(ended![m], () => isJudged ? training(at) : null, () => watched(at))
                : runs[m].End(isJudged ? data : null, validation);
            if (isFine) progress?.Report((m, runs[m].Run.Records[^1]));
        }
    }

    // At once where the loss allows it, else asked for one by one.
    Func<int, Ledger?> Ledgers(StackedSteps? together, Dataset? rows)
    {
        if (rows is null) return _ => null;
        if (together!.Ledgers(loss, rows) is { } all) return m => all[m];
        return m => Evaluation.Of(stack.Models[m], rows, loss, members[m].Regularization);
    }
}
