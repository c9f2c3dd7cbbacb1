using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Norms of groups under a step size t per element: argmin over v of Σ (vᵢ − wᵢ)²/(2tᵢ) + what is asked of ‖v_g‖.
/// </summary>
static class GroupMetric
{
    // Below this a step size, or what is divided by it, is as good as 0.
    const double Least = 1e-30;

    /// <summary>λ‖v_g‖: vᵢ = wᵢ·ρ/(ρ + λtᵢ) with ρ = ‖v_g‖, and 0 where Σ (wᵢ/(λtᵢ))² ≤ 1; in place.</summary>
    internal static void Shrink(Tensor w, Tensor stepSizes, double lambda, Grouping groups)
    {
        if (lambda == 0) return;
        using var scope = NewDisposeScope();
        var a = (stepSizes * Scalars.Of(lambda)).expand(w.shape).clamp_min(Scalars.Of(Least));
        var isZero = groups.Sums((w / a).Squared()).le(Scalars.One);
        var one = ones([1], w.dtype, w.device);
        var norm = SecularRoot.Of(w, a, one, one, isZero, groups, isPositive: true);
        w.mul_((norm / norm.add(a, Scalars.One)).masked_fill(isZero, Scalars.Of(0)));
    }

    /// <summary>
    /// low ≤ ‖v_g‖ ≤ high, the part <paramref name="rate"/> of the way: vᵢ = wᵢ/(1 + x·tᵢ); a group of zeros stays; in place.
    /// </summary>
    internal static void Clamp(Tensor w, Tensor stepSizes, double low, double high, double rate, Groups groups)
    {
        using var scope = NewDisposeScope();
        var norms = Norms.OfGroups(w, groups);
        var goal = (norms.clamp(Scalars.Of(low), Scalars.Of(high)) * Scalars.Of(rate)).add(norms, Scalars.Of(1 - rate));
        var stays = norms.eq(Scalars.Of(0)).logical_or(norms.ge(Scalars.Of(low)).logical_and(norms.le(Scalars.Of(high))));
        if (stays.all().ReadBoolean()) return;
        var s = stepSizes.expand(w.shape).clamp_min(Scalars.Of(Least));
        var x = SecularRoot.Of(w, ones([1], w.dtype, w.device), s, goal.masked_fill(stays, Scalars.One), stays,
            Grouping.Of(groups), isPositive: false);
        var moved = w / (x * s).add(Scalars.One, Scalars.One);
        // Exactly on the bound, whatever the root's last digit.
        moved.mul_(goal / Norms.OfGroups(moved, groups));
        w.copy_(where(stays, w, moved));
    }
}
