using TorchReg.Cli.Pipeline;
using TorchReg.Figures;
using TorchReg.Training;

namespace TorchReg.Cli.Compare;

/// <summary>
/// What one run came to. Accuracies are shares from 0 to 1, R² is at most 1; the data loss is the training rows' mean, without
/// the penalty.
/// </summary>
sealed record RunResult
{
    public required string Name { get; init; }

    /// <summary>gradient, loss or proximal; empty where there is no penalty.</summary>
    public required string Mode { get; init; }

    public required double Lambda { get; init; }

    /// <summary>What <see cref="Train"/> and <see cref="Test"/> tell: the accuracy of classes, R² of numbers.</summary>
    public Metric Metric { get; init; } = Metric.Accuracy;

    public required double Train { get; init; }
    public required double Test { get; init; }

    /// <summary>The standard error of <see cref="Test"/>, by a bootstrap over the test rows; null: unknown.</summary>
    public double? TestError { get; init; }
    public required double DataLoss { get; init; }
    public required double Penalty { get; init; }

    /// <summary>Norms and exact zeros of W.</summary>
    public required WeightSummary Weights { get; init; }

    /// <summary>The exact optimum of the same objective; null where it was not found.</summary>
    public OptimumRecord? Optimum { get; init; }

    /// <summary>Wall-clock time of the training.</summary>
    public TimeSpan Took { get; init; }

    public double Gap => Train - Test;
    public double ZeroShare => Weights.LiveWeights == 0 ? 0 : (double)Weights.LiveZeros / Weights.LiveWeights;
}
