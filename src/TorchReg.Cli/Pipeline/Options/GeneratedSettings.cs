using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Generated problems with a known answer: features from N(0, 1), a few of which matter.</summary>
sealed record GeneratedSettings
{
    /// <summary>Features. Default 20.</summary>
    [Range(1, 100_000)]
    public int Columns { get; init; } = 20;

    /// <summary>Features that matter. Default 5.</summary>
    [Range(0, 100_000)]
    public int NonZero { get; init; } = 5;

    /// <summary>Classification: the number of classes. Default 3.</summary>
    [Range(2, 1_000)]
    public int Classes { get; init; } = 3;

    /// <summary>Regression: the standard deviation of the noise. Default 1.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Noise { get; init; } = 1;

    /// <summary>The correlation of neighbouring features. Default 0.</summary>
    [Range(0.0, 0.999)]
    public double Correlation { get; init; }
}
