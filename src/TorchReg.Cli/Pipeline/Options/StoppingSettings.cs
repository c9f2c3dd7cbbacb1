using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>A number of the validation rows (of the training rows where there are none) that is watched.</summary>
enum WatchedNumber
{
    None,

    /// <summary>The data loss, without penalties.</summary>
    Loss,

    Accuracy,
    R2,
}

/// <summary>Stops when the watched number has not improved for patience epochs; the best weights are given back.</summary>
sealed record StoppingSettings
{
    /// <summary>none (all epochs), loss, accuracy or r2. Default none.</summary>
    public WatchedNumber Watch { get; init; }

    /// <summary>Epochs to wait for an improvement. Default 5.</summary>
    [Range(0, 1_000_000)]
    public int Patience { get; init; } = 5;

    /// <summary>What counts as an improvement. Default 0: any.</summary>
    [Range(0.0, 1_000_000.0)]
    public double MinDelta { get; init; }

    /// <summary>The first epoch that is watched. Default 1.</summary>
    [Range(1, 1_000_000)]
    public int StartFromEpoch { get; init; } = 1;
}
