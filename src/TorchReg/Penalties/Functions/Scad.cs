using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The smoothly clipped absolute deviation Σ p(wᵢ): λ|w| up to |w| = λ, from aλ on λ²(a + 1)/2, and a parabola between, whose
/// slope is (aλ − |w|)/(a − 1). Not convex.
/// </summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="gamma">a, above 2: ∞ is the lasso. Default 3.7, as its authors advise.</param>
/// <remarks>
/// J. Fan, R. Li, Variable selection via nonconcave penalized likelihood and its oracle properties, JASA 96 (2001), p. 1350. P is
/// not proportional to λ: a schedule's factor and <see cref="Weighted"/>'s weights multiply P, a linear problem's λ is this λ.
/// </remarks>
public sealed class Scad(double lambda, double gamma = 3.7) : SeparablePenalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <summary>a.</summary>
    public double Gamma { get; } = Require.Above(2, gamma);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"Scad({Lambda}, {Gamma})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    internal override (ElementPenalty Of, Tensor? Factors)? Elements => (new ScadElement(Lambda, Gamma), null);

    /// <inheritdoc/>
    public override Penalty ScaledBy(double factor) => new Scad(factor * Lambda, Gamma);

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w)
    {
        var size = w.abs();
        var over = size.clamp(Scalars.Of(Lambda), Scalars.Of(Gamma * Lambda)) - Scalars.Of(Lambda);
        var bent = over * Scalars.Of(Lambda) - over.Squared() / Scalars.Of(2 * (Gamma - 1));
        return bent.add(size.clamp_max(Scalars.Of(Lambda)), Scalars.Of(Lambda));
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        Kink.AddGradient(w, gradient, scale, Slope);

    /// <summary>
    /// S(wᵢ, tλ) up to |wᵢ| = (1 + t)λ, ((a − 1)wᵢ − sign(wᵢ)taλ)/(a − 1 − t) up to aλ, wᵢ beyond. Steps t ≥ a − 1 leave the
    /// middle concave; the global minimiser is then the better of S(wᵢ, tλ), at most λ, and wᵢ, at least aλ.
    /// </summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (size, isShort) = (w.abs(), stepSizes.lt(Scalars.Of(Gamma - 1)));
        var soft = (size - stepSizes * Scalars.Of(Lambda)).clamp_min(Scalars.Of(0));
        var moved = where(isShort, Bent(size, soft, stepSizes, isShort), Better(size, soft, stepSizes));
        w.copy_(moved * w.sign());
    }

    Tensor Bent(Tensor size, Tensor soft, Tensor t, Tensor isShort)
    {
        var divisor = t.neg().add(Scalars.Of(Gamma - 1), Scalars.One);
        var bent = (size * Scalars.Of(Gamma - 1) - t * Scalars.Of(Gamma * Lambda)) / where(isShort, divisor, ones_like(divisor));
        var isSoft = size.le(t.add(Scalars.One, Scalars.One) * Scalars.Of(Lambda));
        return where(isSoft, soft, where(size.le(Scalars.Of(Gamma * Lambda)), bent.minimum(size), size));
    }

    Tensor Better(Tensor size, Tensor soft, Tensor t)
    {
        var (near, far) = (soft.clamp_max(Scalars.Of(Lambda)), size.clamp_min(Scalars.Of(Gamma * Lambda)));
        var atNear = ((near - size).Squared() / Scalars.Of(2)).add(near * t, Scalars.Of(Lambda));
        var atFar = ((far - size).Squared() / Scalars.Of(2)).add(t, Scalars.Of(Lambda * Lambda * (Gamma + 1) / 2));
        return where(atFar.lt(atNear), far, near);
    }

    /// <summary>|g + p′(w)| where w ≠ 0; max(|g| − λ, 0) where w = 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) => Kink.Distance(w, gradient, Slope, Lambda);

    /// <summary>max|g|: from this λ on, 0 is stationary.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => Norms.LargestMagnitude(gradientAtZero);

    // The parabola's slope is above λ where |w| < λ.
    Tensor Slope(Tensor w)
    {
        var falling = w.abs().neg().add(Scalars.Of(Gamma * Lambda), Scalars.One) / Scalars.Of(Gamma - 1);
        return falling.clamp(Scalars.Of(0), Scalars.Of(Lambda)) * w.sign();
    }
}
