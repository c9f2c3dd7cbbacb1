using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The lasso penalty λ‖w‖₁ = λ Σ|wᵢ|.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>R. Tibshirani, Regression shrinkage and selection via the lasso, JRSS-B 58 (1996), p. 268.</remarks>
public sealed class L1(double lambda) : Penalty
{
    readonly Scalar alpha = Require.NonNegative(lambda);

    /// <summary>λ.</summary>
    public double Lambda => lambda;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"L1({lambda})");

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => w.abs().sum() * lambda;

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient)
    {
        using var sign = w.sign();
        gradient.add_(sign, alpha);
    }

    /// <summary>Soft thresholding, w := sign(w)·max(|w| − stepSize·λ, 0), written as w − clamp(w, ±stepSize·λ).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        var threshold = Require.Positive(stepSize) * lambda;
        using var clamped = w.clamp(-threshold, threshold);
        w.sub_(clamped);
    }

    /// <inheritdoc/>
    /// <remarks>|g + λ sign(w)| where w ≠ 0, max(|g| − λ, 0) where w = 0.</remarks>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient) =>
        Kink.Distance(w, gradient, lambda);
}
