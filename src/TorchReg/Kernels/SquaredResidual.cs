using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchReg.Kernels;

/// <summary>Squared error of one output and its residual in one pass: z becomes c∘(z + b − y).</summary>
static class SquaredResidual
{
    /// <summary>Writes the residual over the predictions and returns scale/2·Σ weightᵢ·rᵢ²/divisor.</summary>
    /// <param name="z">n predictions without the intercept; becomes factor·scale·weightᵢ/divisor·rᵢ.</param>
    /// <param name="bias">The intercept; 0 where there is none.</param>
    /// <param name="targets">n targets.</param>
    /// <param name="weights">n row weights, or none: each 1.</param>
    /// <param name="divisor">
    /// Σ weight for the weighted mean; n times the data set's mean weight for a batch's share of its loss.
    /// </param>
    /// <param name="scale">1 for the half form, 2 for the mean form.</param>
    /// <param name="factor">What the gradient is multiplied by.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Of(
        Span<float> z,
        float bias,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> weights,
        double divisor,
        double scale,
        double factor)
    {
        var c = (float)(factor * scale / divisor);
        var (sums, i) = (Vector<double>.Zero, 0);
        for (; i <= z.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var residual = new Vector<float>(z[i..]) + new Vector<float>(bias) - new Vector<float>(targets[i..]);
            var weighted = weights.IsEmpty ? residual : residual * new Vector<float>(weights[i..]);
            sums += Products(weighted, residual);
            (weighted * c).CopyTo(z[i..]);
        }
        var loss = Vector.Sum(sums);
        for (; i < z.Length; i++)
        {
            var residual = z[i] + bias - targets[i];
            var weighted = weights.IsEmpty ? residual : residual * weights[i];
            loss += (double)weighted * residual;
            z[i] = c * weighted;
        }
        return scale / 2 * loss / divisor;
    }

    /// <summary>The same of several outputs, row by row, into a gradient apart: scale/2·Σ weightᵢ·‖rᵢ‖²/divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double OfOutputs(
        ReadOnlySpan<float> z, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, Span<float> gradient, int outputs,
        double divisor, double scale, double factor)
    {
        var (c, loss) = ((float)(factor * scale / divisor), 0.0);
        for (var i = 0; i < z.Length; i++)
        {
            var residual = z[i] - targets[i];
            var weighted = weights.IsEmpty ? residual : residual * weights[i / outputs];
            loss += (double)weighted * residual;
            gradient[i] = c * weighted;
        }
        return scale / 2 * loss / divisor;
    }

    static Vector<double> Products(Vector<float> a, Vector<float> b)
    {
        Vector.Widen(a, out var lowA, out var highA);
        Vector.Widen(b, out var lowB, out var highB);
        return lowA * lowB + highA * highB;
    }
}
