using TorchReg.Kernels;

namespace TorchReg.Objectives;

/// <summary>A layer of a chain that acts on each element by itself.</summary>
abstract class ChainElement
{
    /// <summary>
    /// Whether it changes its input in place, so that autograd refuses it where the layer before needs its own output.
    /// </summary>
    internal abstract bool IsInPlace { get; }

    /// <summary>Whether it can be taken as it is set now.</summary>
    internal virtual bool Fits => true;

    /// <summary>a := f(a), slopes := slopes∘f′(a); slopes are empty where nothing is to be differentiated.</summary>
    internal abstract void Apply<T>(KeptMatrix a, Span<T> slopes, ChainSpot spot)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>;
}
