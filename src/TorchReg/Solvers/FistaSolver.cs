using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// FISTA in float64 over the screened columns: w⁺ = prox(v − ∇f(v)/L), v = w⁺ + β(w⁺ − w), momentum dropped where it points uphill, L found
/// by backtracking and let sink again. Columns left out are checked, and let in where they violate optimality.
/// </summary>
/// <remarks>
/// A. Beck, M. Teboulle, SIAM J. Imaging Sci. 2 (2009), p. 193; B. O'Donoghue, E. Candès, Adaptive restart for accelerated gradient schemes,
/// Found. Comput. Math. 15 (2015), section 3.2 (gradient scheme).
/// </remarks>
sealed class FistaSolver : WarmSolver
{
    const int MostSteps = 20_000, Tightenings = 12, Rounds = 50;
    const double Margin = 0.95;

    readonly FistaPoint point;
    double previous;

    internal FistaSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options) : base(problem, shares, penalty, options)
    {
        point = new(problem, shares, penalty);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (largest, gradient, loss) = point.AtNull();
        (LambdaMax, NullLoss) = (LambdaMaxOf(problem, penalty, gradient), loss);
        GradientScale = largest;
        previous = LambdaMax;
    }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    /// <summary>Starts from another solver's point.</summary>
    internal void StartFrom(PathPoint other, double lambda)
    {
        using var scope = NewDisposeScope();
        var (w, b) = Tensors(other);
        point.MoveTo(w, b);
        previous = lambda;
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        using var noGrad = no_grad();
        // It stands at its optimum then.
        if (Problem.Columns == 0) return point.At(lambda, 0);
        var start = point.Steps;
        var limit = start + (Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        if (!Problem.Datafit.IsQuadratic) SolveToDistance(lambda, Options.DistanceTolerance * looseness * Margin * GradientScale, limit);
        else
        {
            var share = Math.Min(1e-3, Math.Sqrt(Options.GapTolerance * looseness));
            for (var i = 0; i < Tightenings; i++, share /= 10)
            {
                SolveToDistance(lambda, share * GradientScale, limit);
                if (point.Steps >= limit || Certify(point.At(lambda, 0)).Gap <= Options.GapTolerance * looseness * NullLoss) break;
            }
        }
        previous = lambda;
        return point.At(lambda, point.Steps - start);
    }

    void SolveToDistance(double lambda, double tolerance, int limit)
    {
        var columns = Screen(lambda);
        for (var round = 0; round < Rounds && point.Steps < limit; round++)
        {
            if (!point.Minimise(columns, lambda, tolerance, limit)) return;
            var violators = point.Violators(lambda, tolerance);
            if (violators.Count == 0) return;
            columns = [.. columns.Union(violators).Order()];
        }
    }

    // The strong rule by columns, with the norm that the penalty has.
    long[] Screen(double lambda)
    {
        var threshold = Math.Max(2 * lambda - Math.Max(previous, lambda), 0.7 * lambda);
        var (slopes, kept) = (point.Slopes(), point.NonZeroColumns());
        return [.. Enumerable.Range(0, Problem.Columns).Where(j => kept[j] || Penalty.L1[j] == 0 || slopes[j] >= threshold * Penalty.L1[j]).Select(j => (long)j)];
    }

    /// <summary>From the slopes of columns where all are 0; ρ below 0.001 counts as 0.001, as in glmnet.</summary>
    internal static double LambdaMaxOf(DenseProblem problem, ColumnPenalty penalty, double[] slopes)
    {
        var (largest, floor) = (0.0, Math.Max(1, 1e-3 / Math.Max(problem.Problem.L1Ratio, 1e-300)));
        for (var j = 0; j < slopes.Length; j++)
        {
            var unit = problem.Problem.L1Ratio > 0 ? penalty.L1[j] * floor : penalty.L2[j] * 1e-3;
            if (unit is > 0 and < ColumnPenalty.Excluded) largest = Math.Max(largest, slopes[j] / unit);
        }
        return largest;
    }

    public override void Dispose() => point.Dispose();
}
