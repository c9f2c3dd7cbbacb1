using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The minimax concave penalty Σ p(wᵢ), p(w) = λ|w| − w²/(2γ) up to |w| = γλ and γλ²/2 from there on: it pulls at 0 as the lasso
/// does, and leaves large weights alone. Not convex.
/// </summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="gamma">γ, above 1: ∞ is the lasso, 1 a count of weights. Default 3, as in ncvreg.</param>
/// <remarks>
/// C.-H. Zhang, Nearly unbiased variable selection under minimax concave penalty, Ann. Stat. 38 (2010), p. 897. P is not
/// proportional to λ: a schedule's factor and <see cref="Weighted"/>'s weights multiply P, a linear problem's λ is this λ.
/// </remarks>
public sealed class Mcp(double lambda, double gamma = 3) : SeparablePenalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <summary>γ.</summary>
    public double Gamma { get; } = Require.Above(1, gamma);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"Mcp({Lambda}, {Gamma})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    internal override (ElementPenalty Of, Tensor? Factors)? Elements => (new McpElement(Lambda, Gamma), null);

    /// <inheritdoc/>
    public override Penalty ScaledBy(double factor) => new Mcp(factor * Lambda, Gamma);

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w)
    {
        var bent = w.abs().clamp_max(Scalars.Of(Gamma * Lambda));
        return bent * Scalars.Of(Lambda) - bent.Squared() / Scalars.Of(2 * Gamma);
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        Kink.AddGradient(w, gradient, scale, Slope);

    /// <summary>
    /// Firm thresholding: S(wᵢ, tλ)/(1 − t/γ) up to |wᵢ| = γλ, wᵢ beyond. Steps t ≥ γ leave no convexity; the global minimiser is
    /// then wᵢ above λ√(γt), else 0.
    /// </summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (size, isShort) = (w.abs(), stepSizes.lt(Scalars.Of(Gamma)));
        var divisor = (stepSizes / Scalars.Of(-Gamma)).add(Scalars.One, Scalars.One);
        var firm = (size - stepSizes * Scalars.Of(Lambda)).clamp_min(Scalars.Of(0)) / where(isShort, divisor, ones_like(divisor));
        var bent = where(size.le(Scalars.Of(Gamma * Lambda)), firm.minimum(size), size);
        var isKept = size.Squared().gt(stepSizes * Scalars.Of(Gamma * Lambda * Lambda));
        w.copy_(where(isShort, bent, where(isKept, size, zeros_like(size))) * w.sign());
    }

    /// <summary>|g + p′(w)| where w ≠ 0, p′ = sign(w)·max(λ − |w|/γ, 0); max(|g| − λ, 0) where w = 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) => Kink.Distance(w, gradient, Slope, Lambda);

    /// <summary>max|g|: from this λ on, 0 is stationary.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => Norms.LargestMagnitude(gradientAtZero);

    Tensor Slope(Tensor w) =>
        (w.abs() / Scalars.Of(-Gamma)).add(Scalars.Of(Lambda), Scalars.One).clamp_min(Scalars.Of(0)) * w.sign();
}
