using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The minimiser of ½Σ eₐuₐ² − vᵀu + a‖u‖ + b/2‖u‖², a block in the axes of its curvature: uₐ = vₐ/(eₐ + b + a/s), where s = ‖u‖
/// solves a secular equation; 0 where ‖v‖ ≤ a.
/// </summary>
/// <remarks>
/// Z. Qin, K. Scheinberg, D. Goldfarb, Efficient block-coordinate descent algorithms for the group lasso, Math. Program.
/// Comput. 5 (2013), section 2.2 (the trust-region view and Newton on 1/‖u‖).
/// </remarks>
static class SecularBlock
{
    /// <param name="e">Curvatures, 0 or more.</param>
    /// <param name="v">The slope's opposite at 0.</param>
    /// <param name="a">The weight of the norm.</param>
    /// <param name="b">That of half the square.</param>
    /// <param name="largest">The largest curvature, b included.</param>
    /// <param name="u">Where the block is; where it goes.</param>
    internal static void Minimise(
        ReadOnlySpan<double> e, ReadOnlySpan<double> v, double a, double b, double largest, Span<double> u)
    {
        var norm = Math.Sqrt(RowLoops.Dot(v, v));
        if (a > 0 && norm <= a)
        {
            u.Clear();
            return;
        }
        var added = b + (a > 0 ? a / Length(e, v, norm, a, b, largest) : 0);
        for (var k = 0; k < u.Length; k++)
            // What nothing curves stays where it is: a number added to all outputs.
            if (e[k] + added > 1e-12 * largest) u[k] = v[k] / (e[k] + added);
    }

    // Σ v²/((e + b)s + a)² = 1: from below, by Newton's method on the root's inverse, which is nearly a line.
    static double Length(ReadOnlySpan<double> e, ReadOnlySpan<double> v, double norm, double a, double b, double largest)
    {
        var s = (norm - a) / largest;
        for (var i = 0; i < 50; i++)
        {
            var (sum, slope) = (0.0, 0.0);
            for (var k = 0; k < e.Length; k++)
            {
                var below = (e[k] + b) * s + a;
                var square = v[k] * v[k] / (below * below);
                (sum, slope) = (sum + square, slope + square * (e[k] + b) / below);
            }
            var off = Math.Sqrt(sum) - 1;
            if (!(slope > 0)) break;
            s += off * sum / slope;
            if (Math.Abs(off) < 1e-14) break;
        }
        return s;
    }
}
