using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The elastic net λ(ρ‖w‖₁ + (1 − ρ)/2·‖w‖²).</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="l1Ratio">ρ, from 0 (ridge) to 1 (lasso).</param>
/// <remarks>H. Zou, T. Hastie, JRSS-B 67 (2005), p. 303; in the parametrization of J. Friedman, T. Hastie, R. Tibshirani,
/// J. Stat. Software 33(1) (2010), p. 3.</remarks>
public sealed class ElasticNet(double lambda, double l1Ratio) : Penalty
{
    readonly double l1 = Require.NonNegative(lambda) * Require.Ratio(l1Ratio), l2 = lambda * (1 - l1Ratio);

    /// <summary>λ.</summary>
    public double Lambda => lambda;

    /// <summary>ρ.</summary>
    public double L1Ratio => l1Ratio;

    /// <summary>The same penalty from its two weights, l1‖w‖₁ + (l2/2)‖w‖².</summary>
    /// <param name="l1">Weight of ‖w‖₁, 0 or more.</param>
    /// <param name="l2">Weight of ½‖w‖², 0 or more.</param>
    public static ElasticNet FromWeights(double l1, double l2) =>
        Require.NonNegative(l1) + Require.NonNegative(l2) is var sum && sum > 0 ? new(sum, l1 / sum) : new(0, 1);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"ElasticNet({lambda}, {l1Ratio})");

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => w.abs().sum() * l1 + w.square().sum() * (l2 / 2);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient)
    {
        using var sign = w.sign();
        gradient.add_(sign, l1).add_(w, l2);
    }

    /// <summary>Soft thresholding by stepSize·λρ, then shrinkage by 1 + stepSize·λ(1 − ρ).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        var threshold = Require.Positive(stepSize) * l1;
        using var clamped = w.clamp(-threshold, threshold);
        w.sub_(clamped).div_(1 + stepSize * l2);
    }

    /// <inheritdoc/>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var smooth = gradient.add(w, l2);
        return Kink.Distance(w, smooth, l1);
    }
}
