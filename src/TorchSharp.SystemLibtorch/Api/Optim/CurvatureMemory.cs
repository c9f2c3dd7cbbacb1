using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The last changes of parameters (s) and gradients (y), and −H·g from them by the two-loop recursion (Nocedal, Wright,
/// Numerical Optimization, algorithm 7.4).
/// </summary>
sealed class CurvatureMemory(long size) : IDisposable
{
    static readonly Op sub = new("sub.Tensor"), mul = new("mul.Scalar"), mulInplace = new("mul_.Scalar"), neg = new("neg"),
    dot = new("dot"),
        add = new("add_.Tensor"), item = new("_local_scalar_dense");

    readonly List<(Tensor Gradients, Tensor Steps, double Inverse)> pairs = [];
    double scale = 1;

    internal double Dot(Tensor a, Tensor b)
    {
        using var product = dot.Raw(a, b);
        return item.CallValue(product).Double;
    }

    internal void Remember(Tensor gradient, Tensor before, Tensor direction, double length)
    {
        var y = sub.Raw(gradient, before).Keep();
        var s = mul.Raw(direction, length).Keep();
        var product = Dot(y, s);
        if (product <= 1e-10)
        {
            Forget((y, s, 0));
            return;
        }
        if (pairs.Count == size)
        {
            Forget(pairs[0]);
            pairs.RemoveAt(0);
        }
        pairs.Add((y, s, 1 / product));
        scale = product / Dot(y, y);
    }

    internal Tensor Descend(Tensor gradient)
    {
        var result = neg.Raw(gradient).Keep();
        var weights = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            weights[i] = Dot(pairs[i].Steps, result) * pairs[i].Inverse;
            add.Into(result, pairs[i].Gradients, -weights[i]);
        }
        if (pairs.Count > 0) mulInplace.Into(result, scale);
        for (var i = 0; i < pairs.Count; i++)
            add.Into(result, pairs[i].Steps, weights[i] - Dot(pairs[i].Gradients, result) * pairs[i].Inverse);
        return result;
    }

    static void Forget((Tensor Gradients, Tensor Steps, double) pair)
    {
        pair.Gradients.Dispose();
        pair.Steps.Dispose();
    }

    public void Dispose()
    {
        pairs.ForEach(pair => Forget((pair.Gradients, pair.Steps, 0)));
        pairs.Clear();
    }
}
