using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchReg.Kernels;

/// <summary>
/// What lies between a network's matrix products, each a pass over a batch's activations a = f(z) that multiplies their slopes
/// by f′(z): backward is then one product by the slopes. Slopes may be empty: nothing is to be differentiated.
/// </summary>
static class LayerPasses
{
    /// <summary>Each row := the given one.</summary>
    internal static void Fill<T>(Span<T> matrix, ReadOnlySpan<T> row) where T : unmanaged
    {
        for (var start = 0; start < matrix.Length; start += row.Length) row.CopyTo(matrix[start..]);
    }

    /// <summary>a := a where it is above 0, else negative·a, exactly 0 where negative is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rectify<T>(Span<T> a, Span<T> slopes, T negative) where T : unmanaged, INumber<T>
    {
        var (zero, below, i) = (Vector<T>.Zero, new Vector<T>(negative), 0);
        var isZero = negative == T.Zero;
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(a[i..]);
            var isBelow = Vector.LessThanOrEqual(v, zero);
            Vector.ConditionalSelect(isBelow, isZero ? zero : v * below, v).CopyTo(a[i..]);
            if (slopes.IsEmpty) continue;
            var slope = new Vector<T>(slopes[i..]);
            Vector.ConditionalSelect(isBelow, slope * below, slope).CopyTo(slopes[i..]);
        }
        for (; i < a.Length; i++)
        {
            if (!(a[i] <= T.Zero)) continue;
            a[i] = isZero ? T.Zero : a[i] * negative;
            if (!slopes.IsEmpty) slopes[i] *= negative;
        }
    }

    /// <summary>to := to∘by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<T>(Span<T> to, ReadOnlySpan<T> by) where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (; i <= to.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(to[i..]) * new Vector<T>(by[i..])).CopyTo(to[i..]);
        for (; i < to.Length; i++) to[i] *= by[i];
    }

    /// <summary>to := to + by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<T>(Span<T> to, ReadOnlySpan<T> by) where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (; i <= to.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(to[i..]) + new Vector<T>(by[i..])).CopyTo(to[i..]);
        for (; i < to.Length; i++) to[i] += by[i];
    }

    /// <summary>sums := each column's sum, or accumulating more by it.</summary>
    internal static void ColumnSums<T>(ReadOnlySpan<T> matrix, Span<T> sums, bool accumulate) where T : unmanaged, INumber<T>
    {
        if (!accumulate) sums.Clear();
        for (var start = 0; start < matrix.Length; start += sums.Length) Add(sums, matrix.Slice(start, sums.Length));
    }

    /// <summary>slopes := slopes∘(1 − a²), a of tanh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfTanh<T>(ReadOnlySpan<T> a, Span<T> slopes) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < slopes.Length; i++) slopes[i] *= T.One - a[i] * a[i];
    }

    /// <summary>slopes := slopes∘a(1 − a), a of the logistic function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfSigmoid<T>(ReadOnlySpan<T> a, Span<T> slopes) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < slopes.Length; i++) slopes[i] *= a[i] * (T.One - a[i]);
    }

    /// <summary>a := zΦ(z), slopes := slopes∘(Φ(z) + zφ(z)), Φ and φ the normal distribution's.</summary>
    /// <param name="a">z.</param>
    /// <param name="erf">erf(z/√2); ½(1 + it) is Φ(z).</param>
    /// <param name="slopes">Slopes, or none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void OfGelu<T>(Span<T> a, ReadOnlySpan<T> erf, Span<T> slopes)
        where T : unmanaged, IExponentialFunctions<T>, INumber<T>
    {
        var (half, height) = (T.CreateTruncating(0.5), T.CreateTruncating(1 / Math.Sqrt(2 * Math.PI)));
        for (var i = 0; i < a.Length; i++)
        {
            var (z, phi) = (a[i], half * (T.One + erf[i]));
            a[i] = z * phi;
            if (!slopes.IsEmpty) slopes[i] *= phi + z * height * T.Exp(-half * z * z);
        }
    }

    /// <summary>The matrix with rows and columns exchanged.</summary>
    internal static void Transpose<T>(ReadOnlySpan<T> from, Span<T> to, int columns) where T : unmanaged
    {
        var rows = from.Length / columns;
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j];
    }
}
