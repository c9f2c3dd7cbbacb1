using TorchReg.Data;
using TorchReg.Objectives;

namespace TorchReg.Training;

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

    /// <summary>An epoch's end after steps that were taken with those of others; false where the model diverged.</summary>
    internal bool End(StackedEpoch ended, Func<Ledger?> training, Func<Ledger?> validation) =>
        Done(() => run.End(pass!, ended, training, validation));

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
