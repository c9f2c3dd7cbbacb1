using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A layer of a chain that mixes units, and whose derivative is written down: a linear map, a normalization.</summary>
abstract class ChainLink
{
    /// <summary>What it learns; those that it has now.</summary>
    internal abstract ReadOnlySpan<Parameter?> Parameters { get; }

    /// <summary>
    /// Looks at the layer as it is now: how many units it makes of so many inputs, or null where it is not for a chain.
    /// </summary>
    internal abstract long? Units(long inputs, ScalarType type);

    /// <summary>Whether anything of it is to be trained.</summary>
    internal bool Learns
    {
        get
        {
            foreach (var parameter in Parameters)
                if (parameter is { requires_grad: true }) return true;
            return false;
        }
    }

    /// <summary>outputs := what it makes of the input, rows × inputs.</summary>
    internal abstract void Forward<T>(Tensor input, KeptMatrix outputs, ChainSpot spot)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// Writes the gradients of what it learns, and ∂loss/∂input where that is asked for, from ∂loss/∂outputs.
    /// </summary>
    internal abstract void Backward<T>(
        Tensor input, KeptMatrix gradient, KeptMatrix? inputGradient, ChainSpot spot, GradientWrites writes)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>;
}

/// <summary>A link's or a layer's place in a chain's memory.</summary>
/// <param name="Memory">The chain's.</param>
/// <param name="Link">The link's number.</param>
/// <param name="Layer">0 for the link itself, then the layers that follow it element by element.</param>
/// <param name="Units">Columns of its outputs.</param>
readonly record struct ChainSpot(ChainMemory Memory, int Link, int Layer, long Units)
{
    /// <summary>Memory of its own, rows × so many columns.</summary>
    internal KeptMatrix Scratch(long columns) => Memory.Scratch(Link, Layer, columns);
}
