using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>S(w, t) = sign(w)·max(|w| − t, 0), the prox of t|w|, and the distance to the subdifferential of λ|w|.</summary>
public static class SoftThreshold
{
    /// <summary>w := S(w, threshold)/divisor, in place.</summary>
    // w − clamp(w, ±t) is the same number as the definition, exactly 0 where |w| ≤ t, in two kernels.
    public static void Apply(Tensor w, double threshold, double divisor = 1)
    {
        if (Shrinkage.Prox(w, threshold, divisor)) return;
        using var clamped = w.clamp(Scalars.Of(-threshold), Scalars.Of(threshold));
        w.sub_(clamped);
        if (divisor != 1) w.div_(Scalars.Of(divisor));
    }

    /// <summary>gradient += l1·sign(w) + l2·w.</summary>
    public static void AddSubgradient(Tensor w, Tensor gradient, double l1, double l2 = 0)
    {
        if (Shrinkage.AddSubgradient(w, gradient, l1, l2)) return;
        using var sign = w.sign();
        gradient.add_(sign, Scalars.Of(l1));
        if (l2 != 0) gradient.add_(w, Scalars.Of(l2));
    }

    /// <summary>wᵢ := S(wᵢ, stepSizesᵢ·lambda), in place.</summary>
    public static void Apply(Tensor w, Tensor stepSizes, double lambda)
    {
        using var threshold = stepSizes * Scalars.Of(lambda);
        using var below = threshold.neg();
        using var clamped = w.clamp(below, threshold);
        w.sub_(clamped);
    }

    /// <summary>
    /// |g + λ·sign(w)| where w ≠ 0, max(|g| − λ, 0) where w = 0: how far −g is from the subdifferential of λ‖w‖₁.
    /// </summary>
    public static Tensor Distance(Tensor w, Tensor gradient, double lambda)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // libtorch's sign of what is no number is 0, its product with 0 is none.
        var away = gradient.add(w.sign() * Scalars.Of(lambda), Scalars.One).add(w * Scalars.Of(0), Scalars.One).abs();
        var atZero = (gradient.abs() - Scalars.Of(lambda)).clamp_min(Scalars.Of(0));
        return where(w.ne(Scalars.Of(0)), away, atZero).MoveToOuterDisposeScope();
    }
}
