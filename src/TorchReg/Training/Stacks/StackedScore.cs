using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// How well the models of a stack meet the same targets, from chunks of rows: a <see cref="TargetMetric"/> of each.
/// </summary>
abstract class StackedScore
{
    /// <summary>Its name in ledgers.</summary>
    internal abstract Metric Metric { get; }

    /// <summary>Whether it is made of a loss's targets.</summary>
    internal static bool Takes(Loss loss) => loss.Target is TargetKind.Classes or TargetKind.Binary or TargetKind.Numbers;

    internal static StackedScore Of(Loss loss) => loss.Target == TargetKind.Numbers
        ? new StackedRSquared() : new StackedAccuracy(loss.Target == TargetKind.Binary, loss.Ignored);

    /// <param name="predictions">Models × n × outputs.</param>
    /// <param name="target">Of the n rows.</param>
    /// <param name="weights">What each row counts, n in float64.</param>
    internal abstract void Add(Tensor predictions, Tensor target, Tensor weights);

    /// <summary>A number of each model; null where there is none.</summary>
    internal abstract double[]? Values();
}
