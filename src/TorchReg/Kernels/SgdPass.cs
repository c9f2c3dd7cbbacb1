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
    internal static bool Take(Tensor parameter, Tensor gradient, double rate, double decay, Shrinks shrinks = default)
    {
        if (!OnePass.TryGet(parameter, gradient, out var w, out var g)) return false;
        Take(w, g, new Numbers(rate, decay, shrinks));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Take(Span<float> w, Span<float> g, in Numbers each)
    {
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count) each.Move(w[i..], g[i..]);
        if (i < w.Length) Rest(each, w[i..], g[i..]);
    }

    // What fills no vector.
    static void Rest(in Numbers each, Span<float> w, Span<float> g)
    {
        Span<float> a = stackalloc float[Vector<float>.Count], b = stackalloc float[Vector<float>.Count];
        w.CopyTo(a);
        g.CopyTo(b);
        each.Move(a, b);
        a[..w.Length].CopyTo(w);
        b[..w.Length].CopyTo(g);
    }

    readonly struct Numbers(double rate, double decay, Shrinks shrinks)
    {
        readonly ShrinkVectors penalties = new(shrinks);
        readonly Vector<float> step = new((float)-rate), shrink = new((float)decay);
        readonly Vector<float> threshold = new((float)(rate * shrinks.ProxL1)), divisor = new((float)(1 + rate * shrinks.ProxL2));
        readonly bool decays = decay != 0, divides = shrinks.ProxL2 != 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Move(Span<float> w, Span<float> g)
        {
            var weight = new Vector<float>(w);
            var gradient = new Vector<float>(g);
            if (penalties.HasGradient) (gradient = penalties.Gradient(weight, gradient)).CopyTo(g);
            // 0·∞ is no number.
            if (decays) gradient = Vector.FusedMultiplyAdd(weight, shrink, gradient);
            var moved = Vector.FusedMultiplyAdd(gradient, step, weight);
            if (penalties.HasProx)
            {
                moved -= Vector.ClampNative(moved, -threshold, threshold);
                if (divides) moved /= divisor;
            }
            moved.CopyTo(w);
        }
    }
}
