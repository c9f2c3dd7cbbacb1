using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>low ≤ wᵢ ≤ high.</summary>
public sealed class Bounds : Constraint
{
    readonly double low, high;

    /// <summary>Bounds every weight.</summary>
    /// <param name="low">The lower bound; −∞ for none.</param>
    /// <param name="high">The upper bound, at least <paramref name="low"/>; ∞ for none.</param>
    public Bounds(double low, double high)
    {
        if (!(low <= high))
            throw new ArgumentOutOfRangeException(
                nameof(high),
                FormattableString.Invariant($"high must be at least low, {low}; given {high}."));
        (this.low, this.high) = (low, high);
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"Bounds({low}, {high})");

    /// <inheritdoc/>
    public override ElementBounds? Box => new(low, high);

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <summary>w := clamp(w, low, high).</summary>
    public override void Project(Tensor w) => w.clamp_(Scalars.Of(low), Scalars.Of(high));
}
