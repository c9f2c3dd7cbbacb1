using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The ℓ½ penalty λ Σ √|wᵢ|, between the lasso and a count of weights. Not convex, and infinitely steep at 0.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>
/// Z. Xu, X. Chang, F. Xu, H. Zhang, L1/2 regularization: a thresholding representation theory and a fast solver, IEEE Trans.
/// Neural Netw. Learn. Syst. 23 (2012), theorem 1. A weight of 0 is stationary whatever the data say: only proximal steps, whose
/// size bounds how far they look, leave it.
/// </remarks>
public sealed class LHalf(double lambda) : SeparablePenalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"LHalf({Lambda})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    internal override (ElementPenalty Of, Tensor? Factors)? Elements => (new LHalfElement(Lambda), null);

    /// <inheritdoc/>
    // The slope of a square root at 0 is infinite, autograd's no number: at 0 it is taken as 0.
    public override Tensor ElementValues(Tensor w)
    {
        var isZero = w.eq(Scalars.Of(0));
        return w.abs().masked_fill(isZero, Scalars.One).sqrt().masked_fill(isZero, Scalars.Of(0)) * Scalars.Of(Lambda);
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        Kink.AddGradient(w, gradient, scale, Slope);

    /// <summary>
    /// Half thresholding, the global minimiser: 0 up to |wᵢ| = 3/2·(tλ)^⅔; beyond, ⅔wᵢ(1 + cos(⅔(π − φ))) with
    /// cos φ = tλ/4·(|wᵢ|/3)^−1.5.
    /// </summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (size, weight) = (w.abs(), stepSizes * Scalars.Of(Lambda));
        var isKept = size.gt(weight.pow(Scalars.Of(2.0 / 3)) * Scalars.Of(1.5));
        // Where it is kept the cosine is at most √½.
        var cosine = (size.masked_fill(isKept.logical_not(), Scalars.One) / Scalars.Of(3)).pow(Scalars.Of(-1.5))
            * weight / Scalars.Of(4);
        var angle = cosine.clamp_max(Scalars.One).acos().neg().add(Scalars.Of(Math.PI), Scalars.One) * Scalars.Of(2.0 / 3);
        var root = w * angle.cos().add(Scalars.One, Scalars.One) * Scalars.Of(2.0 / 3);
        // Without a weight nothing is moved, not even by rounding; and what is not finite stays so.
        var isMoved = weight.ne(Scalars.Of(0)).logical_and(w.isfinite());
        w.copy_(where(isMoved, where(isKept, root, zeros_like(root)), w));
    }

    /// <summary>|g + λ sign(w)/(2√|w|)| where w ≠ 0; 0 where w = 0, unless λ is 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) =>
        Kink.Distance(w, gradient, Slope, Lambda == 0 ? 0 : double.PositiveInfinity);

    /// <summary>0: any λ above makes 0 stationary.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => 0;

    Tensor Slope(Tensor w) => w.sign() * Scalars.Of(Lambda / 2) / w.abs().masked_fill(w.eq(Scalars.Of(0)), Scalars.One).sqrt();
}
