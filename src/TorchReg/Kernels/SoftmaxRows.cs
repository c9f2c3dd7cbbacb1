using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Kernels;

/// <summary>
/// Probabilities and cross-entropy in float64 in one pass over logits that lie class by class, K × n, so that a vector holds one
/// class of several rows. Rows are padded to whole vectors; those of the padding have the share 0.
/// </summary>
static class SoftmaxRows
{
    /// <summary>Rows that are done together. Lengths are multiples of twice that, a vector of float32.</summary>
    internal const int Width = 8;

    const int Pad = 16;

    /// <summary>A length padded to whole vectors.</summary>
    internal static int Padded(int rows) => (rows + Pad - 1) / Pad * Pad;

    /// <summary>p := softmax(z), residual := q(p − y).</summary>
    /// <param name="z">K × n logits.</param>
    /// <param name="y">K × n targets, of sum 1 over classes.</param>
    /// <param name="q">n row shares.</param>
    /// <param name="p">K × n.</param>
    /// <param name="residual">K × n.</param>
    /// <returns>Σ qᵢ(logsumexp(zᵢ) − yᵢᵀzᵢ).</returns>
    internal static double Of(
        ReadOnlySpan<double> z, ReadOnlySpan<double> y, ReadOnlySpan<double> q, Span<double> p, Span<double> residual)
    {
        var (n, classes) = ((nuint)q.Length, z.Length / Math.Max(q.Length, 1));
        ref var logits = ref MemoryMarshal.GetReference(z);
        ref var targets = ref MemoryMarshal.GetReference(y);
        ref var means = ref MemoryMarshal.GetReference(p);
        ref var to = ref MemoryMarshal.GetReference(residual);
        ref var shares = ref MemoryMarshal.GetReference(q);
        var loss = Vector512<double>.Zero;
        for (nuint i = 0; i < n; i += Width)
        {
            var (largest, linear, sum) = (Vector512.LoadUnsafe(ref logits, i), Vector512<double>.Zero, Vector512<double>.Zero);
            for (var k = 1; k < classes; k++)
                largest = Vector512.Max(largest, Vector512.LoadUnsafe(ref logits, (nuint)k * n + i));
            for (var k = 0; k < classes; k++)
            {
                var at = (nuint)k * n + i;
                var own = Vector512.LoadUnsafe(ref logits, at);
                linear = Vector512.FusedMultiplyAdd(own - largest, Vector512.LoadUnsafe(ref targets, at), linear);
                var e = Vector512.Exp(own - largest);
                e.StoreUnsafe(ref means, at);
                sum += e;
            }
            var share = Vector512.LoadUnsafe(ref shares, i);
            loss = Vector512.FusedMultiplyAdd(share, Vector512.Log(sum) - linear, loss);
            var inverse = Vector512<double>.One / sum;
            for (var k = 0; k < classes; k++)
            {
                var at = (nuint)k * n + i;
                var mean = Vector512.LoadUnsafe(ref means, at) * inverse;
                mean.StoreUnsafe(ref means, at);
                (share * (mean - Vector512.LoadUnsafe(ref targets, at))).StoreUnsafe(ref to, at);
            }
        }
        return Vector512.Sum(loss);
    }

    /// <summary>
    /// change := p∘(change − pᵀchange): what residuals change by in the model at p where the logits change by this.
    /// </summary>
    internal static void Curve(ReadOnlySpan<double> p, Span<double> change, int rows)
    {
        var (n, classes) = ((nuint)rows, p.Length / Math.Max(rows, 1));
        ref var means = ref MemoryMarshal.GetReference(p);
        ref var of = ref MemoryMarshal.GetReference(change);
        for (nuint i = 0; i < n; i += Width)
        {
            var sum = Vector512<double>.Zero;
            for (var k = 0; k < classes; k++)
            {
                var at = (nuint)k * n + i;
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref means, at), Vector512.LoadUnsafe(ref of, at), sum);
            }
            for (var k = 0; k < classes; k++)
            {
                var at = (nuint)k * n + i;
                (Vector512.LoadUnsafe(ref means, at) * (Vector512.LoadUnsafe(ref of, at) - sum)).StoreUnsafe(ref of, at);
            }
        }
    }

    /// <summary>change := p + change∘s, made probabilities: none below 0, of sum 1.</summary>
    /// <param name="p">K × n.</param>
    /// <param name="s">n.</param>
    /// <param name="change">K × n.</param>
    internal static void Project(ReadOnlySpan<double> p, ReadOnlySpan<double> s, Span<double> change)
    {
        var (n, classes) = ((nuint)s.Length, p.Length / Math.Max(s.Length, 1));
        ref var means = ref MemoryMarshal.GetReference(p);
        ref var scales = ref MemoryMarshal.GetReference(s);
        ref var of = ref MemoryMarshal.GetReference(change);
        for (nuint i = 0; i < n; i += Width)
        {
            var (scale, sum) = (Vector512.LoadUnsafe(ref scales, i), Vector512<double>.Zero);
            for (var k = 0; k < classes; k++)
            {
                var at = (nuint)k * n + i;
                var moved = Vector512.FusedMultiplyAdd(
                    Vector512.LoadUnsafe(ref of, at), scale, Vector512.LoadUnsafe(ref means, at));
                moved = Vector512.Max(moved, Vector512<double>.Zero);
                moved.StoreUnsafe(ref of, at);
                sum += moved;
            }
            var inverse = Vector512<double>.One / sum;
            for (var k = 0; k < classes; k++)
            {
                var at = (nuint)k * n + i;
                (Vector512.LoadUnsafe(ref of, at) * inverse).StoreUnsafe(ref of, at);
            }
        }
    }

    /// <summary>Σ qᵢ Σ v log v over K × n numbers of which those at or below 0 count as 0: minus the entropy.</summary>
    internal static double Entropy(ReadOnlySpan<double> v, ReadOnlySpan<double> q)
    {
        var (n, classes) = ((nuint)q.Length, v.Length / Math.Max(q.Length, 1));
        ref var from = ref MemoryMarshal.GetReference(v);
        ref var shares = ref MemoryMarshal.GetReference(q);
        var (total, least) = (Vector512<double>.Zero, Vector512.Create(double.Epsilon));
        for (nuint i = 0; i < n; i += Width)
        {
            var sum = Vector512<double>.Zero;
            for (var k = 0; k < classes; k++)
            {
                var own = Vector512.Max(Vector512.LoadUnsafe(ref from, (nuint)k * n + i), Vector512<double>.Zero);
                sum = Vector512.FusedMultiplyAdd(own, Vector512.Log(Vector512.Max(own, least)), sum);
            }
            total = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref shares, i), sum, total);
        }
        return Vector512.Sum(total);
    }
}
