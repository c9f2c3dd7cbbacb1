using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>S(w, t) = sign(w)·max(|w| − t, 0), the prox of t|w|, and the distance to the subdifferential of λ|w|.</summary>
static class SoftThreshold
{
    // w − clamp(w, ±t) is the same number as the definition, exactly 0 where |w| ≤ t, in two kernels.
    internal static void Apply(Tensor w, double threshold)
    {
        using var clamped = w.clamp(-threshold, threshold);
        w.sub_(clamped);
    }

    internal static void Apply(Tensor w, Tensor stepSizes, double lambda)
    {
        using var threshold = stepSizes * lambda;
        using var below = threshold.neg();
        using var clamped = w.clamp(below, threshold);
        w.sub_(clamped);
    }

    internal static Tensor Distance(Tensor w, Tensor gradient, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var away = (gradient + w.sign() * lambda).abs();
        var atZero = (gradient.abs() - lambda).clamp_min(0);
        return where(w.ne(0), away, atZero).MoveToOuterDisposeScope();
    }
}
