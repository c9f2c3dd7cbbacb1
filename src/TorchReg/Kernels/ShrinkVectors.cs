using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchReg.Kernels;

/// <summary><see cref="Shrinks"/> on vectors, for the passes of optimizers.</summary>
readonly struct ShrinkVectors(Shrinks of)
{
    readonly Vector<float> up = new((float)of.GradientL1), slope = new((float)of.GradientL2), minus = new(-0f);
    readonly Vector<float> proxUp = new((float)of.ProxL1), proxSlope = new((float)of.ProxL2);
    readonly bool hasRidge = of.ProxL2 != 0;

    internal bool HasGradient { get; } = of.HasGradient;

    internal bool HasProx { get; } = of.HasProx;

    /// <summary>g + l1·sign(w) + l2·w, rounded as <see cref="Shrinkage"/> does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<float> Gradient(Vector<float> w, Vector<float> g) =>
        g + (Vector.AndNot((w & minus) ^ up, Vector.Equals<float>(w, Vector<float>.Zero)) + slope * w);

    /// <summary>S(w, t·l1)/(1 + t·l2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<float> Prox(Vector<float> w, Vector<float> t)
    {
        var threshold = t * proxUp;
        var left = w - Vector.ClampNative(w, -threshold, threshold);
        return hasRidge ? left / (Vector<float>.One + t * proxSlope) : left;
    }

    /// <summary>rate/x to a unit in the last place, where the processor has an estimate that a Newton step makes it of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Ratio(Vector<float> rate, Vector<float> x)
    {
        if (!Avx512F.VL.IsSupported || Vector<float>.Count != Vector256<float>.Count) return rate / x;
        var y = Avx512F.VL.Reciprocal14(x.AsVector256()).AsVector();
        return rate * Vector.FusedMultiplyAdd(y, Vector.FusedMultiplyAdd(-x, y, Vector<float>.One), y);
    }
}
