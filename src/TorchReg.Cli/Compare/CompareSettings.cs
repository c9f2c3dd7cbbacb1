using TorchReg.Cli.Pipeline.Options;

namespace TorchReg.Cli.Compare;

/// <summary>A comparison: the data, the training that all runs share, and the runs.</summary>
sealed record CompareSettings
{
    /// <summary>What is learned from.</summary>
    public DataSettings Data { get; init; } = new();

    /// <summary>How every run is trained.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>At least one; each starts from the same weights and sees the same batches.</summary>
    public IReadOnlyList<RunSettings> Runs { get; init; } = [];
}
