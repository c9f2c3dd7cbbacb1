using System.Runtime.Intrinsics;
using static TorchReg.Kernels.FusedVectors;

namespace TorchReg.Kernels;

/// <summary>A tile of <see cref="RowTiles"/> of three by four rows, in vectors of 256 bits, twelve of sums.</summary>
static class NarrowTile
{
    const int Side = 4;

    // Past the last row that stands in.
    internal static void Fill<T, TA, TB>(TA a, int i0, TB b, int j0, int start, int length, Span<T> tile)
        where T : unmanaged where TA : struct, IRows<T> where TB : struct, IRows<T>
    {
        var (i3, j3) = (a.Count - 1, b.Count - 1);
        ref var a0 = ref a.At(i0, start);
        ref var a1 = ref a.At(Math.Min(i0 + 1, i3), start);
        ref var a2 = ref a.At(Math.Min(i0 + 2, i3), start);
        ref var b0 = ref b.At(j0, start);
        ref var b1 = ref b.At(Math.Min(j0 + 1, j3), start);
        ref var b2 = ref b.At(Math.Min(j0 + 2, j3), start);
        ref var b3 = ref b.At(Math.Min(j0 + 3, j3), start);
        var zero = Vector256<T>.Zero;
        var (s00, s01, s02, s03) = (zero, zero, zero, zero);
        var (s10, s11, s12, s13) = (zero, zero, zero, zero);
        var (s20, s21, s22, s23) = (zero, zero, zero, zero);
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector256<T>.Count)
        {
            var (r0, r1) = (Vector256.LoadUnsafe(ref a0, i), Vector256.LoadUnsafe(ref a1, i));
            var (r2, own) = (Vector256.LoadUnsafe(ref a2, i), Vector256.LoadUnsafe(ref b0, i));
            (s00, s10, s20) = (Fused(r0, own, s00), Fused(r1, own, s10), Fused(r2, own, s20));
            own = Vector256.LoadUnsafe(ref b1, i);
            (s01, s11, s21) = (Fused(r0, own, s01), Fused(r1, own, s11), Fused(r2, own, s21));
            own = Vector256.LoadUnsafe(ref b2, i);
            (s02, s12, s22) = (Fused(r0, own, s02), Fused(r1, own, s12), Fused(r2, own, s22));
            own = Vector256.LoadUnsafe(ref b3, i);
            (s03, s13, s23) = (Fused(r0, own, s03), Fused(r1, own, s13), Fused(r2, own, s23));
        }
        Write(tile, s00, s01, s02, s03);
        Write(tile[Side..], s10, s11, s12, s13);
        Write(tile[(2 * Side)..], s20, s21, s22, s23);
    }

    static void Write<T>(Span<T> tile, Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d) where T : unmanaged =>
        (tile[0], tile[1], tile[2], tile[3]) = (Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
}
