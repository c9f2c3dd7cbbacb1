using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The log-sum penalty λ Σ log(1 + |wᵢ|/ε): nearer to a count of weights than L1, since large weights are hardly shrunk. Not
/// convex.
/// </summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="epsilon">ε, above 0: for ε → ∞ and λ = εμ it becomes μ‖w‖₁. At 0 it pulls as an L1 of λ/ε does.</param>
/// <remarks>
/// E. J. Candès, M. B. Wakin, S. P. Boyd, Enhancing sparsity by reweighted ℓ1 minimization, J. Fourier Anal. Appl. 14 (2008), p.
/// 884.
/// </remarks>
public sealed class LogSum(double lambda, double epsilon = 0.1) : SeparablePenalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <summary>ε.</summary>
    public double Epsilon { get; } = Require.Positive(epsilon);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"LogSum({Lambda}, {Epsilon})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    internal override (ElementPenalty Of, Tensor? Factors)? Elements => (new LogSumElement(Lambda, Epsilon), null);

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w) => (w.abs() / Scalars.Of(Epsilon)).log1p() * Scalars.Of(Lambda);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        Kink.AddGradient(w, gradient, scale, Slope);

    /// <summary>The better of 0 and the larger root of (v − |wᵢ|)(v + ε) + tᵢλ = 0, with wᵢ's sign.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (size, weight) = (w.abs(), stepSizes * Scalars.Of(Lambda));
        var sum = size.add(Scalars.Of(Epsilon), Scalars.One);
        var under = sum.Squared() - weight * Scalars.Of(4);
        // |w| − v = 2t·λ/(|w| + ε + √…): without the difference of two large numbers.
        var root = (size - weight * Scalars.Of(2) / sum.add(under.clamp_min(Scalars.Of(0)).sqrt(), Scalars.One)).clamp_min(
            Scalars.Of(0));
        var atRoot = ((root - size).Squared() / Scalars.Of(2)).add(weight * (root / Scalars.Of(Epsilon)).log1p(), Scalars.One);
        var isRoot = under.ge(Scalars.Of(0)).logical_and(atRoot.lt(size.Squared() / Scalars.Of(2)));
        // What is not finite stays so, that a training which diverged is not taken for a sparse one.
        w.copy_(where(w.isfinite(), where(isRoot, root, zeros_like(root)) * w.sign(), w));
    }

    /// <summary>|g + λ sign(w)/(ε + |w|)| where w ≠ 0, max(|g| − λ/ε, 0) where w = 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) =>
        Kink.Distance(w, gradient, Slope, Lambda / Epsilon);

    /// <summary>ε·max|g|: from this λ on, 0 is stationary.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => Epsilon * Norms.LargestMagnitude(gradientAtZero);

    Tensor Slope(Tensor w) => w.sign() * Scalars.Of(Lambda) / w.abs().add(Scalars.Of(Epsilon), Scalars.One);
}
