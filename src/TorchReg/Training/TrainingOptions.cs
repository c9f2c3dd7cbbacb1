namespace TorchReg.Training;

/// <summary>How long and how fast to train. Checked when a trainer takes them.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows, 1 or more. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Rows per step, 1 or more; the last batch of an epoch may be smaller. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>η of plain SGD, w := w − η·gradient, above 0. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Seed of the shuffling: same seed, same batches. Default 0.</summary>
    public long Seed { get; init; }

    internal TrainingOptions Checked()
    {
        Require.AtLeast(1, Epochs);
        Require.AtLeast(1, BatchSize);
        Require.Positive(LearningRate);
        return this;
    }
}
