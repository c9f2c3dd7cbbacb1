using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The ridge penalty (λ/2)‖w‖² = (λ/2) Σwᵢ², torch's <c>weight_decay</c> under plain SGD.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>A. E. Hoerl, R. W. Kennard, Ridge regression, Technometrics 12 (1970), p. 55.</remarks>
public sealed class L2(double lambda) : SeparablePenalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"L2({Lambda})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override ShrinkageWeights? Shrinkage => new(0, Lambda);

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override bool IsSmooth => true;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => w.Squared().sum() * Scalars.Of(Lambda / 2);

    /// <inheritdoc/>
    public override Tensor ElementValues(Tensor w) => w.Squared() * Scalars.Of(Lambda / 2);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        if (!Kernels.Shrinkage.AddSubgradient(w, gradient, 0, scale * Lambda)) gradient.add_(w, Scalars.Of(scale * Lambda));
    }

    /// <summary>Shrinkage, w := w / (1 + stepSize·λ).</summary>
    public override void Prox(Tensor w, double stepSize) => w.div_(Scalars.Of(1 + Require.Positive(stepSize) * Lambda));

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var scope = NewDisposeScope();
        w.div_((stepSizes * Scalars.Of(Lambda)).add(Scalars.Of(1), Scalars.One));
    }

    /// <summary>|g + λw|.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var sum = gradient.add(w, Scalars.Of(Lambda));
        return sum.abs();
    }

    /// <summary>Infinite, unless g = 0: the ridge shrinks and never reaches 0.</summary>
    public override double LambdaMax(Tensor gradientAtZero) =>
        Norms.LargestMagnitude(gradientAtZero) == 0 ? 0 : double.PositiveInfinity;
}
