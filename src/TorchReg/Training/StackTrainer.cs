using TorchReg.Data;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Trains the models of a stack on the same batches at once: one product with the data serves all, then each takes its own step,
/// with its own penalties, optimizer, stopping and ledger. The results are those of training each alone, to rounding.
/// </summary>
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
        var runs = members
            .Select(
                (member, m) =>
                    new SharedRun(
                        new TrainingRun(
                            stack.Models[m],
                            loss,
                            Objective.Of(stack.Models[m], loss),
                            member.Regularization,
                            member.Options,
                            null,
                            meanWeight),
                        member.Options))
            .ToArray();
        try
        {
            for (var epoch = 1; runs.Any(run => run.IsActive(epoch)); epoch++)
            {
                Epoch(epoch, batches, runs, meanWeight, cancellation);
                for (var m = 0; m < runs.Length; m++)
                {
                    if (!runs[m].IsActive(epoch)) continue;
                    if (runs[m].End(members[m].Options.EvaluateTraining ? data : null, validation))
                        progress?.Report((m, runs[m].Run.Records[^1]));
                }
            }
            return [.. runs.Select(run => run.Result())];
        }
        finally
        {
            foreach (var run in runs) run.Run.Dispose();
        }
    }

    void Epoch(int epoch, ShuffledBatches batches, SharedRun[] runs, double? meanWeight, CancellationToken cancellation)
    {
        var active = new bool[runs.Length];
        var losses = new BatchLoss[runs.Length];
        for (var m = 0; m < runs.Length; m++)
            if (active[m] = runs[m].IsActive(epoch)) runs[m].Begin(epoch);
        using var rows = batches.GetEnumerator();
        for (var hasNext = rows.MoveNext(); hasNext;)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            objective.Backward(rows.Current, active, losses, meanWeight);
            hasNext = rows.MoveNext();
            for (var m = 0; m < runs.Length; m++)
                if (active[m]) active[m] = runs[m].Take(losses[m], isLast: !hasNext);
        }
    }
}

/// <summary>One model's training within a stack.</summary>
sealed class SharedRun(TrainingRun run, TrainingOptions options)
{
    EpochPass? pass;
    DivergenceException? divergence;

    internal TrainingRun Run => run;

    internal bool IsActive(int epoch) => divergence == null && run.StoppedEarly == null && epoch <= options.Epochs;

    internal void Begin(int epoch) => pass = run.Begin(epoch);

    /// <summary>One step; false where the model diverged, which ends it and no other.</summary>
    internal bool Take(BatchLoss value, bool isLast) => Done(() => pass!.Steps.Take(value, isLast));

    /// <summary>An epoch's end; false where the model diverged.</summary>
    internal bool End(Dataset? training, Dataset? validation) => Done(() => run.End(pass!, training, validation));

    bool Done(Action act)
    {
        try { act(); }
        catch (DivergenceException diverged) { divergence = diverged; }
        return divergence == null;
    }

    internal StackResult Result() => divergence == null ? new(run.Finish()) : new(null, divergence);
}
