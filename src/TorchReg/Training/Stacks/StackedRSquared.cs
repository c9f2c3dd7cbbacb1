using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary><see cref="RSquared"/> of each model.</summary>
sealed class StackedRSquared : StackedScore
{
    OutputSums? targets;
    Tensor? errors;
    double weight;
    bool isOfPairs = true;

    internal override Metric Metric => Metric.RSquared;

    internal override void Add(Tensor predictions, Tensor target, Tensor weights)
    {
        isOfPairs &= predictions.shape.AsSpan(1).SequenceEqual(target.shape);
        if (!isOfPairs) return;
        var y = target.to(ScalarType.Float64);
        weight += weights.sum().ReadDouble();
        (targets ??= new(y[0])).Add(y, y, weights);
        var errors = ((predictions.to(ScalarType.Float64) - y).Squared() * weights.unsqueeze(1)).sum([1L]);
        if (this.errors is null) this.errors = errors.DetachFromDisposeScope();
        else this.errors.add_(errors, Scalars.One);
    }

    internal override double[]? Values()
    {
        using (errors)
        {
            if (!isOfPairs || errors is null) return null;
            return [.. HostMemory.Numbers(errors).Chunk((int)errors.shape[1]).Select(own => targets!.RSquared(weight, own))];
        }
    }
}
