using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>The step sizes of an adaptive optimizer's elements, tᵢ = rate/(factor·√vᵢ + ε).</summary>
/// <param name="Rate">η.</param>
/// <param name="Squares">v, the running mean or the sum of the squared gradients.</param>
/// <param name="Factor">What √v is multiplied by: Adam's 1/√(1 − β₂ᵗ), else 1.</param>
/// <param name="Epsilon">ε.</param>
readonly record struct AdaptiveSteps(double Rate, Tensor Squares, double Factor, double Epsilon)
{
    /// <summary>All of them, as a tensor.</summary>
    internal Tensor ToTensor()
    {
        using var scope = NewDisposeScope();
        return Squares.sqrt().mul_(Factor).add_(Epsilon).reciprocal_().mul_(Rate).MoveToOuterDisposeScope();
    }
}

/// <summary>The prox of l1‖w‖₁ + (l2/2)‖w‖² in an adaptive optimizer's metric, wᵢ := S(wᵢ, tᵢ·l1)/(1 + tᵢ·l2), in one pass.</summary>
static class AdaptiveShrinkage
{
    /// <summary>False, having done nothing, where the tensors are not plain host memory.</summary>
    internal static bool Prox(Tensor w, AdaptiveSteps steps, double l1, double l2)
    {
        if (HostMemory.TryGet<float>(w, out var single) && HostMemory.TryGet<float>(steps.Squares, out var squares))
            Prox(single, squares, (float)steps.Rate, (float)steps.Factor, (float)steps.Epsilon, (float)l1, (float)l2);
        else if (HostMemory.TryGet<double>(w, out var wide) && HostMemory.TryGet<double>(steps.Squares, out var wideSquares))
            Prox(wide, wideSquares, steps.Rate, steps.Factor, steps.Epsilon, l1, l2);
        else return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Prox<T>(Span<T> w, ReadOnlySpan<T> squares, T rate, T factor, T epsilon, T l1, T l2) where T : unmanaged, IRootFunctions<T>, INumber<T>
    {
        var (r, f, e) = (new Vector<T>(rate), new Vector<T>(factor), new Vector<T>(epsilon));
        var (up, slope, one) = (new Vector<T>(l1), new Vector<T>(l2), Vector<T>.One);
        var i = 0;
        for (; i <= w.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(w[i..]);
            var step = r / (Vector.SquareRoot(new Vector<T>(squares[i..])) * f + e);
            var threshold = step * up;
            ((v - Vector.ClampNative(v, -threshold, threshold)) / (one + step * slope)).CopyTo(w[i..]);
        }
        for (; i < w.Length; i++)
        {
            var step = rate / (T.Sqrt(squares[i]) * factor + epsilon);
            w[i] = (w[i] - T.Min(T.Max(w[i], -step * l1), step * l1)) / (T.One + step * l2);
        }
    }
}
