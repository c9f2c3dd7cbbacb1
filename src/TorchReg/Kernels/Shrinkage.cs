using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// One pass over a weight for l1‖w‖₁ + (l2/2)‖w‖²: its subgradient, and its prox w := S(w, t·l1)/(1 + t·l2), S soft thresholding.
/// Each returns false, having done nothing, where the tensors are not plain host memory.
/// </summary>
static class Shrinkage
{
    /// <summary>g += l1·sign(w) + l2·w.</summary>
    internal static bool AddSubgradient(Tensor w, Tensor g, double l1, double l2)
    {
        if (HostMemory.TryGet<float>(w, out var single) && HostMemory.TryGet<float>(g, out var to))
            AddSubgradient(single, to, (float)l1, (float)l2);
        else if (HostMemory.TryGet<double>(w, out var wide) && HostMemory.TryGet<double>(g, out var wideTo))
            AddSubgradient(wide, wideTo, l1, l2);
        else return false;
        return true;
    }

    /// <summary>w := S(w, threshold)/divisor.</summary>
    internal static bool Prox(Tensor w, double threshold, double divisor = 1)
    {
        if (HostMemory.TryGet<float>(w, out var single)) Prox(single, (float)threshold, (float)divisor);
        else if (HostMemory.TryGet<double>(w, out var wide)) Prox(wide, threshold, divisor);
        else return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddSubgradient<T>(ReadOnlySpan<T> w, Span<T> g, T l1, T l2) where T : unmanaged, INumber<T>
    {
        if (w.Length != g.Length)
            throw new ArgumentException(
                $"The gradient has {g.Length} numbers, the parameter {w.Length}: give the gradient of this parameter.",
                nameof(g));
        var (up, slope, zero, minus) = (new Vector<T>(l1), new Vector<T>(l2), Vector<T>.Zero, new Vector<T>(-T.Zero));
        var i = 0;
        for (; i <= w.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(w[i..]);
            // l1 with v's sign, by its bit, and 0 where v is 0.
            var sign = Vector.AndNot((v & minus) ^ up, Vector.Equals(v, zero));
            (new Vector<T>(g[i..]) + (sign + slope * v)).CopyTo(g[i..]);
        }
        for (; i < w.Length; i++)
            g[i] += (w[i] > T.Zero ? l1 : w[i] < T.Zero ? -l1 : T.Zero) + l2 * w[i];
    }

    // w − clamp(w, ±t) is the definition's number, and exactly 0 where |w| ≤ t.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Prox<T>(Span<T> w, T threshold, T divisor) where T : unmanaged, INumber<T>
    {
        var (high, low, d) = (new Vector<T>(threshold), new Vector<T>(-threshold), new Vector<T>(divisor));
        var i = 0;
        for (; i <= w.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(w[i..]);
            ((v - Vector.ClampNative(v, low, high)) / d).CopyTo(w[i..]);
        }
        for (; i < w.Length; i++) w[i] = (w[i] - T.Min(T.Max(w[i], -threshold), threshold)) / divisor;
    }
}
