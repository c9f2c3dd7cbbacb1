using System.Numerics;

namespace TorchReg.Kernels;

/// <summary>
/// Layer normalization of rows, y = x̂∘w + b with x̂ = (x − μ)/√(σ² + ε), and its derivative: with g = ∂/∂y∘w
/// ∂/∂x = (g − mean(g) − x̂·mean(g∘x̂))/√(σ² + ε).
/// </summary>
/// <remarks>J. L. Ba, J. R. Kiros, G. E. Hinton, Layer normalization, arXiv:1607.06450 (2016), eq. 4.</remarks>
static class LayerNormPass
{
    /// <summary>x̂, y and 1/√(σ² + ε) of each row.</summary>
    internal static void Forward<T>(
        ReadOnlySpan<T> x, Span<T> normal, Span<T> y, Span<T> scales, ReadOnlySpan<T> w, ReadOnlySpan<T> b, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var units = x.Length / scales.Length;
        for (var row = 0; row < scales.Length; row++)
        {
            var from = Row(x, row, units);
            var hat = Row(normal, row, units);
            var to = Row(y, row, units);
            var (mean, variance) = Moments(from);
            var scale = 1 / Math.Sqrt(variance + epsilon);
            scales[row] = T.CreateTruncating(scale);
            var (shift, factor) = (T.CreateTruncating(mean), scales[row]);
            for (var i = 0; i < units; i++)
            {
                hat[i] = (from[i] - shift) * factor;
                to[i] = hat[i] * (w.IsEmpty ? T.One : w[i]) + (b.IsEmpty ? T.Zero : b[i]);
            }
        }
    }

    static (double Mean, double Variance) Moments<T>(ReadOnlySpan<T> row) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in row) sum += double.CreateTruncating(value);
        var mean = sum / row.Length;
        foreach (var value in row)
        {
            var apart = double.CreateTruncating(value) - mean;
            squares += apart * apart;
        }
        return (mean, squares / row.Length);
    }

    /// <summary>∂/∂x from ∂/∂y.</summary>
    internal static void Backward<T>(
        ReadOnlySpan<T> dy, ReadOnlySpan<T> normal, ReadOnlySpan<T> scales, ReadOnlySpan<T> w, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var units = dx.Length / scales.Length;
        for (var row = 0; row < scales.Length; row++)
        {
            var from = Row(dy, row, units);
            var hat = Row(normal, row, units);
            var to = Row(dx, row, units);
            var (sum, along) = (0.0, 0.0);
            for (var i = 0; i < units; i++)
            {
                to[i] = w.IsEmpty ? from[i] : from[i] * w[i];
                sum += double.CreateTruncating(to[i]);
                along += double.CreateTruncating(to[i]) * double.CreateTruncating(hat[i]);
            }
            var (mean, slope) = (T.CreateTruncating(sum / units), T.CreateTruncating(along / units));
            for (var i = 0; i < units; i++) to[i] = (to[i] - mean - hat[i] * slope) * scales[row];
        }
    }

    /// <summary>sums := Σ over rows of dy∘x̂, the gradient of w, or accumulating more by it.</summary>
    internal static void WeightGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> normal, Span<T> sums, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!accumulate) sums.Clear();
        for (var start = 0; start < dy.Length; start += sums.Length)
            for (var i = 0; i < sums.Length; i++) sums[i] += dy[start + i] * normal[start + i];
    }

    static Span<T> Row<T>(Span<T> of, int row, int units) => of.Slice(row * units, units);

    static ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> of, int row, int units) => of.Slice(row * units, units);
}
