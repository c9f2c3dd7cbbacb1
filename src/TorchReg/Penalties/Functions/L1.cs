using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The lasso penalty λ‖w‖₁ = λ Σ|wᵢ|.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>R. Tibshirani, Regression shrinkage and selection via the lasso, JRSS-B 58 (1996), p. 268.</remarks>
public sealed class L1(double lambda) : SeparablePenalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"L1({Lambda})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => w.abs().sum() * Scalars.Of(Lambda);

    /// <inheritdoc/>
    public override ShrinkageWeights? Shrinkage => new(Lambda, 0);

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w) => w.abs() * Scalars.Of(Lambda);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        SoftThreshold.AddSubgradient(w, gradient, scale * Lambda);

    /// <summary>Soft thresholding, w := sign(w)·max(|w| − stepSize·λ, 0).</summary>
    public override void Prox(Tensor w, double stepSize) => SoftThreshold.Apply(w, Require.Positive(stepSize) * Lambda);

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes) => SoftThreshold.Apply(w, stepSizes, Lambda);

    /// <summary>|g + λ sign(w)| where w ≠ 0, max(|g| − λ, 0) where w = 0.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) => SoftThreshold.Distance(w, gradient, Lambda);

    /// <summary>max|g|.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => Norms.LargestMagnitude(gradientAtZero);

    /// <inheritdoc/>
    public override double? DualNorm(Tensor gradient) => Lambda > 0 ? LambdaMax(gradient) / Lambda : null;
}
