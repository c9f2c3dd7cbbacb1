using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>
/// <see cref="ProductTile"/> where vectors have 256 bits: tiles of four by eight, whose eight vectors of sums stay in registers.
/// </summary>
static class SmallProductTile
{
    const int Side = 4, Width = 8;

    /// <summary>Adds rows' products with themselves; see <see cref="ProductTile.Add"/>.</summary>
    internal static void Add(double[] rows, int count, int length, int stride, double[] sums)
    {
        for (var k = 0; k < length; k += Side)
            for (var m = k / Width * Width; m < length; m += Width) Tile(rows, count, stride, k, m, sums);
    }

    static void Tile(double[] rows, int count, int stride, int k, int m, double[] sums)
    {
        ref var left = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), k);
        ref var right = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows), m);
        var zero = Vector256<double>.Zero;
        var (a0, a1, a2, a3) = (zero, zero, zero, zero);
        var (b0, b1, b2, b3) = (zero, zero, zero, zero);
        for (var row = 0; row < count; row++)
        {
            var (a, b) = (Vector256.LoadUnsafe(ref right), Vector256.LoadUnsafe(ref right, 4));
            var x = Vector256.Create(left);
            (a0, b0) = (Vector256.FusedMultiplyAdd(x, a, a0), Vector256.FusedMultiplyAdd(x, b, b0));
            x = Vector256.Create(Unsafe.Add(ref left, 1));
            (a1, b1) = (Vector256.FusedMultiplyAdd(x, a, a1), Vector256.FusedMultiplyAdd(x, b, b1));
            x = Vector256.Create(Unsafe.Add(ref left, 2));
            (a2, b2) = (Vector256.FusedMultiplyAdd(x, a, a2), Vector256.FusedMultiplyAdd(x, b, b2));
            x = Vector256.Create(Unsafe.Add(ref left, 3));
            (a3, b3) = (Vector256.FusedMultiplyAdd(x, a, a3), Vector256.FusedMultiplyAdd(x, b, b3));
            left = ref Unsafe.Add(ref left, stride);
            right = ref Unsafe.Add(ref right, stride);
        }
        Write(sums, k * stride + m, a0, b0);
        Write(sums, (k + 1) * stride + m, a1, b1);
        Write(sums, (k + 2) * stride + m, a2, b2);
        Write(sums, (k + 3) * stride + m, a3, b3);
    }

    static void Write(double[] sums, int at, Vector256<double> a, Vector256<double> b)
    {
        ref var to = ref sums[at];
        (Vector256.LoadUnsafe(ref to) + a).StoreUnsafe(ref to);
        (Vector256.LoadUnsafe(ref to, 4) + b).StoreUnsafe(ref to, 4);
    }
}
