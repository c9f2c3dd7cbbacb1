using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchReg.Kernels.FusedVectors;

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

    // Four rows in a pass, behind what is at or before the last one's diagonal. Vectors of 256 bits: all of them stay in sixteen
    // registers, and it is memory that bounds this.
    static void Four<T>(ReadOnlySpan<int> rows, T[] v, T[] h, int stride, T[] y) where T : unmanaged, INumber<T>
    {
        var (end, width) = (Math.Min(stride, (rows[3] / Axpy.Pad + 1) * Axpy.Pad), (nuint)Vector256<T>.Count);
        var (d0, d1) = (Part(rows[0], end, v, h, stride, y), Part(rows[1], end, v, h, stride, y));
        var (d2, d3) = (Part(rows[2], end, v, h, stride, y), Part(rows[3], end, v, h, stride, y));
        ref var a = ref h[rows[0] * stride];
        ref var b = ref h[rows[1] * stride];
        ref var c = ref h[rows[2] * stride];
        ref var d = ref h[rows[3] * stride];
        ref var from = ref v[0];
        ref var to = ref y[0];
        var (va, vb) = (Vector256.Create(v[rows[0]]), Vector256.Create(v[rows[1]]));
        var (vc, vd) = (Vector256.Create(v[rows[2]]), Vector256.Create(v[rows[3]]));
        var (s0, s1, s2, s3) = (Vector256<T>.Zero, Vector256<T>.Zero, Vector256<T>.Zero, Vector256<T>.Zero);
        for (var i = (nuint)end; i < (nuint)stride; i += width)
        {
            var (x, sum) = (Vector256.LoadUnsafe(ref from, i), Vector256.LoadUnsafe(ref to, i));
            var own = Vector256.LoadUnsafe(ref a, i);
            (s0, sum) = (Fused(own, x, s0), Fused(va, own, sum));
            own = Vector256.LoadUnsafe(ref b, i);
            (s1, sum) = (Fused(own, x, s1), Fused(vb, own, sum));
            own = Vector256.LoadUnsafe(ref c, i);
            (s2, sum) = (Fused(own, x, s2), Fused(vc, own, sum));
            own = Vector256.LoadUnsafe(ref d, i);
            (s3, sum) = (Fused(own, x, s3), Fused(vd, own, sum));
            sum.StoreUnsafe(ref to, i);
        }
        y[rows[0]] += d0 + Vector256.Sum(s0);
        y[rows[1]] += d1 + Vector256.Sum(s1);
        y[rows[2]] += d2 + Vector256.Sum(s2);
        y[rows[3]] += d3 + Vector256.Sum(s3);
    }

    // From the row's diagonal to a column: adds the row to y, and returns its product with v behind the diagonal.
    static T Part<T>(int row, int end, T[] v, T[] h, int stride, T[] y) where T : unmanaged, INumber<T>
    {
        ref var own = ref h[row * stride];
        ref var from = ref v[0];
        ref var to = ref y[0];
        var (factor, width) = (Vector256.Create(v[row]), Vector256<T>.Count);
        var (first, diagonal) = (row / width * width, Vector256.Create(T.CreateTruncating(row % width)));
        var (numbers, at) = (Vector256.LoadUnsafe(ref own, (nuint)first), (nuint)first);
        var places = Vector256.CreateSequence(T.Zero, T.One);
        var sum = (Vector256.GreaterThan(places, diagonal) & numbers) * Vector256.LoadUnsafe(ref from, at);
        var all = Vector256.GreaterThanOrEqual(places, diagonal) & numbers;
        Fused(factor, all, Vector256.LoadUnsafe(ref to, at)).StoreUnsafe(ref to, at);
        for (at += (nuint)width; at < (nuint)end; at += (nuint)width)
        {
            numbers = Vector256.LoadUnsafe(ref own, at);
            sum = Fused(numbers, Vector256.LoadUnsafe(ref from, at), sum);
            Fused(factor, numbers, Vector256.LoadUnsafe(ref to, at)).StoreUnsafe(ref to, at);
        }
        return Vector256.Sum(sum);
    }
}
