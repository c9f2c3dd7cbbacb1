using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>Half of a tile of <see cref="GramTile"/>, two by four, whose sums stay in registers of 256 bits.</summary>
static class GramHalf
{
    const int Width = 8, Step = 4;

    /// <summary>Products of two rows with four, over whole vectors of 512 bits.</summary>
    internal static void Fill(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> a,
        ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, Span<double> tile)
    {
        ref var p = ref MemoryMarshal.GetReference(first);
        ref var q = ref MemoryMarshal.GetReference(second);
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var pc = ref MemoryMarshal.GetReference(c);
        ref var pd = ref MemoryMarshal.GetReference(d);
        var zero = Vector256<double>.Zero;
        var (s0, s1, s2, s3) = (zero, zero, zero, zero);
        var (t0, t1, t2, t3) = (zero, zero, zero, zero);
        var length = (nuint)(a.Length / Width * Width);
        for (nuint i = 0; i < length; i += Step)
        {
            var (x, y) = (Vector256.LoadUnsafe(ref p, i), Vector256.LoadUnsafe(ref q, i));
            var own = Vector256.LoadUnsafe(ref pa, i);
            (s0, t0) = (Vector256.FusedMultiplyAdd(x, own, s0), Vector256.FusedMultiplyAdd(y, own, t0));
            own = Vector256.LoadUnsafe(ref pb, i);
            (s1, t1) = (Vector256.FusedMultiplyAdd(x, own, s1), Vector256.FusedMultiplyAdd(y, own, t1));
            own = Vector256.LoadUnsafe(ref pc, i);
            (s2, t2) = (Vector256.FusedMultiplyAdd(x, own, s2), Vector256.FusedMultiplyAdd(y, own, t2));
            own = Vector256.LoadUnsafe(ref pd, i);
            (s3, t3) = (Vector256.FusedMultiplyAdd(x, own, s3), Vector256.FusedMultiplyAdd(y, own, t3));
        }
        Write(tile, s0, s1, s2, s3);
        Write(tile[4..], t0, t1, t2, t3);
    }

    static void Write(Span<double> tile, Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d) =>
        (tile[0], tile[1], tile[2], tile[3]) = (Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
}
