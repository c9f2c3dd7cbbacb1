using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The share of rows whose most probable class is theirs; of several binary outputs, whose outputs are all right; of images the
/// share of pixels. A label that the loss does not count is not counted here.
/// </summary>
sealed class Accuracy(bool isBinary, long? ignored = null) : TargetMetric
{
    readonly RunningSum weight = new(), right = new();

    internal override Metric Metric => Metric.Accuracy;

    internal override void Add(Tensor prediction, Tensor target, Tensor c)
    {
        var hits = Hits(prediction, target).to(ScalarType.Float64).reshape(c.shape[0], -1);
        var row = c.unsqueeze(1);
        if (Counted(target, ignored) is not { } counted)
        {
            weight.Add(c.sum(), hits.shape[1]);
            right.Add((hits * row).sum());
            return;
        }
        weight.Add((counted * row).sum());
        right.Add((hits * counted * row).sum());
    }

    /// <summary>1 where a label counts, else 0, n × places; null where all do.</summary>
    internal static Tensor? Counted(Tensor target, long? ignored) => ignored is { } label && LossShapes.IsIndices(target)
        ? target.ne(Scalars.Of(label)).to(ScalarType.Float64).reshape(target.shape[0], -1) : null;

    Tensor Hits(Tensor prediction, Tensor target) => isBinary || prediction.numel() == prediction.shape[0]
        ? OfTwo(prediction.gt(Scalars.Of(0)), target.gt(Scalars.Of(0.5)).reshape(prediction.shape))
        : OfClasses(prediction, target);

    internal static Tensor OfClasses(Tensor prediction, Tensor target) =>
        prediction.argmax(1).eq(LossShapes.IsIndices(target) ? target : target.argmax(1));

    static Tensor OfTwo(Tensor prediction, Tensor target) => prediction.Dimensions > 2
        ? prediction.eq(target) : prediction.eq(target).reshape(prediction.shape[0], -1).all(1);

    internal override double? Value => right.Value / weight.Value;
}
