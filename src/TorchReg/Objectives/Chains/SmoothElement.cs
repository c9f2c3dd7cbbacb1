using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Objectives;

/// <summary>tanh z.</summary>
sealed class TanhElement(Tanh layer) : ChainElement
{
    internal override bool IsInPlace => layer.inplace;

    internal override void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot)
    {
        a.Tensor.tanh_();
        LayerPasses.OfTanh(a.Numbers<T>(), slopes);
    }
}

/// <summary>1/(1 + e⁻ᶻ).</summary>
sealed class SigmoidElement(Sigmoid layer) : ChainElement
{
    internal override bool IsInPlace => layer.inplace;

    internal override void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot)
    {
        a.Tensor.sigmoid_();
        LayerPasses.OfSigmoid(a.Numbers<T>(), slopes);
    }
}

/// <summary>zΦ(z), exactly: torch's default.</summary>
sealed class GeluElement(GELU layer) : ChainElement
{
    internal override bool IsInPlace => layer.inplace;

    internal override void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot)
    {
        var erf = spot.Scratch(spot.Units);
        erf.Tensor.copy_(a.Tensor).mul_(Scalars.Of(Math.Sqrt(0.5))).erf_();
        LayerPasses.OfGelu(a.Numbers<T>(), erf.Numbers<T>(), slopes);
    }
}
