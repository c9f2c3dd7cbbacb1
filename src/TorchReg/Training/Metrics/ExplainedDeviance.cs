using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// D² = 1 − deviance/deviance of the targets' mean, of losses linear in the target: Poisson and Gamma with one output. NaN where
/// targets do not vary.
/// </summary>
/// <remarks>scikit-learn's d2_tweedie_score; A. C. Cameron, F. Windmeijer, J. Econometrics 77 (1997), p. 333.</remarks>
sealed class ExplainedDeviance(Datafit datafit) : TargetMetric
{
    double weight, loss, least, sum;
    bool hasOne = true;

    internal override Metric Metric => Metric.ExplainedDeviance;

    internal override void Add(Tensor prediction, Tensor target, Tensor c)
    {
        hasOne &= target.numel() == target.shape[0];
        if (!hasOne) return;
        var (z, y) = (prediction.to(ScalarType.Float64).reshape(1, -1), target.to(ScalarType.Float64).reshape(1, -1));
        weight += c.sum().ReadDouble();
        loss += (datafit.Rows(z, y) * c).sum().ReadDouble();
        least += (datafit.Saturated(y) * c).sum().ReadDouble();
        sum += (y * c).sum().ReadDouble();
    }

    internal override double? Value => hasOne ? 1 - (loss / weight - least / weight) / (OfMean() - least / weight) : null;

    double OfMean()
    {
        using var scope = NewDisposeScope();
        var mean = tensor([sum / weight], [1, 1]);
        return datafit.Rows(mean.log(), mean).ReadDouble();
    }
}
