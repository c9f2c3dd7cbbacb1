using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>One column: its mean and deviation under row weights, and what they leave out.</summary>
/// <param name="Mean">μ; of a constant column its value.</param>
/// <param name="Deviation">√(Σ wᵢ(xᵢ − μ)²/Σ wᵢ).</param>
/// <param name="IsConstant">Whether all rows that count have one value.</param>
/// <param name="Farthest">max |xᵢ − μ| over all rows.</param>
readonly record struct ColumnMoments(double Mean, double Deviation, bool IsConstant, double Farthest)
{
    internal static ColumnMoments Of(ReadOnlySpan<double> x, ReadOnlySpan<double> weights)
    {
        var (least, most) = (x[0], x[0]);
        foreach (var value in x)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }
        var (low, high) = weights.IsEmpty ? (least, most) : Counted(x, weights);
        var total = weights.IsEmpty ? x.Length : RowLoops.Sum(weights);
        var mean = (weights.IsEmpty ? RowLoops.Sum(x) : RowLoops.Dot(weights, x)) / total;
        var squares = 0.0;
        if (weights.IsEmpty) foreach (var value in x) squares += (value - mean) * (value - mean);
        else for (var i = 0; i < x.Length; i++) squares += weights[i] * (x[i] - mean) * (x[i] - mean);
        var deviation = Math.Sqrt(squares / total);
        // Rounding leaves a constant column a tiny deviation: only equal extremes tell.
        var isConstant = low == high || deviation == 0;
        if (isConstant) mean = low;
        return new(mean, deviation, isConstant, Math.Max(most - mean, mean - least));
    }

    static (double Low, double High) Counted(ReadOnlySpan<double> x, ReadOnlySpan<double> weights)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < x.Length; i++)
            if (weights[i] > 0) (low, high) = (Math.Min(low, x[i]), Math.Max(high, x[i]));
        return (low, high);
    }
}
