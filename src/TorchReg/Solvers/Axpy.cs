using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>y := y + a·x over .NET's vector types.</summary>
static class Axpy
{
    /// <summary>Lengths are padded to a multiple of this, so that no loop has a tail.</summary>
    internal const int Pad = 16;

    internal static int Padded(int length) => (length + Pad - 1) / Pad * Pad;

    internal static void Add<T>(T a, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var (i, length) = ((nuint)0, (nuint)Math.Min(x.Length, y.Length));
        if (Vector512.IsHardwareAccelerated)
        {
            var factor = Vector512.Create(a);
            for (; i + (nuint)Vector512<T>.Count <= length; i += (nuint)Vector512<T>.Count)
                (Vector512.LoadUnsafe(ref to, i) + factor * Vector512.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        }
        else
        {
            var factor = new Vector<T>(a);
            for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
                (Vector.LoadUnsafe(ref to, i) + factor * Vector.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        }
        for (; i < length; i++) Unsafe.Add(ref to, i) += a * Unsafe.Add(ref from, i);
    }

    /// <summary>xᵀy in four running sums.</summary>
    internal static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged, INumber<T>
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        var (i, length, width) = ((nuint)0, (nuint)Math.Min(x.Length, y.Length), (nuint)Vector<T>.Count);
        var (a, b, c, d) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        for (; i + 4 * width <= length; i += 4 * width)
        {
            a += Vector.LoadUnsafe(ref left, i) * Vector.LoadUnsafe(ref right, i);
            b += Vector.LoadUnsafe(ref left, i + width) * Vector.LoadUnsafe(ref right, i + width);
            c += Vector.LoadUnsafe(ref left, i + 2 * width) * Vector.LoadUnsafe(ref right, i + 2 * width);
            d += Vector.LoadUnsafe(ref left, i + 3 * width) * Vector.LoadUnsafe(ref right, i + 3 * width);
        }
        var total = Vector.Sum(a + b + (c + d));
        for (; i < length; i++) total += Unsafe.Add(ref left, i) * Unsafe.Add(ref right, i);
        return total;
    }
}
