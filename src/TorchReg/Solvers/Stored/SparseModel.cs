using System.Runtime.CompilerServices;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The quadratic model uᵀA d + ½ dᵀAᵀ diag(h) A d of sparse columns, the intercept solved for, and steps of coordinate descent on
/// it.
/// </summary>
sealed class SparseModel(CompressedDesign design, double[] w, bool hasIntercept)
{
    readonly double[] h = new double[design.Rows], r = new double[design.Rows];
    readonly double[] sums = new double[design.Columns], curvatures = new double[design.Columns];
    double total;

    /// <summary>What the intercept moves by.</summary>
    internal double Shift { get; private set; }

    /// <summary>Another h, with what columns need of it.</summary>
    internal void Curve(ReadOnlySpan<double> curvature, ReadOnlySpan<int> columns, double factor = 1)
    {
        for (var i = 0; i < h.Length; i++) h[i] = factor * curvature[i];
        total = RowLoops.Sum(h);
        foreach (var j in columns) Curve(j);
    }

    internal void Curve(int j)
    {
        var (sum, square) = design.Moments(j, h);
        (sums[j], curvatures[j]) = (0, square);
        if (hasIntercept && total > 0) (sums[j], curvatures[j]) = (sum, square - sum * sum / total);
    }

    /// <summary>Begins where the gradient is u.</summary>
    internal void Begin(ReadOnlySpan<double> u)
    {
        u.CopyTo(r);
        Shift = 0;
    }

    /// <summary>Moves each column's weight to its optimum; the largest distance that was met.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Sweep(CoordinatePenalty penalty, ReadOnlySpan<int> columns)
    {
        var largest = 0.0;
        foreach (var j in columns)
        {
            var slope = design.Dot(j, r) + sums[j] * Shift;
            largest = Math.Max(largest, penalty.Distance(j, w[j], slope));
            if (!(curvatures[j] > 0)) continue;
            var next = penalty.Step(j, w[j], slope, curvatures[j]);
            var change = next - w[j];
            if (change == 0) continue;
            design.AddWeighted(j, change, h, r);
            if (hasIntercept && total > 0) Shift -= sums[j] * change / total;
            w[j] = next;
        }
        return largest;
    }
}
