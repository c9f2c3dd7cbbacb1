using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A problem's penalty and bounds on the solver's scale.</summary>
static class ScaledPenalty
{
    const double LeastUnit = 1e-7, LeastRatio = 1e-3;

    /// <param name="problem">The problem.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="unit">
    /// What a weight on the raw scale is multiplied by where it is penalized, in units of the scale.
    /// </param>
    /// <param name="like">Whose device it is for.</param>
    internal static LinearPenalty Of(LinearProblem problem, ColumnScales columns, double[] unit, Tensor like) =>
        problem.Penalty is { Shrinkage: null } ? Whole(problem, columns, unit, like) : ByColumns(problem, columns, unit);

    static WholePenalty Whole(LinearProblem problem, ColumnScales columns, double[] unit, Tensor like)
    {
        double Scale(double u) => 1 / (problem.Standardize ? Math.Max(u, LeastUnit) : u);
        var scales = unit.All(u => u == 1) ? null
            : ColumnPenalty.Row([.. unit.Select(Scale)], like).DetachFromDisposeScope();
        return new(problem.Penalty!, scales, columns.Constant.Length == 0 ? null : Array.ConvertAll(columns.Kept, j => (long)j),
            columns.All)
        {
            Constant = Enumerable.Range(0, unit.Length).Where(i => problem.Standardize && unit[i] < LeastUnit).ToHashSet(),
        };
    }

    static ColumnPenalty ByColumns(LinearProblem problem, ColumnScales columns, double[] unit)
    {
        var (l1, l2) = problem.Penalty?.Shrinkage is { } weights ? (weights.L1, weights.L2)
            : (problem.L1Ratio, 1 - problem.L1Ratio);
        double[] Times(double share, int power) => [.. columns.Kept.Select((j, i) => problem.Standardize && unit[i] < LeastUnit
            ? ColumnPenalty.Excluded : share * (problem.PenaltyFactors?[j] ?? 1) * (power == 1 ? unit[i] : unit[i] * unit[i]))];
        double[] Bounds(IReadOnlyList<double>? given, double none) =>
            [.. columns.Kept.Select((j, i) => (given?[j] ?? none) * columns.Scale[i])];
        return new(Times(l1, 1), Times(l2, 2),
            Bounds(problem.LowerBounds, double.NegativeInfinity), Bounds(problem.UpperBounds, double.PositiveInfinity),
            Times(Math.Max(l1, LeastRatio * (l1 + l2)), 1), problem.GroupFeatures);
    }
}
