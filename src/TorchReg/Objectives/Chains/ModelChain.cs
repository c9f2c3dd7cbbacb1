using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A model that is layers one after the other, as links (linear maps, normalizations) with the layers behind each that act on
/// its outputs element by element.
/// </summary>
sealed class ModelChain
{
    readonly ChainModules modules;
    readonly ForwardHooks hooks;
    readonly Link[] links;
    readonly long[] units;
    readonly bool flattens;

    sealed record Link(ChainLink Head, ChainElement[] Layers);

    ModelChain(ChainModules modules, ForwardHooks hooks)
    {
        (this.modules, this.hooks) = (modules, hooks);
        flattens = modules.Layers.TakeWhile(layer => layer is not (Linear or LayerNorm)).Any(ChainModules.IsFlatten);
        links = [.. Split(modules.Layers)];
        units = new long[links.Length];
    }

    /// <summary>Null where the model is no chain.</summary>
    internal static ModelChain? Of(nn.Module<Tensor, Tensor> model)
    {
        var modules = new ChainModules();
        if (!modules.TryAdd(model) || !modules.Layers.Exists(layer => layer is Linear or LayerNorm)) return null;
        return ForwardHooks.Of(modules.All) is { } hooks ? new(modules, hooks) : null;
    }

    static IEnumerable<Link> Split(List<nn.Module> layers)
    {
        ChainLink head = new InputLink();
        var behind = new List<ChainElement>();
        foreach (var layer in layers)
        {
            if (ChainModules.Element(layer) is { } element) behind.Add(element);
            if (layer is not (Linear or LayerNorm)) continue;
            if (head is not InputLink || behind.Count > 0) yield return new(head, [.. behind]);
            head = layer is Linear linear ? new LinearLink(linear) : new NormLink((LayerNorm)layer);
            behind.Clear();
        }
        yield return new(head, [.. behind]);
    }

    internal int Count => links.Length;

    internal ChainLink Head(int link) => links[link].Head;

    internal ReadOnlySpan<ChainElement> Layers(int link) => links[link].Layers;

    /// <summary>Columns of a link's outputs, as they were when it was last looked at.</summary>
    internal long Units(int link) => units[link];

    /// <summary>Whether the layers as they are now, and these features, are for a chain; else autograd has the say.</summary>
    internal bool Fits(Tensor features)
    {
        var (type, dimensions) = (features.dtype, features.Dimensions);
        if (type is not (ScalarType.Float32 or ScalarType.Float64) || !HostMemory.Has(features)) return false;
        if (!modules.AreUnchanged || hooks.Any || features.requires_grad || !features.is_contiguous()) return false;
        if (dimensions != 2 && !(flattens && dimensions > 2)) return false;
        var rows = features.size(0);
        if (rows == 0) return false;
        var inputs = features.NumberOfElements / rows;
        for (var i = 0; i < links.Length; i++)
        {
            if (links[i].Head.Units(inputs, type) is not { } outputs || outputs == 0) return false;
            if (!ActsInPlaceRightly(links[i])) return false;
            if (Math.Max(inputs, outputs) * rows > int.MaxValue / 8) return false;
            units[i] = inputs = outputs;
        }
        return true;
    }

    // In place only right behind a link, whose derivative does not need its outputs.
    static bool ActsInPlaceRightly(Link link)
    {
        for (var i = 0; i < link.Layers.Length; i++)
            if (link.Layers[i].IsInPlace && (i > 0 || link.Head is InputLink)) return false;
        return true;
    }

    /// <summary>The first link that learns; the number of links where none does.</summary>
    internal int FirstThatLearns
    {
        get
        {
            for (var i = 0; i < links.Length; i++)
                if (links[i].Head.Learns) return i;
            return links.Length;
        }
    }

    /// <summary>Whether a frozen parameter still has a gradient, as it has from before: an optimizer would take it.</summary>
    internal bool HasStaleGradient()
    {
        foreach (var link in links)
            foreach (var parameter in link.Head.Parameters)
            {
                if (parameter is null || parameter.requires_grad) continue;
                using var gradient = parameter.grad;
                if (gradient is not null) return true;
            }
        return false;
    }
}
