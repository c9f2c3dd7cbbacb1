using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Objectives;

/// <summary>max(z, 0), or with a slope below 0.</summary>
sealed class Rectifier : ChainElement
{
    readonly ReLU? plain;
    readonly LeakyReLU? leaky;

    internal Rectifier(ReLU layer) => plain = layer;

    internal Rectifier(LeakyReLU layer) => leaky = layer;

    internal override bool IsInPlace => plain?.inplace ?? leaky!.inplace;

    internal override void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot) =>
        LayerPasses.Rectify(a.Numbers<T>(), slopes, T.CreateTruncating(leaky?.negative_slope ?? 0));
}
