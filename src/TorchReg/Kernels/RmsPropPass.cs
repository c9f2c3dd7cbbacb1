using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// A step of RMSProp without momentum on one parameter in one pass: g := ±g + decay·w, v := α·v + (1 − α)·g²,
/// w := w − rate·g/(√v + ε), each rounded as torch's operators round it.
/// </summary>
/// <param name="Sign">−1 where the optimizer climbs, else 1.</param>
/// <param name="Decay">λ of a decay through the gradient.</param>
/// <param name="Alpha">α.</param>
/// <param name="Rate">η.</param>
/// <param name="Epsilon">ε.</param>
readonly record struct RmsPropPass(double Sign, double Decay, double Alpha, double Rate, double Epsilon)
{
    /// <summary>False, having done nothing, where the tensors are not plain host memory of few numbers.</summary>
    internal bool Take(Tensor parameter, Tensor gradient, Tensor squares, Shrinks shrinks = default)
    {
        if (!OnePass.TryGet(parameter, gradient, out var w, out var g) || !HostMemory.TryGet<float>(squares, out var v))
            return false;
        Take(w, g, v, new Numbers(this, shrinks));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Take(Span<float> w, Span<float> g, Span<float> v, in Numbers each)
    {
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count) each.Move(w[i..], g[i..], v[i..]);
        if (i < w.Length) Rest(each, w[i..], g[i..], v[i..]);
    }

    // What fills no vector.
    static void Rest(in Numbers each, Span<float> w, Span<float> g, Span<float> v)
    {
        var count = Vector<float>.Count;
        Span<float> a = stackalloc float[count], b = stackalloc float[count], c = stackalloc float[count];
        w.CopyTo(a);
        g.CopyTo(b);
        v.CopyTo(c);
        each.Move(a, b, c);
        a[..w.Length].CopyTo(w);
        b[..w.Length].CopyTo(g);
        c[..w.Length].CopyTo(v);
    }

    readonly struct Numbers(in RmsPropPass of, Shrinks shrinks)
    {
        readonly ShrinkVectors penalties = new(shrinks);
        readonly Vector<float> sign = new((float)of.Sign), decay = new((float)of.Decay), epsilon = new((float)of.Epsilon);
        readonly Vector<float> alpha = new((float)of.Alpha), own = new((float)(1 - of.Alpha));
        readonly Vector<float> rate = new((float)-of.Rate), size = new((float)of.Rate);
        readonly bool decays = of.Decay != 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Move(Span<float> w, Span<float> g, Span<float> v)
        {
            var weight = new Vector<float>(w);
            var gradient = new Vector<float>(g);
            if (penalties.HasGradient) (gradient = penalties.Gradient(weight, gradient)).CopyTo(g);
            gradient *= sign;
            // 0·∞ is no number.
            if (decays) gradient = Vector.FusedMultiplyAdd(weight, decay, gradient);
            var squares = Vector.FusedMultiplyAdd(own * gradient, gradient, new Vector<float>(v) * alpha);
            squares.CopyTo(v);
            var metric = Vector.SquareRoot(squares) + epsilon;
            var moved = weight + rate * gradient / metric;
            (penalties.HasProx ? penalties.Prox(moved, ShrinkVectors.Ratio(size, metric)) : moved).CopyTo(w);
        }
    }
}
