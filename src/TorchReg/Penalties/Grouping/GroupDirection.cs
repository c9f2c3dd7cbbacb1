using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// What group penalties share: w_g/‖w_g‖ and the factor of group soft thresholding. Callers own the results' scope.
/// </summary>
static class GroupDirection
{
    /// <summary>w_g/‖w_g‖, and 0 for a group of zeros.</summary>
    internal static Tensor Of(Tensor w, Groups groups)
    {
        var norms = Norms.OfGroups(w, groups);
        return w / norms.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1));
    }

    /// <summary>max(1 − threshold/‖w_g‖, 0), broadcastable to w; 0 for a group of zeros.</summary>
    internal static Tensor Shrinkage(Tensor w, double threshold, Groups groups)
    {
        var norms = Norms.OfGroups(w, groups);
        var factor = (Scalars.Of(threshold) / norms.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1)))
            .neg()
            .add(Scalars.Of(1), Scalars.One)
            .clamp_min(Scalars.Of(0));
        return factor.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(0));
    }
}
