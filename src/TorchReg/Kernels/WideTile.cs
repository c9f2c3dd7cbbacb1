using System.Runtime.Intrinsics;
using static TorchReg.Kernels.FusedVectors;

namespace TorchReg.Kernels;

/// <summary>A tile of <see cref="RowTiles"/> of four by four rows, in vectors of 512 bits.</summary>
static class WideTile
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
        ref var a3 = ref a.At(Math.Min(i0 + 3, i3), start);
        ref var b0 = ref b.At(j0, start);
        ref var b1 = ref b.At(Math.Min(j0 + 1, j3), start);
        ref var b2 = ref b.At(Math.Min(j0 + 2, j3), start);
        ref var b3 = ref b.At(Math.Min(j0 + 3, j3), start);
        var zero = Vector512<T>.Zero;
        var (s00, s01, s02, s03) = (zero, zero, zero, zero);
        var (s10, s11, s12, s13) = (zero, zero, zero, zero);
        var (s20, s21, s22, s23) = (zero, zero, zero, zero);
        var (s30, s31, s32, s33) = (zero, zero, zero, zero);
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector512<T>.Count)
        {
            var (v0, v1) = (Vector512.LoadUnsafe(ref b0, i), Vector512.LoadUnsafe(ref b1, i));
            var (v2, v3) = (Vector512.LoadUnsafe(ref b2, i), Vector512.LoadUnsafe(ref b3, i));
            var row = Vector512.LoadUnsafe(ref a0, i);
            (s00, s01, s02, s03) = (Fused(row, v0, s00), Fused(row, v1, s01), Fused(row, v2, s02), Fused(row, v3, s03));
            row = Vector512.LoadUnsafe(ref a1, i);
            (s10, s11, s12, s13) = (Fused(row, v0, s10), Fused(row, v1, s11), Fused(row, v2, s12), Fused(row, v3, s13));
            row = Vector512.LoadUnsafe(ref a2, i);
            (s20, s21, s22, s23) = (Fused(row, v0, s20), Fused(row, v1, s21), Fused(row, v2, s22), Fused(row, v3, s23));
            row = Vector512.LoadUnsafe(ref a3, i);
            (s30, s31, s32, s33) = (Fused(row, v0, s30), Fused(row, v1, s31), Fused(row, v2, s32), Fused(row, v3, s33));
        }
        Write(tile, s00, s01, s02, s03);
        Write(tile[Side..], s10, s11, s12, s13);
        Write(tile[(2 * Side)..], s20, s21, s22, s23);
        Write(tile[(3 * Side)..], s30, s31, s32, s33);
    }

    static void Write<T>(Span<T> tile, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d) where T : unmanaged =>
        (tile[0], tile[1], tile[2], tile[3]) = (Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
}
