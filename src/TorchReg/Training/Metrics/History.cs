namespace TorchReg.Training;

/// <summary>One finished epoch.</summary>
/// <param name="Epoch">1, 2, …</param>
/// <param name="Training">Of the training rows; null where it was not asked for.</param>
/// <param name="Validation">Of the validation rows; null where there are none.</param>
/// <param name="LearningRate">η of its steps, of the optimizer's first group.</param>
/// <param name="Elapsed">Wall-clock time, ledgers included.</param>
public sealed record EpochRecord(int Epoch, Ledger? Training, Ledger? Validation, double LearningRate, TimeSpan Elapsed)
{
    /// <summary>The validation's ledger, or the training's where there is none.</summary>
    internal Ledger? Watched => Validation ?? Training;
}

/// <summary>What happened in a training.</summary>
/// <param name="Epochs">All finished epochs.</param>
/// <param name="RestoredEpoch">
/// The epoch whose weights the model holds: the best watched one with early stopping, else the last.
/// </param>
/// <param name="StopReason">Why training ended before its last epoch; null where it did not.</param>
/// <param name="Objective">How gradients were made: "closed form", "by layers", "autograd" or "autograd in bfloat16".</param>
public sealed record History(IReadOnlyList<EpochRecord> Epochs, int RestoredEpoch, string? StopReason, string Objective)
{
    /// <summary>Steps that were left out because a gradient was not finite at its loss scale.</summary>
    public long SkippedSteps { get; init; }

    /// <summary>The record of <see cref="RestoredEpoch"/>.</summary>
    public EpochRecord Restored => Epochs[RestoredEpoch - 1];

    /// <summary>"20 epochs, closed form, the weights of epoch 20: cross-entropy 0.31 + …".</summary>
    public override string ToString() =>
        $"{Epochs.Count} epochs, " +
        $"{Objective}" +
        $"{(Epochs.Count == 0 ? "" : $", the weights of epoch {RestoredEpoch}: {Restored.Watched?.ToString() ?? "no ledger"}")}" +
        (StopReason == null ? "" : $"; {StopReason}");

    /// <summary>
    /// A line for each epoch: the data loss, each penalty, their sum and the metrics of the training rows; data loss and metrics
    /// of the validation rows; and which epoch's weights the model holds.
    /// </summary>
    /// <param name="most">
    /// Epochs that are shown, evenly spread, beside the last and <see cref="RestoredEpoch"/>; 1 or more. Default 20.
    /// </param>
    public string ToTable(int most = 20) => HistoryTable.Of(this, most);
}
