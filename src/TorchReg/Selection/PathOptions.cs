using Microsoft.Extensions.Logging;
using TorchReg.Objectives;
using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>Which λ a path has, and how exactly each is solved.</summary>
public sealed record PathOptions
{
    const double LeastShrinkage = 0.1, LeastRatio = 1e-9;

    /// <summary>The λ, in any order; null (default) for a geometric grid from λ_max.</summary>
    public IReadOnlyList<double>? Lambdas { get; init; }

    /// <summary>Values of the grid, 2 or more. Default 100.</summary>
    public int Count { get; init; } = 100;

    /// <summary>
    /// λ_min/λ_max of the grid, between 0 and 1. Default, as glmnet: 0.0001, or 0.01 where there are fewer rows than columns;
    /// less where the penalty's squares would still hold the weights down at its end, as on targets of a large unit.
    /// </summary>
    public double? Ratio { get; init; }

    /// <summary>
    /// Whether a grid (not given λ) may end early, as in glmnet: where from the fifth λ on the share of the deviance explained
    /// grows by less than 10⁻⁵ (of itself for squared error), or exceeds 0.999. Default true.
    /// </summary>
    public bool EndEarly { get; init; } = true;

    /// <summary>
    /// Ends the path with the first fit in which more columns than this have a weight: glmnet's <c>dfmax</c>. 1 or more; default
    /// null, no end.
    /// </summary>
    public int? MaxActive { get; init; }

    /// <summary>
    /// Ends the path before the first fit with which more columns than this have had a weight at some λ so far: glmnet's
    /// <c>pmax</c>. 1 or more; default null, no end.
    /// </summary>
    public int? MaxEverActive { get; init; }

    /// <summary>
    /// How each λ is solved. Default: the default gaps, and distances to 10⁻⁴ of the largest gradient at w = 0. Folds that are
    /// solved in single precision have ten times the gap.
    /// </summary>
    public SolverOptions Solver { get; init; } = new() { DistanceTolerance = 1e-4 };

    /// <summary>Told of every finished λ.</summary>
    public IProgress<PathProgress>? Progress { get; init; }

    /// <summary>Told of every λ (debug) and of the path's end, with its reason (information). Default: nobody.</summary>
    public ILogger? Logger { get; init; }

    internal PathOptions Checked()
    {
        if (MaxActive is { } most) Require.AtLeast(1, most, nameof(MaxActive));
        if (MaxEverActive is { } ever) Require.AtLeast(1, ever, nameof(MaxEverActive));
        return this;
    }

    internal double[] Grid(double largest, ScaledProblem problem)
    {
        if (Lambdas is not null) return LambdaGrid.Given(Lambdas);
        CheckTargets(problem);
        if (problem.Columns == 0)
            throw new ArgumentException($"All {problem.ConstantColumns.Count} columns are constant over the rows (that count), " +
                "so that their weights are 0 at every λ: give columns that vary.", "data");
        if (!(largest > 0))
            throw new ArgumentException("All weights are 0 at every λ: no feature has anything to do with the targets, so " +
                "there is no λ grid; give Lambdas.");
        if (double.IsInfinity(largest))
            throw new ArgumentException("No λ makes all weights 0 under this penalty, as total variation alone, one toward " +
                "given values, or groups of weight 0, so there is no λ grid; give Lambdas.");
        return LambdaGrid.Geometric(largest, Ratio ?? UsualRatio(largest, problem), Count);
    }

    // λ of L1 goes with the targets' unit and λ of squares does not: where an end is large beside the columns' own curvature (1,
    // and more where columns must be alike), no model between the two is on the grid.
    static double UsualRatio(double largest, ScaledProblem problem)
    {
        var usual = problem.Rows < problem.Columns ? 0.01 : 1e-4;
        if (!problem.Datafit.IsQuadratic || problem.Penalty.ByColumns is not { } penalty) return usual;
        var squares = penalty.L2.Where(squares => squares is > 0 and < ColumnPenalty.Excluded).Order().ToArray();
        if (squares.Length == 0) return usual;
        var free = LeastShrinkage * Math.Max(1, (double)problem.Columns / problem.RowsThatCount) / squares[squares.Length / 2];
        return Math.Max(LeastRatio, Math.Min(usual, free / largest));
    }

    // With an intercept, which fits them alone, but for times: those of one length still have their events.
    static void CheckTargets(ScaledProblem problem)
    {
        if (problem is { HasIntercept: true, Offsets: null, Datafit.IsJoint: false }
            && OneTarget.Of(problem.Problem.Data) is { } one)
            throw new ArgumentException($"All rows (that count) {one}, which the intercept fits alone, at every λ: give " +
                "another column as the target, or Lambdas.", "data");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How far a path or a cross-validation is.</summary>
/// <param name="Done">λ solved.</param>
/// <param name="Total">λ to solve.</param>
/// <param name="Lambda">The λ solved last.</param>
/// <param name="Elapsed">Time so far.</param>
public sealed record PathProgress(int Done, int Total, double Lambda, TimeSpan Elapsed)
{
    /// <summary>The time that the rest takes, if it goes on like this.</summary>
    public TimeSpan Remaining => Done == 0 ? TimeSpan.Zero : Elapsed * ((double)(Total - Done) / Done);
}
