using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The ridge penalty (λ/2)‖w‖² = (λ/2) Σwᵢ², torch's <c>weight_decay</c> under plain SGD.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>A. E. Hoerl, R. W. Kennard, Ridge regression, Technometrics 12 (1970), p. 55.</remarks>
public sealed class L2(double lambda) : Penalty
{
    readonly Scalar alpha = Require.NonNegative(lambda);

    /// <summary>λ.</summary>
    public double Lambda => lambda;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"L2({lambda})");

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => w.square().sum() * (lambda / 2);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient) => gradient.add_(w, alpha);

    /// <summary>Shrinkage, w := w / (1 + stepSize·λ).</summary>
    public override void Prox(Tensor w, double stepSize) => w.mul_(1 / (1 + Require.Positive(stepSize) * lambda));

    /// <inheritdoc/>
    /// <remarks>|g + λw|.</remarks>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return (gradient + w * lambda).abs().MoveToOuterDisposeScope();
    }
}
