using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>When the state of the training is saved, so that it can be resumed; whichever comes first.</summary>
sealed record CheckpointSettings
{
    /// <summary>Optimizer steps between two checkpoints, 0 = not by steps. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int EverySteps { get; init; }

    /// <summary>Seconds between two checkpoints, 0 = not by time. Default 30.</summary>
    [Range(0.0, 1_000_000.0)]
    public double EverySeconds { get; init; } = 30;

    /// <summary>How many are kept. Default 3.</summary>
    [Range(1, 1_000)]
    public int Keep { get; init; } = 3;
}
