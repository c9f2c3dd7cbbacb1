using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary><see cref="Accuracy"/> of each model.</summary>
sealed class StackedAccuracy(bool isBinary, long? ignored) : StackedScore
{
    Tensor? right, weight;

    internal override Metric Metric => Metric.Accuracy;

    internal override void Add(Tensor predictions, Tensor target, Tensor weights)
    {
        var counted = Accuracy.Counted(target, ignored) is { } counts ? counts.squeeze(1) * weights : weights;
        Sum(ref right, (Hits(predictions, target).to(ScalarType.Float64) * counted).sum([1L]));
        Sum(ref weight, counted.sum());
    }

    Tensor Hits(Tensor predictions, Tensor target)
    {
        if (!isBinary && predictions.shape[2] > 1)
            return predictions.argmax(2).eq(LossShapes.IsIndices(target) ? target : target.argmax(1));
        var isOne = target.gt(Scalars.Of(0.5)).reshape(predictions.shape[1..]);
        return predictions.gt(Scalars.Of(0)).eq(isOne).all(2);
    }

    static void Sum(ref Tensor? to, Tensor more)
    {
        if (to is null) to = more.DetachFromDisposeScope();
        else to.add_(more, Scalars.One);
    }

    internal override double[] Values()
    {
        using (right)
        using (weight)
        using (var shares = right!.div(weight!)) return HostMemory.Numbers(shares);
    }
}
