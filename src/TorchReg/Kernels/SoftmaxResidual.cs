using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchReg.Kernels;

/// <summary>
/// Cross-entropy and its residual in one pass over the logits, which lie class by class (K × n, so that a vector holds one class
/// of several rows): z becomes c∘(softmax(z + b) − Y).
/// </summary>
static class SoftmaxResidual
{
    /// <summary>Writes the residual over the logits and returns Σ weightᵢ·(logsumexp(zᵢ) − zᵢ,yᵢ)/divisor.</summary>
    /// <param name="z">K × n logits without the intercepts; becomes the residual.</param>
    /// <param name="bias">K intercepts, or none.</param>
    /// <param name="labels">n class indices.</param>
    /// <param name="weights">n row weights, or none: each 1.</param>
    /// <param name="divisor">
    /// Σ weight for the weighted mean; n times the data set's mean weight for a batch's share of its loss.
    /// </param>
    /// <param name="factor">What the residual is multiplied by, besides weightᵢ/divisor.</param>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Of(
        Span<float> z,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<long> labels,
        ReadOnlySpan<float> weights,
        double divisor,
        double factor)
    {
        var n = labels.Length;
        var classes = z.Length / n;
        Label.Check(labels, classes);
        var loss = 0.0;
        var i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            var w = weights.IsEmpty ? Vector<float>.One : new Vector<float>(weights[i..]);
            loss += Block(z[i..], n, classes, bias, labels.Slice(i, Vector<float>.Count), w, (float)(factor / divisor));
        }
        for (; i < n; i++)
            loss += Row(z[i..], n, classes, bias, (int)labels[i], weights.IsEmpty ? 1 : weights[i], (float)(factor / divisor));
        return loss / divisor;
    }

    // As many rows as a vector holds; z starts at the first of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Block(
        Span<float> z,
        int n,
        int classes,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<long> labels,
        Vector<float> weights,
        float factor)
    {
        var largest = new Vector<float>(float.NegativeInfinity);
        for (var k = 0; k < classes; k++)
        {
            var logits = new Vector<float>(z[(k * n)..]);
            if (!bias.IsEmpty) (logits += new Vector<float>(bias[k])).CopyTo(z[(k * n)..]);
            largest = Vector.Max(largest, logits);
        }
        var loss = 0.0;
        for (var r = 0; r < labels.Length; r++) loss -= (double)weights[r] * z[(int)labels[r] * n + r];

        var sum = Vector<float>.Zero;
        for (var k = 0; k < classes; k++)
        {
            var e = Vector.Exp(new Vector<float>(z[(k * n)..]) - largest);
            e.CopyTo(z[(k * n)..]);
            sum += e;
        }
        loss += Vector.Sum(weights * (largest + Vector.Log(sum)));

        var scale = weights * factor;
        var inverse = scale / sum;
        for (var k = 0; k < classes; k++) (new Vector<float>(z[(k * n)..]) * inverse).CopyTo(z[(k * n)..]);
        for (var r = 0; r < labels.Length; r++) z[(int)labels[r] * n + r] -= scale[r];
        return loss;
    }

    static double Row(Span<float> z, int n, int classes, ReadOnlySpan<float> bias, int label, float weight, float factor)
    {
        var largest = float.NegativeInfinity;
        for (var k = 0; k < classes; k++)
        {
            if (!bias.IsEmpty) z[k * n] += bias[k];
            largest = MathF.Max(largest, z[k * n]);
        }
        double loss = -z[label * n], sum = 0;
        for (var k = 0; k < classes; k++) sum += z[k * n] = MathF.Exp(z[k * n] - largest);
        for (var k = 0; k < classes; k++) z[k * n] *= (float)(weight * factor / sum);
        z[label * n] -= weight * factor;
        return weight * (loss + largest + Math.Log(sum));
    }
}
