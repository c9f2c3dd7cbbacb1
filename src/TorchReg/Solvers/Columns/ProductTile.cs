using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>
/// The upper part of BᵀB for rows that the cache holds, by tiles of eight by sixteen: sixteen vectors of sums stay in registers
/// as a row is multiplied with itself.
/// </summary>
static class ProductTile
{
    internal const int Width = 8;

    /// <summary>Adds rows' products with themselves.</summary>
    /// <param name="rows">B, row after row.</param>
    /// <param name="count">Its rows.</param>
    /// <param name="length">Numbers of a row, a multiple of eight.</param>
    /// <param name="stride">From a row to the next, of B and of the sums.</param>
    /// <param name="sums">The sums.</param>
    internal static void Add(double[] rows, int count, int length, int stride, double[] sums)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            SmallProductTile.Add(rows, count, length, stride, sums);
            return;
        }
        for (var k = 0; k < length; k += Width)
        {
            var m = k;
            for (; m + 2 * Width <= length; m += 2 * Width) Wide(rows, count, stride, k, m, sums);
            if (m < length) Narrow(rows, count, stride, k, m, sums);
        }
    }

    static void Wide(double[] rows, int count, int stride, int k, int m, double[] sums)
    {
        ref var left = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), k);
        ref var right = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), m);
        var zero = Vector512<double>.Zero;
        var (a0, a1, a2, a3, a4, a5, a6, a7) = (zero, zero, zero, zero, zero, zero, zero, zero);
        var (b0, b1, b2, b3, b4, b5, b6, b7) = (zero, zero, zero, zero, zero, zero, zero, zero);
        for (var row = 0; row < count; row++)
        {
            var (a, b) = (Vector512.LoadUnsafe(ref right), Vector512.LoadUnsafe(ref right, Width));
            var x = Vector512.Create(left);
            (a0, b0) = (Vector512.FusedMultiplyAdd(x, a, a0), Vector512.FusedMultiplyAdd(x, b, b0));
            x = Vector512.Create(Unsafe.Add(ref left, 1));
            (a1, b1) = (Vector512.FusedMultiplyAdd(x, a, a1), Vector512.FusedMultiplyAdd(x, b, b1));
            x = Vector512.Create(Unsafe.Add(ref left, 2));
            (a2, b2) = (Vector512.FusedMultiplyAdd(x, a, a2), Vector512.FusedMultiplyAdd(x, b, b2));
            x = Vector512.Create(Unsafe.Add(ref left, 3));
            (a3, b3) = (Vector512.FusedMultiplyAdd(x, a, a3), Vector512.FusedMultiplyAdd(x, b, b3));
            x = Vector512.Create(Unsafe.Add(ref left, 4));
            (a4, b4) = (Vector512.FusedMultiplyAdd(x, a, a4), Vector512.FusedMultiplyAdd(x, b, b4));
            x = Vector512.Create(Unsafe.Add(ref left, 5));
            (a5, b5) = (Vector512.FusedMultiplyAdd(x, a, a5), Vector512.FusedMultiplyAdd(x, b, b5));
            x = Vector512.Create(Unsafe.Add(ref left, 6));
            (a6, b6) = (Vector512.FusedMultiplyAdd(x, a, a6), Vector512.FusedMultiplyAdd(x, b, b6));
            x = Vector512.Create(Unsafe.Add(ref left, 7));
            (a7, b7) = (Vector512.FusedMultiplyAdd(x, a, a7), Vector512.FusedMultiplyAdd(x, b, b7));
            left = ref Unsafe.Add(ref left, stride);
            right = ref Unsafe.Add(ref right, stride);
        }
        Write(sums, stride, k, m, [a0, a1, a2, a3, a4, a5, a6, a7]);
        Write(sums, stride, k, m + Width, [b0, b1, b2, b3, b4, b5, b6, b7]);
    }

    static void Narrow(double[] rows, int count, int stride, int k, int m, double[] sums)
    {
        ref var left = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), k);
        ref var right = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), m);
        var zero = Vector512<double>.Zero;
        var (a0, a1, a2, a3, a4, a5, a6, a7) = (zero, zero, zero, zero, zero, zero, zero, zero);
        for (var row = 0; row < count; row++)
        {
            var a = Vector512.LoadUnsafe(ref right);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(left), a, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 1)), a, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 2)), a, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 3)), a, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 4)), a, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 5)), a, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 6)), a, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 7)), a, a7);
            left = ref Unsafe.Add(ref left, stride);
            right = ref Unsafe.Add(ref right, stride);
        }
        Write(sums, stride, k, m, [a0, a1, a2, a3, a4, a5, a6, a7]);
    }

    static void Write(double[] sums, int stride, int k, int m, ReadOnlySpan<Vector512<double>> tile)
    {
        for (var i = 0; i < tile.Length; i++)
        {
            ref var to = ref sums[(k + i) * stride + m];
            (Vector512.LoadUnsafe(ref to) + tile[i]).StoreUnsafe(ref to);
        }
    }
}
