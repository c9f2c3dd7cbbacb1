using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A chain's forward and backward pass over one batch, gradients off.</summary>
readonly ref struct ChainPass<T>(ModelChain chain, ChainMemory memory, Tensor input, int first)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ModelChain chain = chain;
    readonly ChainMemory memory = memory;
    readonly Tensor input = input;
    // The first link that learns: those before it need no slopes.
    readonly int first = first;

    internal KeptMatrix Forward()
    {
        var (from, to) = (input, default(KeptMatrix));
        for (var i = 0; i < chain.Count; i++)
        {
            to = memory.Values(i, chain.Units(i));
            chain.Head(i).Forward<T>(from, to, new(memory, i, 0, chain.Units(i)));
            Act(i, to);
            from = to.Tensor;
        }
        return to!;
    }

    void Act(int link, KeptMatrix values)
    {
        var layers = chain.Layers(link);
        if (layers.IsEmpty) return;
        var slopes = link >= first ? memory.Slopes(link, chain.Units(link)).Numbers<T>() : default;
        slopes.Fill(T.One);
        for (var i = 0; i < layers.Length; i++)
            layers[i].Apply(values, slopes, new(memory, link, i + 1, chain.Units(link)));
    }

    /// <summary>From ∂loss/∂outputs of the last link, which it changes.</summary>
    internal void Backward(GradientWrites writes)
    {
        for (var i = chain.Count - 1; i >= first; i--)
        {
            var gradient = memory.Gradient(i, chain.Units(i));
            if (!chain.Layers(i).IsEmpty)
                LayerPasses.Multiply<T>(gradient.Numbers<T>(), memory.Slopes(i, chain.Units(i)).Numbers<T>());
            var from = i == 0 ? input : memory.Values(i - 1, chain.Units(i - 1)).Tensor;
            var before = i > first ? memory.Gradient(i - 1, chain.Units(i - 1)) : null;
            chain.Head(i).Backward<T>(from, gradient, before, new(memory, i, 0, chain.Units(i)), writes);
        }
    }
}
