using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// A step of SGD without momentum in one pass: w := w − η·(g + decay·w), rounded as torch's operators round it.
/// </summary>
static class SgdPass
{
    /// <summary>False, having done nothing, where the tensors are not plain host memory of few numbers.</summary>
    internal static bool Take(Tensor parameter, Tensor gradient, double rate, double decay)
    {
        if (!OnePass.TryGet(parameter, gradient, out var w, out var g)) return false;
        Take(w, g, (float)-rate, (float)decay);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Take(Span<float> w, ReadOnlySpan<float> g, float rate, float decay)
    {
        var (step, shrink) = (new Vector<float>(rate), new Vector<float>(decay));
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var weight = new Vector<float>(w[i..]);
            var gradient = new Vector<float>(g[i..]);
            // 0·∞ is no number.
            if (decay != 0) gradient = Vector.FusedMultiplyAdd(weight, shrink, gradient);
            Vector.FusedMultiplyAdd(gradient, step, weight).CopyTo(w[i..]);
        }
        for (; i < w.Length; i++)
            w[i] = MathF.FusedMultiplyAdd(decay != 0 ? MathF.FusedMultiplyAdd(w[i], decay, g[i]) : g[i], rate, w[i]);
    }
}
