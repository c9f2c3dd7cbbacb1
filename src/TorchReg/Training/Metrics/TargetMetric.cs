using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>A number that tells how well predictions meet targets, from chunks of rows; n rows count c each.</summary>
abstract class TargetMetric
{
    /// <summary>Its name in ledgers.</summary>
    internal abstract Metric Metric { get; }

    internal abstract void Add(Tensor prediction, Tensor target, Tensor c);

    /// <summary>What the rows came to; null where predictions and targets are no pairs of numbers.</summary>
    internal abstract double? Value { get; }
}
