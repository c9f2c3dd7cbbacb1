using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Config.Train;

/// <summary>The data losses that a run can name.</summary>
enum LossKind
{
    /// <summary>Cross-entropy for classes, half squared error for numbers.</summary>
    Auto,

    CrossEntropy,
    Hinge,
    HalfSquaredError,
    MeanSquaredError,
    MeanAbsoluteError,
    Huber,
}

/// <summary>The data loss, a mean over rows.</summary>
sealed record LossSettings
{
    /// <summary>auto (by the target), crossEntropy, hinge, halfSquaredError SSE/(2n), meanSquaredError SSE/n, meanAbsoluteError or huber. Default auto.</summary>
    public LossKind Kind { get; init; }

    /// <summary>Cross-entropy's ε. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double LabelSmoothing { get; init; }

    /// <summary>Cross-entropy: how much the rows of each class count, one number per class in their order, 0 or more; empty = all the same. Default empty.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>Huber's δ. Default 1.</summary>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double Delta { get; init; } = 1;
}
