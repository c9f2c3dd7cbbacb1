using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Linear regression: with R = XWᵀ + b − Y and rows weighted by c the residual is c∘R in the half form, and its multiple in
/// another.
/// </summary>
sealed class SquaredErrorObjective(LinearPart linear, Loss loss, Func<long, double> times) : ClosedForm(linear)
{
    readonly LinearPart linear = linear;

    protected override double? Residual(
        Span<float> z,
        ReadOnlySpan<float> bias,
        Dataset batch,
        ReadOnlySpan<float> weights,
        double divisor,
        double factor)
    {
        if (batch.Targets.Dimensions != 2
            || !HostMemory.TryGet<float>(batch.Targets, out var targets)
            || targets.Length != z.Length)
            return null;
        if (linear.Weight.size(0) != 1) return null;
        return SquaredResidual.Of(z, bias.IsEmpty ? 0 : bias[0], targets, weights, divisor, times(1), factor);
    }

    protected override Tensor ByOperators(Dataset batch, bool accumulate, double factor, double? meanWeight)
    {
        var residual = LinearGradients.Predict(linear, batch);
        loss.Check(residual, batch.Targets);
        residual.sub_(batch.Targets);
        var scale = times(residual.shape[1]);
        var rows = residual.Squared().sum(1).mul_(Scalars.Of(scale / 2));
        LinearGradients.Write(linear, batch, residual, accumulate, factor * scale, meanWeight);
        return LinearGradients.Mean(rows, batch.Weights, meanWeight);
    }
}
