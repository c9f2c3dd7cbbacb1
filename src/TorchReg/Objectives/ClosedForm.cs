using TorchReg.Data;
using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A linear map's loss without an autograd graph: with the residual R = ∂loss/∂z (one row per class or output) ∇W = R X and ∇b =
/// Σ R. On the host in float32 the residual is one pass over the predictions; elsewhere libtorch's operators make it.
/// </summary>
abstract class ClosedForm(LinearPart linear) : ObjectiveForm
{
    public sealed override string Kind => "closed form";

    public sealed override BatchLoss Backward(
        Dataset batch,
        bool accumulate = false,
        double factor = 1,
        double? meanWeight = null)
    {
        using var noGrad = no_grad();
        if (OnHost(batch, accumulate, factor, meanWeight) is { } value) return new(value);
        using var scope = NewDisposeScope();
        return new(ByOperators(batch, accumulate, factor, meanWeight).MoveToOuterDisposeScope());
    }

    /// <summary>Writes the gradients and returns the loss.</summary>
    protected abstract Tensor ByOperators(Dataset batch, bool accumulate, double factor, double? meanWeight);

    /// <summary>
    /// Turns the predictions, outputs × n and without intercepts, into the residual, and returns the loss; null, having done
    /// nothing, where it can't.
    /// </summary>
    protected abstract double? Residual(
        Span<float> z,
        ReadOnlySpan<float> bias,
        Dataset batch,
        ReadOnlySpan<float> weights,
        double divisor,
        double factor);

    double? OnHost(Dataset batch, bool accumulate, double factor, double? meanWeight)
    {
        Span<float> bias = default, weights = default;
        if (!IsOnHost(batch)) return null;
        if (linear.Bias is { } b && !HostMemory.TryGet(b, out bias)) return null;
        if (batch.Weights is { } w && !HostMemory.TryGet(w, out weights)) return null;
        var divisor = Loss.Divisor(batch.Rows, weights, meanWeight);
        // Each is freed by itself: a scope costs more than all of them.
        using var z = LinearGradients.Products(linear, batch);
        // A product of float32 matrices of the host is one, without gaps.
        var residual = HostMemory.Of<float>(z);
        if (Residual(residual, bias, batch, weights, divisor, factor) is not { } loss) return null;
        LinearGradients.WriteWeight(linear, z, batch, accumulate);
        if (linear.Bias is not null) WriteBias(linear.Bias, z, residual, accumulate);
        return loss;
    }

    bool IsOnHost(Dataset batch) => batch.Stored is not null
        ? linear.Weight.dtype == ScalarType.Float32 && HostMemory.Has(linear.Weight)
        : batch.Features is { dtype: ScalarType.Float32, Dimensions: 2 } && HostMemory.Has(batch.Features);

    static void WriteBias(Parameter bias, Tensor z, ReadOnlySpan<float> residual, bool accumulate)
    {
        using var gradient = LinearGradients.Of(bias);
        if (HostMemory.TryGet<float>(gradient, out var sums))
        {
            RowSums.OfEach(residual, sums, accumulate);
            return;
        }
        using var byOperator = z.sum(1);
        if (accumulate) gradient.add_(byOperator, Scalars.One);
        else gradient.copy_(byOperator);
    }
}
