using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The elastic net λ(ρ‖w‖₁ + (1 − ρ)/2·‖w‖²).</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="l1Ratio">ρ, from 0 (ridge) to 1 (lasso).</param>
/// <remarks>H. Zou, T. Hastie, JRSS-B 67 (2005), p. 303; parametrized as in J. Friedman, T. Hastie, R. Tibshirani,
/// J. Stat. Software 33(1) (2010), p. 3.</remarks>
public sealed class ElasticNet(double lambda, double l1Ratio) : SeparablePenalty
{
    readonly double l1 = Require.NonNegative(lambda) * Require.Ratio(l1Ratio), l2 = lambda * (1 - l1Ratio);

    /// <summary>λ.</summary>
    public double Lambda { get; } = lambda;

    /// <summary>ρ.</summary>
    public double L1Ratio { get; } = l1Ratio;

    /// <summary>The same penalty from its two weights, l1‖w‖₁ + (l2/2)‖w‖².</summary>
    /// <param name="l1">Weight of ‖w‖₁, 0 or more.</param>
    /// <param name="l2">Weight of ½‖w‖², 0 or more.</param>
    public static ElasticNet FromWeights(double l1, double l2)
    {
        var sum = Require.NonNegative(l1) + Require.NonNegative(l2);
        return sum > 0 ? new(sum, l1 / sum) : new(0, 1);
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"ElasticNet({Lambda}, {L1Ratio})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override ShrinkageWeights? Shrinkage => new(l1, l2);

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override bool IsSmooth => l1 == 0;

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w) =>
        (w.abs() * Scalars.Of(l1)).add(w.Squared() * Scalars.Of(l2 / 2), Scalars.One);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1) =>
        SoftThreshold.AddSubgradient(w, gradient, scale * l1, scale * l2);

    /// <summary>Soft thresholding by stepSize·λρ, then shrinkage by 1 + stepSize·λ(1 − ρ).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        SoftThreshold.Apply(w, Require.Positive(stepSize) * l1, 1 + stepSize * l2);
    }

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var scope = NewDisposeScope();
        SoftThreshold.Apply(w, stepSizes, l1);
        w.div_((stepSizes * Scalars.Of(l2)).add(Scalars.Of(1), Scalars.One));
    }

    /// <summary>The lasso's distance with λρ at the gradient g + λ(1 − ρ)w.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var smooth = gradient.add(w, Scalars.Of(l2));
        return SoftThreshold.Distance(w, smooth, l1);
    }

    /// <summary>max|g| / ρ; infinite at ρ = 0.</summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        var largest = Norms.LargestMagnitude(gradientAtZero);
        return largest == 0 ? 0 : largest / L1Ratio;
    }
}
