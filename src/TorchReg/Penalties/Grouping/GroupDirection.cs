using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// What group penalties share: c_g w_g/‖w_g‖ and the factor of group soft thresholding. Callers own the results' scope.
/// </summary>
static class GroupDirection
{
    /// <summary>c_g w_g/‖w_g‖, and 0 for a group of zeros.</summary>
    internal static Tensor Of(Tensor w, Grouping grouping)
    {
        var norms = grouping.NormsOf(w);
        return grouping.Weighted(w / norms.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1)));
    }

    /// <summary>max(1 − threshold·c_g/‖w_g‖, 0), broadcastable to w; 0 for a group of zeros.</summary>
    internal static Tensor Shrinkage(Tensor w, double threshold, Grouping grouping)
    {
        var norms = grouping.NormsOf(w);
        var isZero = norms.eq(Scalars.Of(0));
        var factor = (grouping.Weights(threshold, w) / norms.masked_fill(isZero, Scalars.Of(1)))
            .neg()
            .add(Scalars.Of(1), Scalars.One)
            .clamp_min(Scalars.Of(0));
        return factor.masked_fill(isZero, Scalars.Of(0));
    }

    /// <summary>The largest ‖w_g‖/c_g, 0 where w_g is; infinite where c_g = 0 and w_g is not.</summary>
    internal static double Largest(Tensor w, Grouping grouping)
    {
        if (w.numel() == 0) return 0;
        var norms = grouping.NormsOf(w);
        return (norms / grouping.Weights(1, w)).masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(0)).max().ReadDouble();
    }
}
