using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>z = x Wᵀ + b; ∂/∂W = (∂/∂z)ᵀx, ∂/∂b = Σ over rows, ∂/∂x = (∂/∂z)W.</summary>
sealed class LinearLink(Linear layer) : ChainLink
{
    readonly Parameter?[] parameters = new Parameter?[2];
    Tensor? transposed;
    nint seen;

    internal override ReadOnlySpan<Parameter?> Parameters => parameters;

    internal override long? Units(long inputs, ScalarType type)
    {
        var (weight, bias) = (layer.weight, layer.bias);
        if (weight is null || weight.Dimensions != 2 || weight.size(1) != inputs) return null;
        var place = HostMemory.Place(weight, type);
        var units = weight.size(0);
        if (place == 0) return null;
        if (bias is not null && (bias.Dimensions != 1 || bias.size(0) != units || HostMemory.Place(bias, type) == 0)) return null;
        if (place != seen || !ReferenceEquals(weight, parameters[0])) Transpose(weight, place);
        (parameters[0], parameters[1]) = (weight, bias);
        return units;
    }

    // A view of the weight's memory, kept as long as the weight stays where it is.
    void Transpose(Parameter weight, nint place)
    {
        using var noGrad = no_grad();
        transposed?.Dispose();
        transposed = weight.t().DetachFromDisposeScope();
        seen = place;
    }

    internal override void Forward<T>(Tensor input, KeptMatrix outputs, ChainSpot spot)
    {
        if (parameters[1] is { } bias) LayerPasses.Fill<T>(outputs.Numbers<T>(), HostMemory.Of<T>(bias));
        outputs.Tensor.addmm_(input, transposed!, beta: parameters[1] is null ? 0 : 1);
    }

    internal override void Backward<T>(
        Tensor input, KeptMatrix gradient, KeptMatrix? inputGradient, ChainSpot spot, GradientWrites writes)
    {
        if (parameters[0] is { requires_grad: true } weight)
        {
            using var own = writes.Of(weight, out var accumulate);
            own.addmm_(gradient.Transposed, input, beta: accumulate ? 1 : 0);
        }
        if (parameters[1] is { requires_grad: true } bias)
        {
            using var own = writes.Of(bias, out var accumulate);
            ColumnSums<T>(gradient, own, accumulate);
        }
        inputGradient?.Tensor.addmm_(gradient.Tensor, parameters[0]!, beta: 0);
    }

    internal static void ColumnSums<T>(KeptMatrix of, Tensor to, bool accumulate)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (HostMemory.TryGet<T>(to, out var sums))
        {
            LayerPasses.ColumnSums<T>(of.Numbers<T>(), sums, accumulate);
            return;
        }
        using var byOperator = of.Tensor.sum([0L]);
        to.add_(byOperator, Scalars.One);
    }
}
