using TorchReg.Data;
using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A linear map's loss without an autograd graph: with the residual R = ∂loss/∂z (one row per class or output) ∇W = R X and ∇b = Σ R.
/// On the host in float32 the residual is one pass over the predictions; elsewhere libtorch's operators make it.
/// </summary>
abstract class ClosedForm(LinearPart linear) : Objective
{
    public sealed override string Kind => "closed form";

    public sealed override BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return OnHost(batch, accumulate, factor, meanWeight) is { } value ? new(value)
            : new(ByOperators(batch, accumulate, factor, meanWeight).MoveToOuterDisposeScope());
    }

    /// <summary>Writes the gradients and returns the loss.</summary>
    protected abstract Tensor ByOperators(Dataset batch, bool accumulate, double factor, double? meanWeight);

    /// <summary>Turns the predictions, outputs × n and without intercepts, into the residual, and returns the loss; null, having done nothing, where it can't.</summary>
    protected abstract double? Residual(Span<float> z, ReadOnlySpan<float> bias, Dataset batch, ReadOnlySpan<float> weights, double divisor, double factor);

    double? OnHost(Dataset batch, bool accumulate, double factor, double? meanWeight)
    {
        var x = batch.Features;
        Span<float> bias = default, weights = default;
        if (x.dtype != ScalarType.Float32 || x.device_type != DeviceType.CPU || x.Dimensions != 2) return null;
        if (linear.Bias is { } b && !HostMemory.TryGet(b, out bias)) return null;
        if (batch.Weights is { } w && !HostMemory.TryGet(w, out weights)) return null;
        var divisor = Loss.Divisor(batch.Rows, weights, meanWeight);
        var z = linear.Weight.mm(x.t());
        if (!HostMemory.TryGet<float>(z, out var residual) || Residual(residual, bias, batch, weights, divisor, factor) is not { } loss) return null;
        LinearGradients.WriteWeight(linear, z, x, accumulate);
        if (linear.Bias is { } intercept) WriteBias(LinearGradients.Of(intercept), z, residual, accumulate);
        return loss;
    }

    static void WriteBias(Tensor gradient, Tensor z, ReadOnlySpan<float> residual, bool accumulate)
    {
        if (HostMemory.TryGet<float>(gradient, out var sums)) RowSums.OfEach(residual, sums, accumulate);
        else if (accumulate) gradient.add_(z.sum(1), Scalars.One);
        else gradient.copy_(z.sum(1));
    }
}
