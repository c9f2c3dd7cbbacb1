using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Averages of the weights.</summary>
enum AveragingKind
{
    None,
    Exponential,
    OverEpochs,
}

/// <summary>An average of the weights, which is what the trained model holds.</summary>
sealed record AveragingSettings
{
    /// <summary>none, exponential (after each step) or overEpochs (stochastic weight averaging). Default none.</summary>
    public AveragingKind Kind { get; init; }

    /// <summary>exponential: the share of the old average. Default 0.99.</summary>
    [Range(0.0, 0.999999)]
    public double Decay { get; init; } = 0.99;

    /// <summary>overEpochs: the first epoch that counts. Default 1.</summary>
    [Range(1, 1_000_000)]
    public int FromEpoch { get; init; } = 1;
}
