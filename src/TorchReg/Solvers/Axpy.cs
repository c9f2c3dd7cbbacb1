using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchReg.Kernels.FusedVectors;

namespace TorchReg.Solvers;

/// <summary>
/// y := y + a·x over .NET's vector types, and dots, in float32 and float64, each product added without rounding.
/// </summary>
static class Axpy
{
    /// <summary>Lengths are padded to a multiple of this, so that no loop has a tail.</summary>
    internal const int Pad = 16;

    internal static int Padded(int length) => (length + Pad - 1) / Pad * Pad;

    internal static void Add<T>(T a, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var (i, length, width) = ((nuint)0, (nuint)Math.Min(x.Length, y.Length), (nuint)Vector512<T>.Count);
        var factor = Vector512.Create(a);
        for (; i + width <= length; i += width)
            Fused(factor, Vector512.LoadUnsafe(ref from, i), Vector512.LoadUnsafe(ref to, i)).StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) += a * Unsafe.Add(ref from, i);
    }

    /// <summary>y := y + a·x + b·z.</summary>
    internal static void Add<T>(T a, ReadOnlySpan<T> x, T b, ReadOnlySpan<T> z, Span<T> y) where T : unmanaged, INumber<T>
    {
        ref var one = ref MemoryMarshal.GetReference(x);
        ref var other = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(y);
        var (i, length, width) = ((nuint)0, (nuint)y.Length, (nuint)Vector512<T>.Count);
        var (va, vb) = (Vector512.Create(a), Vector512.Create(b));
        for (; i + width <= length; i += width)
            Fused(va, Vector512.LoadUnsafe(ref one, i), Fused(vb, Vector512.LoadUnsafe(ref other, i),
                Vector512.LoadUnsafe(ref to, i))).StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) += a * Unsafe.Add(ref one, i) + b * Unsafe.Add(ref other, i);
    }

    /// <summary>y := y + Σ vᵢhᵢ over some rows hᵢ of a matrix, four of them in a pass.</summary>
    /// <param name="v">Factors.</param>
    /// <param name="chosen">Rows.</param>
    /// <param name="h">The matrix.</param>
    /// <param name="stride">Its row length, a multiple of <see cref="Pad"/>.</param>
    /// <param name="y">As long.</param>
    internal static void AddRows<T>(T[] v, List<int> chosen, T[] h, int stride, Span<T> y) where T : unmanaged, INumber<T>
    {
        ref var to = ref MemoryMarshal.GetReference(y);
        ref var start = ref MemoryMarshal.GetArrayDataReference(h);
        var (k, width) = (0, (nuint)Vector512<T>.Count);
        for (; k + 4 <= chosen.Count; k += 4)
        {
            ref var a = ref Unsafe.Add(ref start, chosen[k] * stride);
            ref var b = ref Unsafe.Add(ref start, chosen[k + 1] * stride);
            ref var c = ref Unsafe.Add(ref start, chosen[k + 2] * stride);
            ref var d = ref Unsafe.Add(ref start, chosen[k + 3] * stride);
            var (va, vb) = (Vector512.Create(v[chosen[k]]), Vector512.Create(v[chosen[k + 1]]));
            var (vc, vd) = (Vector512.Create(v[chosen[k + 2]]), Vector512.Create(v[chosen[k + 3]]));
            for (nuint i = 0; i < (nuint)stride; i += width)
            {
                var sum = Fused(va, Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref to, i));
                var other = Fused(vb, Vector512.LoadUnsafe(ref b, i), vc * Vector512.LoadUnsafe(ref c, i));
                (Fused(vd, Vector512.LoadUnsafe(ref d, i), sum) + other).StoreUnsafe(ref to, i);
            }
        }
        for (; k < chosen.Count; k++) Add(v[chosen[k]], h.AsSpan(chosen[k] * stride, stride), y);
    }

    /// <summary>xᵀyᵢ for four pieces of one array, each as long as x, which is read once; lengths are whole vectors.</summary>
    /// <param name="x">x.</param>
    /// <param name="y">The array.</param>
    /// <param name="start0">Where the first piece begins; likewise the others.</param>
    /// <param name="start1">The second.</param>
    /// <param name="start2">The third.</param>
    /// <param name="start3">The fourth.</param>
    /// <param name="sums">Four.</param>
    internal static void Dots<T>(ReadOnlySpan<T> x, T[] y, int start0, int start1, int start2, int start3, Span<T> sums)
        where T : unmanaged, INumber<T>
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var a = ref y[start0];
        ref var b = ref y[start1];
        ref var c = ref y[start2];
        ref var d = ref y[start3];
        var (s0, s1, s2, s3) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)Vector512<T>.Count)
        {
            var own = Vector512.LoadUnsafe(ref left, i);
            (s0, s1) = (Fused(own, Vector512.LoadUnsafe(ref a, i), s0), Fused(own, Vector512.LoadUnsafe(ref b, i), s1));
            (s2, s3) = (Fused(own, Vector512.LoadUnsafe(ref c, i), s2), Fused(own, Vector512.LoadUnsafe(ref d, i), s3));
        }
        (sums[0], sums[1], sums[2], sums[3]) = (Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
    }

    /// <summary>xᵀy in four running sums.</summary>
    internal static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged, INumber<T>
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        var (i, length, width) = ((nuint)0, (nuint)Math.Min(x.Length, y.Length), (nuint)Vector512<T>.Count);
        var (a, b, c, d) = (Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero, Vector512<T>.Zero);
        for (; i + 4 * width <= length; i += 4 * width)
        {
            a = Fused(Vector512.LoadUnsafe(ref left, i), Vector512.LoadUnsafe(ref right, i), a);
            b = Fused(Vector512.LoadUnsafe(ref left, i + width), Vector512.LoadUnsafe(ref right, i + width), b);
            c = Fused(Vector512.LoadUnsafe(ref left, i + 2 * width), Vector512.LoadUnsafe(ref right, i + 2 * width), c);
            d = Fused(Vector512.LoadUnsafe(ref left, i + 3 * width), Vector512.LoadUnsafe(ref right, i + 3 * width), d);
        }
        for (; i + width <= length; i += width)
            a = Fused(Vector512.LoadUnsafe(ref left, i), Vector512.LoadUnsafe(ref right, i), a);
        var total = Vector512.Sum(a + b + (c + d));
        for (; i < length; i++) total += Unsafe.Add(ref left, i) * Unsafe.Add(ref right, i);
        return total;
    }
}
