using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// For each group the root x of ‖w/(a + x·s)‖ = c, its norm taken over the group: what the prox and the projection of a norm come
/// to under a step size per element, where the group no longer shrinks in its own direction.
/// </summary>
/// <remarks>
/// Newton's method on 1/‖·‖, which is concave and nearly straight, from below: it grows to the root, quadratically. J. Moré, D.
/// Sorensen, Computing a trust region step, SIAM J. Sci. Stat. Comp. 4 (1983), p. 553. Callers own the results' scope.
/// </remarks>
static class SecularRoot
{
    const int Limit = 100;

    /// <param name="w">The weights.</param>
    /// <param name="a">Of w's shape or broadcastable to it, positive.</param>
    /// <param name="s">Of w's shape or broadcastable to it, positive.</param>
    /// <param name="c">The norm, per group or a number, positive.</param>
    /// <param name="skip">Groups whose root is not asked for: those of zeros, and whatever else.</param>
    /// <param name="groups">Which weights belong together.</param>
    /// <param name="isPositive">Whether every root that is asked for is above 0.</param>
    /// <returns>x, with dimensions of size 1 so that it broadcasts back.</returns>
    internal static Tensor Of(Tensor w, Tensor a, Tensor s, Tensor c, Tensor skip, Grouping groups, bool isPositive)
    {
        var isZero = w.eq(Scalars.Of(0));
        // Where one element alone has the norm c, the group's is not below.
        var alone = w.abs() / c;
        var x = groups.AtMost((alone - a) / s);
        if (isPositive) x.clamp_min_(Scalars.Of(0));
        // What no divisor is below at the root or before: rounding would make it 0 for a small element.
        var least = isPositive ? a : alone;
        var enough = w.dtype == ScalarType.Float64 ? 1e-9 : 1e-4;
        for (var step = 0; step < Limit; step++)
        {
            using var scope = NewDisposeScope();
            var divisor = maximum(a.add(x * s, Scalars.One), least).masked_fill(isZero, Scalars.One);
            var squares = (w / divisor).Squared();
            var (sum, slope) = (groups.Sums(squares), groups.Sums(squares * s / divisor));
            var error = (sum.sqrt() / c - Scalars.One).masked_fill(skip, Scalars.Of(0));
            x.add_((sum / slope * error).masked_fill(skip, Scalars.Of(0)), Scalars.One);
            // The next error is this one's square.
            if (error.abs().max().ReadDouble() <= enough) break;
        }
        return x;
    }
}
