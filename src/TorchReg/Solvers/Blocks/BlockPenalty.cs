namespace TorchReg.Solvers;

/// <summary>A <see cref="ColumnPenalty"/> in host memory, block by block: the weights of one column to all outputs.</summary>
sealed class BlockPenalty(ColumnPenalty penalty)
{
    internal ColumnPenalty Columns => penalty;

    /// <summary>Whether the penalty is smooth where a block is not 0, and nothing is bounded.</summary>
    internal bool IsSmooth { get; } = penalty.IsGrouped || !penalty.IsBounded && penalty.L1.All(l1 => l1 == 0);

    /// <summary>a; 0 for what stands beyond the columns, the intercept.</summary>
    internal double L1(int j) => j < penalty.L1.Length ? penalty.L1[j] : 0;

    /// <summary>b; 0 for the intercept.</summary>
    internal double L2(int j) => j < penalty.L2.Length ? penalty.L2[j] : 0;

    /// <summary>Whether a column is kept at 0 whatever its gradient.</summary>
    internal bool IsExcluded(int j) => L1(j) >= ColumnPenalty.Excluded;

    /// <summary>w := argmin over w of ½h‖w‖² − vᵀw + λ(a·norm(w) + b/2·‖w‖²) within the bounds, v given in w's place.</summary>
    internal void Minimise(Span<double> v, int j, double h, double lambda)
    {
        var (threshold, curvature) = (lambda * penalty.L1[j], h + lambda * penalty.L2[j]);
        if (penalty.IsGrouped)
        {
            var norm = Norm(v);
            var factor = norm <= threshold ? 0 : (1 - threshold / norm) / curvature;
            foreach (ref var value in v) value *= factor;
            return;
        }
        foreach (ref var value in v)
        {
            value = Math.Abs(value) <= threshold ? 0 : (value - Math.CopySign(threshold, value)) / curvature;
            if (penalty.IsBounded) value = Math.Min(Math.Max(value, penalty.Lower[j]), penalty.Upper[j]);
        }
    }

    /// <summary>Σ over k of a·|w_k|, or a‖w‖₂, + b/2‖w‖², times λ.</summary>
    internal double Value(ReadOnlySpan<double> w, int j, double lambda)
    {
        var (norm, square) = (0.0, 0.0);
        foreach (var value in w) (norm, square) = (norm + Math.Abs(value), square + value * value);
        if (penalty.IsGrouped) norm = Math.Sqrt(square);
        return norm == 0 ? 0 : lambda * (L1(j) * norm + L2(j) / 2 * square);
    }

    /// <summary>The distance of −g to the subdifferential: the block's where grouped, else its largest element's.</summary>
    internal double Distance(ReadOnlySpan<double> w, ReadOnlySpan<double> g, int j, double lambda)
    {
        var (l1, l2) = (lambda * penalty.L1[j], lambda * penalty.L2[j]);
        if (!penalty.IsGrouped)
        {
            var largest = 0.0;
            for (var k = 0; k < w.Length; k++) largest = Math.Max(largest, OfElement(w[k], g[k] + l2 * w[k], l1, j));
            return largest;
        }
        var norm = Norm(w);
        if (norm == 0) return Math.Max(Norm(g) - l1, 0);
        var square = 0.0;
        for (var k = 0; k < w.Length; k++)
        {
            var away = g[k] + (l2 + l1 / norm) * w[k];
            square += away * away;
        }
        return Math.Sqrt(square);
    }

    double OfElement(double w, double smooth, double l1, int j)
    {
        var (low, high) = w > 0 ? (smooth + l1, smooth + l1) : w < 0 ? (smooth - l1, smooth - l1) : (smooth - l1, smooth + l1);
        return Math.Max(0, Math.Max(w > penalty.Lower[j] ? low : 0, w < penalty.Upper[j] ? -high : 0));
    }

    /// <summary>How fast the loss falls where the block may go from 0: the largest |g|, or ‖g‖ where grouped.</summary>
    internal double Slope(ReadOnlySpan<double> g, int j)
    {
        if (penalty.IsGrouped) return Norm(g);
        var largest = 0.0;
        foreach (var value in g)
            if (value > 0 ? penalty.Lower[j] < 0 : penalty.Upper[j] > 0) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    /// <summary>Whether a weight may move both ways.</summary>
    internal bool IsInside(double w, int j) => j >= penalty.L1.Length || w > penalty.Lower[j] && w < penalty.Upper[j];

    internal static double Norm(ReadOnlySpan<double> v)
    {
        var square = 0.0;
        foreach (var value in v) square += value * value;
        return Math.Sqrt(square);
    }
}
