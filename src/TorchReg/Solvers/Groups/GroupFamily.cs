using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>λ(r‖x‖₁ + Σ c_g‖x_g‖₂) with xⱼ = uⱼwⱼ: groups of one output's columns, and the lasso beside them.</summary>
/// <param name="Members">The columns of each group, those that a rule keeps at 0 left out.</param>
/// <param name="Factors">c.</param>
/// <param name="L1">r.</param>
/// <param name="Units">u, a number for each column.</param>
sealed record GroupFamily(int[][] Members, double[] Factors, double L1, double[] Units)
{
    internal int Count => Members.Length;

    /// <summary>Whether nothing holds a group.</summary>
    internal bool IsFree(int g) => Factors[g] == 0 && L1 == 0;

    /// <summary>λP of one group's x.</summary>
    internal double Value(int g, ReadOnlySpan<double> x, double lambda)
    {
        var (sum, square) = (0.0, 0.0);
        foreach (var value in x) (sum, square) = (sum + Math.Abs(value), square + value * value);
        return lambda * (L1 * sum + Factors[g] * Math.Sqrt(square));
    }

    /// <summary>How far −slope is from the subdifferential at x, by its norm over the group.</summary>
    internal double Distance(int g, ReadOnlySpan<double> x, ReadOnlySpan<double> slope, double lambda)
    {
        var (norm, square, kink) = (Math.Sqrt(RowLoops.Dot(x, x)), 0.0, lambda * L1);
        for (var i = 0; i < x.Length; i++)
        {
            var away = x[i] != 0 ? Math.Abs(slope[i] + Math.CopySign(kink, x[i]) + lambda * Factors[g] * x[i] / norm)
                : Math.Max(Math.Abs(slope[i]) - kink, 0);
            square += away * away;
        }
        return norm > 0 ? Math.Sqrt(square) : Math.Max(Math.Sqrt(square) - lambda * Factors[g], 0);
    }

    /// <summary>The least λ at which a group of this slope stays at 0; ∞ for a free one.</summary>
    internal double LambdaMax(int g, ReadOnlySpan<double> slope)
    {
        var (norm, largest) = (Math.Sqrt(RowLoops.Dot(slope, slope)), 0.0);
        foreach (var value in slope) largest = Math.Max(largest, Math.Abs(value));
        if (L1 == 0) return Factors[g] == 0 ? 0 : norm / Factors[g];
        if (Factors[g] == 0) return largest / L1;
        var (low, high) = (0.0, Math.Min(norm / Factors[g], largest / L1));
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            var square = 0.0;
            foreach (var value in slope) square += Math.Pow(Math.Max(Math.Abs(value) - middle * L1, 0), 2);
            if (Math.Sqrt(square) > middle * Factors[g]) low = middle;
            else high = middle;
        }
        return high;
    }
}
