using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>wᵢ ≥ 0.</summary>
public sealed class NonNegative : Constraint
{
    /// <inheritdoc/>
    public override string Name => "NonNegative";

    /// <summary>w := max(w, 0).</summary>
    public override void Project(Tensor w) => w.clamp_min_(0);
}
