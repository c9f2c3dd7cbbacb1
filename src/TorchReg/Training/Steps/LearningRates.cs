using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Each group's learning rate: its own, as the optimizer was made, times the schedule's and the plateau's factors.
/// </summary>
sealed class LearningRates(optim.Optimizer optimizer, TrainingOptions options)
{
    readonly double[] own =
        [.. optimizer.ParamGroups.Select(group => group.LearningRate).DefaultIfEmpty(options.LearningRate)];
    readonly PatienceCounter? plateau = options.ReduceOnPlateau is { } reduce ? new(reduce) : null;

    /// <summary>The largest group's own.</summary>
    internal double Largest => own.Max();

    internal bool Watches => plateau != null;

    /// <summary>What plateaus have made of it.</summary>
    internal double PlateauFactor { get; private set; } = 1;

    internal PatienceState? State => plateau?.State;

    /// <summary>Goes on from a checkpoint.</summary>
    internal void Restore(double plateauFactor, PatienceState? state)
    {
        PlateauFactor = plateauFactor;
        if (plateau != null && state != null) plateau.State = state;
    }

    /// <summary>Sets the rates of an epoch; the first group's is given back.</summary>
    internal double Set(int epoch)
    {
        var factor = PlateauFactor * Scheduled(epoch);
        // A group that was added since keeps its own.
        foreach (var (group, rate) in optimizer.ParamGroups.Zip(own))
            if (group.LearningRate != Reduced(rate, factor)) group.LearningRate = Reduced(rate, factor);
        return Reduced(own[0], factor);
    }

    double Scheduled(int epoch) =>
        options.LearningRateSchedule is { } schedule
            ? Require.Positive(schedule(epoch), "the learning rate's factor") : 1;

    double Reduced(double rate, double factor) =>
        Math.Max(rate * factor, Math.Min(rate, options.ReduceOnPlateau?.MinLearningRate ?? 0));

    /// <summary>An epoch has ended: where nothing has improved for long enough, the rates are reduced.</summary>
    internal void Watch(Ledger ledger, int epoch)
    {
        if (plateau == null) return;
        plateau.Improved(ledger, epoch);
        if (!plateau.IsOver) return;
        plateau.Reset();
        PlateauFactor *= options.ReduceOnPlateau!.Factor;
    }
}
