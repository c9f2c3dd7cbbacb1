using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// A step of Adam or AdamW on one parameter in one pass, in place of a dozen of torch's operators: g := ±g + decay·w,
/// w := shrink·w, m := β₁·m + (1 − β₁)·g, v := β₂·v + (1 − β₂)·g², w := w − rate·m/(√v/root + ε), each rounded as torch's
/// operators round it.
/// </summary>
/// <param name="Sign">−1 where the optimizer climbs, else 1.</param>
/// <param name="Decay">λ of a decay through the gradient.</param>
/// <param name="Shrink">1 − η·λ of a decay apart from it.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Rate">η/(1 − β₁ᵗ).</param>
/// <param name="Root">√(1 − β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
readonly record struct AdamPass(
    double Sign, double Decay, double Shrink, double Beta1, double Beta2, double Rate, double Root, double Epsilon)
{
    /// <summary>False, having done nothing, where the tensors are not plain host memory of few numbers.</summary>
    internal bool Take(Tensor parameter, Tensor gradient, Tensor mean, Tensor squares)
    {
        if (!OnePass.TryGet(parameter, gradient, out var w, out var g)
            || !HostMemory.TryGet<float>(mean, out var m) || !HostMemory.TryGet<float>(squares, out var v))
            return false;
        Take(w, g, m, v);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Take(Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v)
    {
        var each = new Numbers(this);
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count) each.Move(w[i..], g[i..], m[i..], v[i..]);
        if (i < w.Length) Rest(each, w[i..], g[i..], m[i..], v[i..]);
    }

    // What fills no vector.
    static void Rest(in Numbers each, Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v)
    {
        var (a, b, c, d) = (new float[Vector<float>.Count], new float[Vector<float>.Count], new float[Vector<float>.Count],
            new float[Vector<float>.Count]);
        w.CopyTo(a);
        g.CopyTo(b);
        m.CopyTo(c);
        v.CopyTo(d);
        each.Move(a, b, c, d);
        a.AsSpan(0, w.Length).CopyTo(w);
        c.AsSpan(0, w.Length).CopyTo(m);
        d.AsSpan(0, w.Length).CopyTo(v);
    }

    readonly struct Numbers(in AdamPass of)
    {
        readonly Vector<float> sign = new((float)of.Sign), decay = new((float)of.Decay), shrink = new((float)of.Shrink);
        readonly bool decays = of.Decay != 0;
        readonly Vector<float> beta1 = new((float)of.Beta1), new1 = new((float)(1 - of.Beta1));
        readonly Vector<float> beta2 = new((float)of.Beta2), new2 = new((float)(1 - of.Beta2));
        readonly Vector<float> rate = new((float)-of.Rate), root = new((float)of.Root), epsilon = new((float)of.Epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Move(Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v)
        {
            var weight = new Vector<float>(w);
            var gradient = new Vector<float>(g) * sign;
            // 0·∞ is no number.
            if (decays) gradient = Vector.FusedMultiplyAdd(weight, decay, gradient);
            var mean = Vector.FusedMultiplyAdd(gradient, new1, new Vector<float>(m) * beta1);
            var squares = Vector.FusedMultiplyAdd(new2 * gradient, gradient, new Vector<float>(v) * beta2);
            mean.CopyTo(m);
            squares.CopyTo(v);
            (weight * shrink + rate * mean / (Vector.SquareRoot(squares) / root + epsilon)).CopyTo(w);
        }
    }
}
