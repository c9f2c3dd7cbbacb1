using TorchSharp;
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
    public override bool KeepsSigns => true;

    /// <summary>Soft thresholding by the θ with ‖S(w, θ)‖₁ = r, found by sorting.</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        var magnitudes = w.abs().flatten();
        if (magnitudes.sum().ReadDouble() <= radius) return;
        var sorted = magnitudes.sort(0, descending: true).Values;
        var counts = arange(Scalars.One, Scalars.Of(sorted.numel() + 1), Scalars.One, dtype: w.dtype, device: w.device);
        var thresholds = (sorted.cumsum(0) - Scalars.Of(radius)) / counts;
        var kept = sorted.gt(thresholds).sum().ReadInt64();
        SoftThreshold.Apply(w, thresholds[kept - 1].ReadDouble());
    }
}
