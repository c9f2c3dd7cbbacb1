using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Layers one after another, each a copy of a first one, and perhaps a norm behind the last.</summary>
sealed class BlockStack : nn.Module
{
    readonly ModuleList<TransformerBlock> layers;
    readonly LayerNorm? norm;

    internal BlockStack(TransformerBlock layer, long count, bool hasNorm) : base("BlockStack")
    {
        layers = nn.ModuleList(Enumerable.Range(0, checked((int)count)).Select(_ => layer.Copied()).ToArray());
        if (hasNorm) norm = layer.Shape.NewNorm();
        RegisterComponents();
    }

    internal Tensor Apply(Tensor input, in TransformerInputs context)
    {
        if (layers.Count == 0 && norm is null) throw new ExternalException("A transformer without layers gives nothing.");
        using var scope = NewDisposeScope();
        var output = input;
        for (var i = 0; i < layers.Count; i++) output = layers[i].Apply(output, context);
        return (norm is null ? output : norm.forward(output)).MoveToOuterDisposeScope();
    }
}
