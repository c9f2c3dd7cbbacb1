using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Layer normalization over a row's units, <see cref="LayerNormPass"/>.</summary>
sealed class NormLink(LayerNorm layer) : ChainLink
{
    readonly Parameter?[] parameters = new Parameter?[2];

    internal override ReadOnlySpan<Parameter?> Parameters => parameters;

    internal override long? Units(long inputs, ScalarType type)
    {
        (parameters[0], parameters[1]) = (layer.weight, layer.bias);
        if (layer.normalized_shape is not [var units] || units != inputs) return null;
        foreach (var parameter in parameters)
            if (parameter is not null && (parameter.NumberOfElements != units || HostMemory.Place(parameter, type) == 0))
                return null;
        return units;
    }

    internal override void Forward<T>(Tensor input, KeptMatrix outputs, ChainSpot spot) => LayerNormPass.Forward<T>(
        HostMemory.Of<T>(input), Normal(spot).Numbers<T>(), outputs.Numbers<T>(), Scales(spot).Numbers<T>(),
        Numbers<T>(0), Numbers<T>(1), layer.eps);

    internal override void Backward<T>(
        Tensor input, KeptMatrix gradient, KeptMatrix? inputGradient, ChainSpot spot, GradientWrites writes)
    {
        var normal = Normal(spot).Numbers<T>();
        if (parameters[0] is { requires_grad: true } weight)
        {
            using var own = writes.Of(weight, out var accumulate);
            using var onto = own.is_contiguous() ? own.alias() : own.contiguous();
            LayerNormPass.WeightGradient<T>(gradient.Numbers<T>(), normal, HostMemory.Of<T>(onto), accumulate);
            if (!own.is_contiguous()) own.copy_(onto);
        }
        if (parameters[1] is { requires_grad: true } bias)
        {
            using var own = writes.Of(bias, out var accumulate);
            LinearLink.ColumnSums<T>(gradient, own, accumulate);
        }
        if (inputGradient is not null)
            LayerNormPass.Backward<T>(
                gradient.Numbers<T>(), normal, Scales(spot).Numbers<T>(), Numbers<T>(0), inputGradient.Numbers<T>());
    }

    ReadOnlySpan<T> Numbers<T>(int place) where T : unmanaged =>
        parameters[place] is { } parameter ? HostMemory.Of<T>(parameter) : default;

    // x̂, and each row's 1/√(σ² + ε).
    static KeptMatrix Normal(ChainSpot spot) => spot.Memory.Scratch(spot.Link, spot.Layer, spot.Units);

    static KeptMatrix Scales(ChainSpot spot) => spot.Memory.Scratch(spot.Link, -4, 1);
}
