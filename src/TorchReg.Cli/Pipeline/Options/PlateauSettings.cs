using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Multiplies η by a factor when the watched number has not improved for patience epochs.</summary>
sealed record PlateauSettings
{
    /// <summary>none, loss, accuracy or r2. Default none.</summary>
    public WatchedNumber Watch { get; init; }

    /// <summary>Epochs to wait for an improvement. Default 5.</summary>
    [Range(0, 1_000_000)]
    public int Patience { get; init; } = 5;

    /// <summary>What counts as an improvement. Default 0: any.</summary>
    [Range(0.0, 1_000_000.0)]
    public double MinDelta { get; init; }

    /// <summary>The factor. Default 0.1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Factor { get; init; } = 0.1;

    /// <summary>η goes no lower. Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double LeastLearningRate { get; init; }
}
