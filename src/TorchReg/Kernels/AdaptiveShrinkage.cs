using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// The prox of l1‖w‖₁ + (l2/2)‖w‖² in an adaptive optimizer's metric, wᵢ := S(wᵢ, tᵢ·l1)/(1 + tᵢ·l2), in one pass.
/// </summary>
static class AdaptiveShrinkage
{
    /// <summary>
    /// False, having done nothing, where the tensors are not plain host memory or the step sizes are of another kind.
    /// </summary>
    internal static bool Prox(Tensor w, StepSizes steps, double l1, double l2)
    {
        if (steps.Squares is not { } v || steps.IsRoot) return false;
        if (HostMemory.TryGet<float>(w, out var single) && HostMemory.TryGet<float>(v, out var squares))
            Prox(single, squares, (float)steps.Rate, (float)steps.Factor, (float)steps.Epsilon, (float)l1, (float)l2);
        else if (HostMemory.TryGet<double>(w, out var wide) && HostMemory.TryGet<double>(v, out var wideSquares))
            Prox(wide, wideSquares, steps.Rate, steps.Factor, steps.Epsilon, l1, l2);
        else return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Prox<T>(Span<T> w, ReadOnlySpan<T> squares, T rate, T factor, T epsilon, T l1, T l2)
        where T : unmanaged, IRootFunctions<T>, INumber<T>
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
