using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>‖w‖₁ ≤ r over the whole parameter: the lasso in its constrained form.</summary>
/// <param name="radius">r, above 0.</param>
/// <remarks>J. Duchi et al., Efficient projections onto the ℓ1-ball for learning in high dimensions, ICML 2008, fig. 1.</remarks>
public sealed class L1Ball(double radius) : Constraint
{
    readonly double radius = Require.Positive(radius);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"L1Ball({radius})");

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>Soft thresholding by the θ with ‖S(w, θ)‖₁ = r, found by sorting.</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        MetricProx(w, ones([1], w.dtype, w.device));
    }

    /// <summary>S(wᵢ, θtᵢ) with the θ that makes the sum of magnitudes r.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var scope = NewDisposeScope();
        var magnitudes = w.abs().flatten();
        if (magnitudes.sum().ReadDouble() <= radius) return;
        var sizes = stepSizes.expand(w.shape).flatten();
        // Element i reaches 0 at θ = |wᵢ|/tᵢ: the largest are kept the longest.
        var (ends, order) = (magnitudes / sizes).sort(0, descending: true);
        var thresholds =
            (magnitudes.index_select(0, order).cumsum(0) - Scalars.Of(radius)) / sizes.index_select(0, order).cumsum(0);
        var kept = ends.gt(thresholds).sum().ReadInt64();
        SoftThreshold.Apply(w, stepSizes, thresholds[kept - 1].ReadDouble());
    }
}
