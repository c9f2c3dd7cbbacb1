using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// <param name="parameter">w.</param>
    /// <param name="gradient">g.</param>
    /// <param name="mean">m.</param>
    /// <param name="squares">v.</param>
    /// <param name="shrinks">What penalties do in the same pass.</param>
    /// <param name="proxRate">η, of which the prox's step sizes are t = η/(√v/root + ε).</param>
    internal bool Take(
        Tensor parameter, Tensor gradient, Tensor mean, Tensor squares, Shrinks shrinks = default, double proxRate = 0)
    {
        if (!OnePass.TryGet(parameter, gradient, out var w, out var g)
            || !HostMemory.TryGet<float>(mean, out var m) || !HostMemory.TryGet<float>(squares, out var v))
            return false;
        if (g.Length != w.Length || m.Length != w.Length || v.Length != w.Length) return false;
        Take(w, g, m, v, shrinks, proxRate);
        return true;
    }

    // The last numbers that fill no vector are moved in one of their own.
    void Take(Span<float> w, Span<float> g, Span<float> m, Span<float> v, in Shrinks shrinks, double proxRate)
    {
        var (count, whole) = (Vector<float>.Count, w.Length - w.Length % Vector<float>.Count);
        Move(w[..whole], g[..whole], m[..whole], v[..whole], shrinks, proxRate);
        if (whole == w.Length) return;
        Span<float> a = stackalloc float[count], b = stackalloc float[count];
        Span<float> c = stackalloc float[count], d = stackalloc float[count];
        w[whole..].CopyTo(a);
        g[whole..].CopyTo(b);
        m[whole..].CopyTo(c);
        v[whole..].CopyTo(d);
        Move(a, b, c, d, shrinks, proxRate);
        var left = w.Length - whole;
        a[..left].CopyTo(w[whole..]);
        b[..left].CopyTo(g[whole..]);
        c[..left].CopyTo(m[whole..]);
        d[..left].CopyTo(v[whole..]);
    }

    // Numbers are locals, so that they stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Move(Span<float> w, Span<float> g, Span<float> m, Span<float> v, in Shrinks shrinks, double proxRate)
    {
        var penalties = new ShrinkVectors(shrinks);
        Vector<float> sign = new((float)Sign), decay = new((float)Decay), shrink = new((float)Shrink);
        Vector<float> beta1 = new((float)Beta1), new1 = new((float)(1 - Beta1)), rate = new((float)-Rate);
        Vector<float> beta2 = new((float)Beta2), new2 = new((float)(1 - Beta2)), size = new((float)proxRate);
        Vector<float> root = new((float)Root), epsilon = new((float)Epsilon);
        var (decays, hasGradient, hasProx) = (Decay != 0, shrinks.HasGradient, shrinks.HasProx);
        ref var atW = ref MemoryMarshal.GetReference(w);
        ref var atG = ref MemoryMarshal.GetReference(g);
        ref var atM = ref MemoryMarshal.GetReference(m);
        ref var atV = ref MemoryMarshal.GetReference(v);
        for (nuint i = 0; i < (nuint)w.Length; i += (nuint)Vector<float>.Count)
        {
            var weight = Vector.LoadUnsafe(ref atW, i);
            var gradient = Vector.LoadUnsafe(ref atG, i);
            if (hasGradient) (gradient = penalties.Gradient(weight, gradient)).StoreUnsafe(ref atG, i);
            gradient *= sign;
            // 0·∞ is no number.
            if (decays) gradient = Vector.FusedMultiplyAdd(weight, decay, gradient);
            var mean = Vector.FusedMultiplyAdd(gradient, new1, Vector.LoadUnsafe(ref atM, i) * beta1);
            var squares = Vector.FusedMultiplyAdd(new2 * gradient, gradient, Vector.LoadUnsafe(ref atV, i) * beta2);
            mean.StoreUnsafe(ref atM, i);
            squares.StoreUnsafe(ref atV, i);
            var metric = Vector.SquareRoot(squares) / root + epsilon;
            var moved = weight * shrink + rate * mean / metric;
            if (hasProx) moved = penalties.Prox(moved, ShrinkVectors.Ratio(size, metric));
            moved.StoreUnsafe(ref atW, i);
        }
    }
}
