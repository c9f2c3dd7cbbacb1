using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary><see cref="OutputSums"/>' R² of predictions and targets of one shape.</summary>
sealed class RSquared : TargetMetric
{
    double weight;
    OutputSums? outputs;
    bool isOfPairs = true;

    internal override Metric Metric => Metric.RSquared;

    // A custom loss's targets may have any shape: then there is no R².
    internal override void Add(Tensor prediction, Tensor target, Tensor c)
    {
        isOfPairs &= prediction.shape.AsSpan().SequenceEqual(target.shape);
        if (!isOfPairs) return;
        weight += c.sum().ReadDouble();
        var y = target.to(ScalarType.Float64).reshape(target.shape[0], -1);
        (outputs ??= new(y[0])).Add(prediction.to(ScalarType.Float64).reshape(y.shape), y, c);
    }

    internal override double? Value => isOfPairs ? outputs?.RSquared(weight) : null;
}
