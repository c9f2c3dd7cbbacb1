using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Kernels;

/// <summary>Passes over vectors of float64: dots and sums with four partial sums of eight numbers each.</summary>
static class RowLoops
{
    const int Width = 8;

    /// <summary>Σ xᵢyᵢ over the shorter length.</summary>
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var (i, length) = ((nuint)0, (nuint)Math.Min(x.Length, y.Length));
        var (s, t, u, v) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (; i + 4 * Width <= length; i += 4 * Width)
        {
            s = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i), s);
            t = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, i + 8), Vector512.LoadUnsafe(ref b, i + 8), t);
            u = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, i + 16), Vector512.LoadUnsafe(ref b, i + 16), u);
            v = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, i + 24), Vector512.LoadUnsafe(ref b, i + 24), v);
        }
        for (; i + Width <= length; i += Width)
            s = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, i), Vector512.LoadUnsafe(ref b, i), s);
        var sum = Vector512.Sum(s + t + (u + v));
        for (; i < length; i++) sum += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        return sum;
    }

    /// <summary>The products of four vectors of one length with y: four streams of memory at a time.</summary>
    internal static (double, double, double, double) Dot(
        ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3,
        ReadOnlySpan<double> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x0);
        ref var b = ref MemoryMarshal.GetReference(x1);
        ref var c = ref MemoryMarshal.GetReference(x2);
        ref var d = ref MemoryMarshal.GetReference(x3);
        ref var with = ref MemoryMarshal.GetReference(y);
        var (i, length) = ((nuint)0, (nuint)Math.Min(x0.Length, y.Length));
        var (s, t, u, v) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (; i + Width <= length; i += Width)
        {
            var own = Vector512.LoadUnsafe(ref with, i);
            s = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref a, i), own, s);
            t = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref b, i), own, t);
            u = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c, i), own, u);
            v = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref d, i), own, v);
        }
        var sums = (Vector512.Sum(s), Vector512.Sum(t), Vector512.Sum(u), Vector512.Sum(v));
        for (; i < length; i++)
        {
            var own = Unsafe.Add(ref with, i);
            sums.Item1 += Unsafe.Add(ref a, i) * own;
            sums.Item2 += Unsafe.Add(ref b, i) * own;
            sums.Item3 += Unsafe.Add(ref c, i) * own;
            sums.Item4 += Unsafe.Add(ref d, i) * own;
        }
        return sums;
    }

    /// <summary>Σ hᵢxᵢyᵢ.</summary>
    internal static double Dot(ReadOnlySpan<double> h, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        ref var c = ref MemoryMarshal.GetReference(h);
        var (i, length) = ((nuint)0, (nuint)Math.Min(h.Length, Math.Min(x.Length, y.Length)));
        var (s, t) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (; i + 2 * Width <= length; i += 2 * Width)
        {
            s = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref a, i) * Vector512.LoadUnsafe(ref c, i), Vector512.LoadUnsafe(ref b, i), s);
            t = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref a, i + 8) * Vector512.LoadUnsafe(ref c, i + 8), Vector512.LoadUnsafe(ref b, i + 8), t);
        }
        var sum = Vector512.Sum(s + t);
        for (; i < length; i++) sum += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i) * Unsafe.Add(ref c, i);
        return sum;
    }

    /// <summary>y := y + a·x.</summary>
    internal static void Add(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var (i, length, factor) = ((nuint)0, (nuint)Math.Min(x.Length, y.Length), Vector512.Create(a));
        for (; i + Width <= length; i += Width)
            Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref from, i), Vector512.LoadUnsafe(ref to, i))
                .StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) += a * Unsafe.Add(ref from, i);
    }

    /// <summary>y := y + a·x₀ + b·x₁ + c·x₂ + d·x₃, of one length: y is read and written once.</summary>
    internal static void Add(
        (double A, double B, double C, double D) factors, ReadOnlySpan<double> x0, ReadOnlySpan<double> x1,
        ReadOnlySpan<double> x2, ReadOnlySpan<double> x3, Span<double> y)
    {
        ref var p = ref MemoryMarshal.GetReference(x0);
        ref var q = ref MemoryMarshal.GetReference(x1);
        ref var r = ref MemoryMarshal.GetReference(x2);
        ref var s = ref MemoryMarshal.GetReference(x3);
        ref var to = ref MemoryMarshal.GetReference(y);
        var (i, length) = ((nuint)0, (nuint)Math.Min(x0.Length, y.Length));
        var (a, b) = (Vector512.Create(factors.A), Vector512.Create(factors.B));
        var (c, d) = (Vector512.Create(factors.C), Vector512.Create(factors.D));
        for (; i + Width <= length; i += Width)
        {
            var one = Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref p, i), Vector512.LoadUnsafe(ref to, i));
            var other = Vector512.FusedMultiplyAdd(b, Vector512.LoadUnsafe(ref q, i), c * Vector512.LoadUnsafe(ref r, i));
            (Vector512.FusedMultiplyAdd(d, Vector512.LoadUnsafe(ref s, i), one) + other).StoreUnsafe(ref to, i);
        }
        for (; i < length; i++)
            Unsafe.Add(ref to, i) += factors.A * Unsafe.Add(ref p, i) + factors.B * Unsafe.Add(ref q, i)
                + factors.C * Unsafe.Add(ref r, i) + factors.D * Unsafe.Add(ref s, i);
    }

    /// <summary>result := h∘x.</summary>
    internal static void Multiply(ReadOnlySpan<double> h, ReadOnlySpan<double> x, Span<double> result)
    {
        ref var a = ref MemoryMarshal.GetReference(h);
        ref var b = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result);
        var (i, length) = ((nuint)0, (nuint)Math.Min(result.Length, Math.Min(h.Length, x.Length)));
        for (; i + Width <= length; i += Width)
            (Vector512.LoadUnsafe(ref a, i) * Vector512.LoadUnsafe(ref b, i)).StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
    }

    /// <summary>result := factor·(x − m)∘s.</summary>
    internal static void Scale(
        ReadOnlySpan<double> x, ReadOnlySpan<double> m, ReadOnlySpan<double> s, double factor, Span<double> result)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(m);
        ref var c = ref MemoryMarshal.GetReference(s);
        ref var to = ref MemoryMarshal.GetReference(result);
        var (i, length, all) = ((nuint)0, (nuint)x.Length, Vector512.Create(factor));
        for (; i + Width <= length; i += Width)
            ((Vector512.LoadUnsafe(ref a, i) - Vector512.LoadUnsafe(ref b, i)) * (Vector512.LoadUnsafe(ref c, i) * all))
                .StoreUnsafe(ref to, i);
        for (; i < length; i++)
            Unsafe.Add(ref to, i) = (Unsafe.Add(ref a, i) - Unsafe.Add(ref b, i)) * (Unsafe.Add(ref c, i) * factor);
    }

    /// <summary>Σ xᵢ.</summary>
    internal static double Sum(ReadOnlySpan<double> x)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        var (i, length, s) = ((nuint)0, (nuint)x.Length, Vector512<double>.Zero);
        for (; i + Width <= length; i += Width) s += Vector512.LoadUnsafe(ref a, i);
        var sum = Vector512.Sum(s);
        for (; i < length; i++) sum += Unsafe.Add(ref a, i);
        return sum;
    }

    /// <summary>max|xᵢ|, 0 of none.</summary>
    internal static double Largest(ReadOnlySpan<double> x)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        var (i, largest) = ((nuint)0, Vector512<double>.Zero);
        for (; i + Width <= (nuint)x.Length; i += Width)
            largest = Vector512.Max(largest, Vector512.Abs(Vector512.LoadUnsafe(ref a, i)));
        var result = 0.0;
        for (var k = 0; k < Width; k++) result = Math.Max(result, largest[k]);
        for (; i < (nuint)x.Length; i++) result = Math.Max(result, Math.Abs(Unsafe.Add(ref a, i)));
        return result;
    }
}
