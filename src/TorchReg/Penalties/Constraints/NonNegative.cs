using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>wᵢ ≥ 0.</summary>
public sealed class NonNegative : Constraint
{
    /// <inheritdoc/>
    public override string Name => "NonNegative";

    /// <inheritdoc/>
    public override ElementBounds? Box => new(0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <summary>w := max(w, 0).</summary>
    public override void Project(Tensor w) => w.clamp_min_(Scalars.Of(0));
}
