using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>What group penalties share: w_g/‖w_g‖ and the factor of group soft thresholding. Callers own the results' scope.</summary>
static class GroupDirection
{
    /// <summary>w_g/‖w_g‖, and 0 for a group of zeros.</summary>
    internal static Tensor Of(Tensor w, Groups groups)
    {
        var norms = Norms.OfGroups(w, groups);
        return w / norms.masked_fill(norms.eq(0), 1);
    }

    /// <summary>max(1 − threshold/‖w_g‖, 0), broadcastable to w; 0 for a group of zeros.</summary>
    internal static Tensor Shrinkage(Tensor w, double threshold, Groups groups)
    {
        var norms = Norms.OfGroups(w, groups);
        var factor = (1 - threshold / norms.masked_fill(norms.eq(0), 1)).clamp_min(0);
        return factor.masked_fill(norms.eq(0), 0);
    }
}
