using TorchReg.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A model's modules in the order in which they act, where it is layers one after the other.</summary>
sealed class ChainModules
{
    readonly List<(Sequential Container, int Count)> containers = [];

    /// <summary>The layers.</summary>
    internal List<nn.Module> Layers { get; } = [];

    /// <summary>The layers and what holds them.</summary>
    internal List<nn.Module> All { get; } = [];

    /// <summary>False where the model is something else, or has a layer that no chain takes.</summary>
    internal bool TryAdd(nn.Module module)
    {
        All.Add(module);
        switch (module)
        {
            case ILinearModel linear: return TryAdd(linear.Linear);
            case ILayeredModel layered: return TryAdd(layered.Layers);
            // A class of its own may do something else in forward.
            case Sequential own when own.GetType().Assembly == typeof(Sequential).Assembly:
                containers.Add((own, own.Count));
                return own.Count > 0 && own.children().All(TryAdd);
            default:
                Layers.Add(module);
                return module is Linear or LayerNorm or Identity || IsFlatten(module) || Element(module) is not null;
        }
    }

    /// <summary>Whether no layer came or went.</summary>
    internal bool AreUnchanged
    {
        get
        {
            foreach (var (container, count) in containers)
                if (container.Count != count) return false;
            return true;
        }
    }

    /// <summary>All of a row's dimensions become one.</summary>
    internal static bool IsFlatten(nn.Module module) => module is Flatten { start_dim: 1, end_dim: -1 };

    /// <summary>A layer that acts on each element by itself; null for another.</summary>
    internal static ChainElement? Element(nn.Module module) => module switch
    {
        ReLU relu => new Rectifier(relu),
        LeakyReLU leaky => new Rectifier(leaky),
        Tanh tanh => new TanhElement(tanh),
        Sigmoid sigmoid => new SigmoidElement(sigmoid),
        GELU gelu => new GeluElement(gelu),
        Dropout dropout => new DropoutElement(dropout),
        NoiseLayer { IsElementwise: true } noise => new NoiseElement(noise),
        _ => null,
    };
}
