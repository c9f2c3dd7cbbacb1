using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>y := y + Hv for a symmetric H, of which the part from the diagonal on is read, once.</summary>
static class SymmetricProduct
{
    /// <summary>Adds it where v is not 0; elsewhere y is left with parts of sums.</summary>
    /// <param name="v">v, 0 but at the chosen.</param>
    /// <param name="chosen">Rows, ascending.</param>
    /// <param name="h">H.</param>
    /// <param name="stride">Its row length, a multiple of <see cref="Axpy.Pad"/>.</param>
    /// <param name="y">As long.</param>
    internal static void Add<T>(T[] v, List<int> chosen, T[] h, int stride, T[] y) where T : unmanaged, INumber<T>
    {
        var k = 0;
        for (; k + 4 <= chosen.Count; k += 4)
            Four(CollectionsMarshal.AsSpan(chosen).Slice(k, 4), v, h, stride, y);
        for (; k < chosen.Count; k++)
        {
            // Before y is read, for this adds to it.
            var part = Part(chosen[k], stride, v, h, stride, y);
            y[chosen[k]] += part;
        }
    }

    // Four rows in a pass, behind what is at or before the last one's diagonal.
    static void Four<T>(ReadOnlySpan<int> rows, T[] v, T[] h, int stride, T[] y) where T : unmanaged, INumber<T>
    {
        var (end, width) = (Math.Min(stride, (rows[3] / Axpy.Pad + 1) * Axpy.Pad), (nuint)Vector512<T>.Count);
        var (d0, d1) = (Part(rows[0], end, v, h, stride, y), Part(rows[1], end, v, h, stride, y));
        var (d2, d3) = (Part(rows[2], end, v, h, stride, y), Part(rows[3], end, v, h, stride, y));
        ref var a = ref h[rows[0] * stride];
        ref var b = ref h[rows[1] * stride];
        ref var c = ref h[rows[2] * stride];
        ref var d = ref h[rows[3] * stride];
        ref var from = ref v[0];
        ref var to = ref y[0];
        var (va, vb) = (Vector512.Create(v[rows[0]]), Vector512.Create(v[rows[1]]));
        var (vc, vd) = (Vector512.Create(v[rows[2]]), Vector512.Create(v[rows[3]]));
        var (s0, s1, s2, s3) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        for (var i = (nuint)end; i < (nuint)stride; i += width)
        {
            var x = Vector512.LoadUnsafe(ref from, i);
            var (h0, h1) = (Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i));
            var (h2, h3) = (Vector512.LoadUnsafe(ref c, i), Vector512.LoadUnsafe(ref d, i));
            (s0, s1, s2, s3) = (Axpy.Fused(h0, x, s0), Axpy.Fused(h1, x, s1), Axpy.Fused(h2, x, s2), Axpy.Fused(h3, x, s3));
            var one = Axpy.Fused(va, h0, Vector512.LoadUnsafe(ref to, i));
            var other = Axpy.Fused(vb, h1, vc * h2);
            (Axpy.Fused(vd, h3, one) + other).StoreUnsafe(ref to, i);
        }
        y[rows[0]] += d0 + Vector512.Sum(s0);
        y[rows[1]] += d1 + Vector512.Sum(s1);
        y[rows[2]] += d2 + Vector512.Sum(s2);
        y[rows[3]] += d3 + Vector512.Sum(s3);
    }

    // From the row's diagonal to a column: adds the row to y, and returns its product with v behind the diagonal.
    static T Part<T>(int row, int end, T[] v, T[] h, int stride, T[] y) where T : unmanaged, INumber<T>
    {
        ref var own = ref h[row * stride];
        ref var from = ref v[0];
        ref var to = ref y[0];
        var (factor, sum, width) = (Vector512.Create(v[row]), Vector512<T>.Zero, Vector512<T>.Count);
        var diagonal = Vector512.Create(T.CreateTruncating(row));
        for (var i = row / width * width; i < end; i += width)
        {
            var (numbers, at) = (Vector512.LoadUnsafe(ref own, (nuint)i), (nuint)i);
            var places = Vector512.CreateSequence(T.CreateTruncating(i), T.One);
            var behind = Vector512.GreaterThan(places, diagonal) & numbers;
            var all = Vector512.GreaterThanOrEqual(places, diagonal) & numbers;
            sum = Axpy.Fused(behind, Vector512.LoadUnsafe(ref from, at), sum);
            Axpy.Fused(factor, all, Vector512.LoadUnsafe(ref to, at)).StoreUnsafe(ref to, at);
        }
        return Vector512.Sum(sum);
    }
}
