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
    /// <param name="spread">The targets' deviation.</param>
    /// <param name="like">Whose device it is for.</param>
    internal static LinearPenalty Of(
        LinearProblem problem, ColumnScales columns, double[] unit, double spread, Tensor like) =>
        problem.Penalty is { Shrinkage: null } ? Whole(problem, columns, unit, like)
            : ByColumns(problem, columns, unit, spread);

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

    static ColumnPenalty ByColumns(LinearProblem problem, ColumnScales columns, double[] unit, double spread)
    {
        var (l1, l2) = problem.Penalty?.Shrinkage is { } weights ? (weights.L1, weights.L2)
            : (problem.L1Ratio, 1 - problem.L1Ratio);
        double[] Times(double share, int power) => [.. columns.Kept.Select((j, i) => problem.Standardize && unit[i] < LeastUnit
            ? ColumnPenalty.Excluded : share * (problem.PenaltyFactors?[j] ?? 1) * (power == 1 ? unit[i] : unit[i] * unit[i]))];
        double[] Bounds(IReadOnlyList<double>? given, double none) =>
            [.. columns.Kept.Select((j, i) => (given?[j] ?? none) * columns.Scale[i])];
        return new(Times(l1, 1), Times(l2, 2),
            Bounds(problem.LowerBounds, double.NegativeInfinity), Bounds(problem.UpperBounds, double.PositiveInfinity),
            Units(), problem.GroupFeatures);

        // λ of squares does not go with the targets' unit and that of L1 does: where a thousand times what squares need to hold
        // the weights down is less than what L1 needs to make them 0, nothing is to be seen above it.
        double[] Units() => [.. Times(l1, 1).Zip(Times(LeastRatio * l2, 2), (first, second) => first == ColumnPenalty.Excluded
            ? first : Math.Max(first, second * spread))];
    }
}
