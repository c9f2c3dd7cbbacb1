using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A penalty P(w) = Σ p(wᵢ) that acts element by element, so that each element may have a step size, or a weight, of its own:
/// what proximal steps under Adam's diagonal metric and adaptive weights need.
/// </summary>
public abstract class SeparablePenalty : Penalty
{
    /// <summary>p(wᵢ), differentiable.</summary>
    public abstract Tensor ElementValues(Tensor w);

    /// <summary>wᵢ := argmin over v of ½(v − wᵢ)² + stepSizesᵢ·p(v), in place.</summary>
    /// <param name="w">Changed in place.</param>
    /// <param name="stepSizes">Of w's shape, or broadcastable to it; 0 or more.</param>
    // Not an overload of Prox: a number converts to a tensor by itself, and C# would take that overload for a plain step size.
    public abstract void ElementProx(Tensor w, Tensor stepSizes);

    /// <summary>The weights of ‖w‖₁ and ½‖w‖² where the penalty is their sum, so that its prox is one pass over the weights; else null.</summary>
    internal virtual (double L1, double L2)? Shrinkage => null;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => ElementValues(w).sum();
}
