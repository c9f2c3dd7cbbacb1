using TorchReg.Kernels;
using TorchReg.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A noisy layer of the library: a·factor + shift with the numbers that it draws.</summary>
sealed class NoiseElement(NoiseLayer layer) : ChainElement
{
    internal override bool IsInPlace => false;

    internal override void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot)
    {
        if (!layer.IsActive) return;
        using var scope = NewDisposeScope();
        var drawn = layer.DrawPass(a.Tensor, spot.Scratch(spot.Units).Tensor);
        if (drawn.Factor is { } factor)
        {
            var by = HostMemory.Of<T>(factor);
            LayerPasses.Multiply<T>(a.Numbers<T>(), by);
            if (!slopes.IsEmpty) LayerPasses.Multiply<T>(slopes, by);
        }
        if (drawn.Shift is { } shift) LayerPasses.Add<T>(a.Numbers<T>(), HostMemory.Of<T>(shift));
    }
}

/// <summary>torch's dropout, whose mask comes from torch's own generator.</summary>
sealed class DropoutElement(Dropout layer) : ChainElement
{
    internal override bool IsInPlace => layer.inplace;

    internal override void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot)
    {
        if (!layer.training || layer.p == 0) return;
        var mask = spot.Scratch(spot.Units);
        // torch draws nothing where all is dropped.
        if (layer.p == 1) mask.Numbers<T>().Clear();
        else mask.Tensor.bernoulli_(1 - layer.p).div_(Scalars.Of(1 - layer.p));
        LayerPasses.Multiply<T>(a.Numbers<T>(), mask.Numbers<T>());
        if (!slopes.IsEmpty) LayerPasses.Multiply<T>(slopes, mask.Numbers<T>());
    }
}
