using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The subdifferential of λ|w|: λ sign(w) where w ≠ 0, the interval [−λ, λ] where w = 0.</summary>
static class Kink
{
    internal static Tensor Distance(Tensor w, Tensor gradient, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var away = (gradient + w.sign() * lambda).abs();
        var atZero = (gradient.abs() - lambda).clamp_min(0);
        return where(w.ne(0), away, atZero).MoveToOuterDisposeScope();
    }
}
