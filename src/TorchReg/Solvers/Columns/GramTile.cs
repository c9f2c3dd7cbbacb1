using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Products of columns with each other by tiles of four by four, which hold sixteen sums in registers, over pieces of rows that
/// stay in the cache.
/// </summary>
static class GramTile
{
    /// <summary>Rows of a piece.</summary>
    internal const int Rows = 512;

    const int Side = 4, Width = 8;

    /// <summary>Adds what a piece of the rows gives to the lower part of the block.</summary>
    internal static void Add(DenseDesign design, ReadOnlySpan<int> columns, int added, ReadOnlySpan<double> h,
        Span<double> block, int stride, int start, int length)
    {
        Span<double> weighted = stackalloc double[Side * Rows], tile = stackalloc double[Side * Side];
        var before = columns.Length - added;
        for (var k = 0; k < added; k += Side)
        {
            var high = Math.Min(Side, added - k);
            for (var i = 0; i < high; i++)
                RowLoops.Multiply(h.Slice(start, length), design[columns[before + k + i]].Slice(start, length),
                    weighted.Slice(i * Rows, length));
            var last = before + k + high;
            var m = 0;
            if (high == Side)
                for (; m + Side <= last; m += Side)
                {
                    Full(weighted, design[columns[m]].Slice(start, length), design[columns[m + 1]].Slice(start, length),
                        design[columns[m + 2]].Slice(start, length), design[columns[m + 3]].Slice(start, length), tile);
                    for (var i = 0; i < Side; i++)
                        for (var j = 0; j < Side; j++)
                            if (m + j <= before + k + i) block[(k + i) * stride + m + j] += tile[i * Side + j];
                }
            for (; m < last; m++)
                for (var i = 0; i < high; i++)
                    if (m <= before + k + i)
                        block[(k + i) * stride + m] += RowLoops.Dot(
                            weighted.Slice(i * Rows, length), design[columns[m]].Slice(start, length));
        }
    }

    static void Full(ReadOnlySpan<double> left, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c,
        ReadOnlySpan<double> d, Span<double> tile)
    {
        if (Vector512.IsHardwareAccelerated) Wide(left, a, b, c, d, tile);
        else
        {
            GramHalf.Fill(left, left[Rows..], a, b, c, d, tile);
            GramHalf.Fill(left[(2 * Rows)..], left[(3 * Rows)..], a, b, c, d, tile[(2 * Side)..]);
        }
        for (var t = a.Length / Width * Width; t < a.Length; t++)
            for (var k = 0; k < Side; k++)
            {
                var x = left[k * Rows + t];
                tile[k * Side] += x * a[t];
                tile[k * Side + 1] += x * b[t];
                tile[k * Side + 2] += x * c[t];
                tile[k * Side + 3] += x * d[t];
            }
    }

    static void Wide(ReadOnlySpan<double> left, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c,
        ReadOnlySpan<double> d, Span<double> tile)
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var pc = ref MemoryMarshal.GetReference(c);
        ref var pd = ref MemoryMarshal.GetReference(d);
        var zero = Vector512<double>.Zero;
        var (s00, s01, s02, s03) = (zero, zero, zero, zero);
        var (s10, s11, s12, s13) = (zero, zero, zero, zero);
        var (s20, s21, s22, s23) = (zero, zero, zero, zero);
        var (s30, s31, s32, s33) = (zero, zero, zero, zero);
        var (i, length) = ((nuint)0, (nuint)a.Length);
        for (; i + Width <= length; i += Width)
        {
            var (va, vb) = (Vector512.LoadUnsafe(ref pa, i), Vector512.LoadUnsafe(ref pb, i));
            var (vc, vd) = (Vector512.LoadUnsafe(ref pc, i), Vector512.LoadUnsafe(ref pd, i));
            var row = Vector512.LoadUnsafe(ref l, i);
            s00 = Vector512.FusedMultiplyAdd(row, va, s00);
            s01 = Vector512.FusedMultiplyAdd(row, vb, s01);
            s02 = Vector512.FusedMultiplyAdd(row, vc, s02);
            s03 = Vector512.FusedMultiplyAdd(row, vd, s03);
            row = Vector512.LoadUnsafe(ref l, i + Rows);
            s10 = Vector512.FusedMultiplyAdd(row, va, s10);
            s11 = Vector512.FusedMultiplyAdd(row, vb, s11);
            s12 = Vector512.FusedMultiplyAdd(row, vc, s12);
            s13 = Vector512.FusedMultiplyAdd(row, vd, s13);
            row = Vector512.LoadUnsafe(ref l, i + 2 * Rows);
            s20 = Vector512.FusedMultiplyAdd(row, va, s20);
            s21 = Vector512.FusedMultiplyAdd(row, vb, s21);
            s22 = Vector512.FusedMultiplyAdd(row, vc, s22);
            s23 = Vector512.FusedMultiplyAdd(row, vd, s23);
            row = Vector512.LoadUnsafe(ref l, i + 3 * Rows);
            s30 = Vector512.FusedMultiplyAdd(row, va, s30);
            s31 = Vector512.FusedMultiplyAdd(row, vb, s31);
            s32 = Vector512.FusedMultiplyAdd(row, vc, s32);
            s33 = Vector512.FusedMultiplyAdd(row, vd, s33);
        }
        Write(tile, s00, s01, s02, s03);
        Write(tile[4..], s10, s11, s12, s13);
        Write(tile[8..], s20, s21, s22, s23);
        Write(tile[12..], s30, s31, s32, s33);
    }

    static void Write(Span<double> tile, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d) =>
        (tile[0], tile[1], tile[2], tile[3]) = (Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
}
