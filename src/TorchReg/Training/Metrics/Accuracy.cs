using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The share of rows whose most probable class is theirs; of several binary outputs, whose outputs are all right.
/// </summary>
sealed class Accuracy(bool isBinary) : TargetMetric
{
    double weight, right;

    internal override Metric Metric => Metric.Accuracy;

    internal override void Add(Tensor prediction, Tensor target, Tensor c)
    {
        weight += c.sum().ReadDouble();
        right += (Hits(prediction, target).to(ScalarType.Float64) * c).sum().ReadDouble();
    }

    Tensor Hits(Tensor prediction, Tensor target) => isBinary || prediction.numel() == prediction.shape[0]
        ? prediction.gt(Scalars.Of(0)).reshape(prediction.shape[0], -1).eq(
            target.gt(Scalars.Of(0.5)).reshape(prediction.shape[0], -1)).all(1)
        : prediction.argmax(1).eq(LossShapes.IsIndices(target) ? target : target.argmax(1));

    internal override double? Value => right / weight;
}
