using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Σ p(|wᵢ|) with p smooth but at 0, where its slope leaps from −p′(0+) to p′(0+): what a penalty owes to its slope alone.
/// </summary>
static class Kink
{
    /// <summary>gradient += scale·p′(w), where the slope at 0 is 0.</summary>
    internal static void AddGradient(Tensor w, Tensor gradient, double scale, Func<Tensor, Tensor> slope)
    {
        using var scope = NewDisposeScope();
        gradient.add_(slope(w), Scalars.Of(scale));
    }

    /// <summary>|g + p′(w)| where w ≠ 0, max(|g| − p′(0+), 0) where w = 0.</summary>
    internal static Tensor Distance(Tensor w, Tensor gradient, Func<Tensor, Tensor> slope, double steepest)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var atZero = (gradient.abs() - Scalars.Of(steepest)).clamp_min(Scalars.Of(0));
        return where(w.ne(Scalars.Of(0)), gradient.add(slope(w), Scalars.One).abs(), atZero).MoveToOuterDisposeScope();
    }
}
