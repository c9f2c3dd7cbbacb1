using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchReg.Kernels;

/// <summary>Whether numbers are finite, at the speed of memory: 0·x is 0 for a finite x, else no number.</summary>
static class Finite
{
    internal static bool All<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        if (!Vectors(vectors)) return false;
        foreach (var value in values[(vectors.Length * Vector<T>.Count)..])
            if (!T.IsFinite(value)) return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Vectors<T>(ReadOnlySpan<Vector<T>> values) where T : unmanaged
    {
        var (a, b, zero) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
        var i = 0;
        for (; i + 1 < values.Length; i += 2)
        {
            a += values[i] * zero;
            b += values[i + 1] * zero;
        }
        if (i < values.Length) a += values[i] * zero;
        return Vector.EqualsAll(a + b, zero);
    }
}
