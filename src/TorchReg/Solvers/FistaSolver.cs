using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// FISTA in float64 over the screened columns: w⁺ = prox(v − ∇f(v)/L), v = w⁺ + β(w⁺ − w), momentum dropped where it points
/// uphill, L found by backtracking and let sink again. Columns left out are checked, and let in where they violate optimality.
/// </summary>
/// <remarks>
/// A. Beck, M. Teboulle, SIAM J. Imaging Sci. 2 (2009), p. 193; B. O'Donoghue, E. Candès, Adaptive restart for accelerated
/// gradient schemes, Found. Comput. Math. 15 (2015), section 3.2 (gradient scheme).
/// </remarks>
sealed class FistaSolver : WarmSolver
{
    const int MostSteps = 20_000, Rounds = 50;

    readonly ColumnPenalty penalty;
    readonly FistaPoint point;
    double previous;

    internal FistaSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        this.penalty = penalty;
        point = new(problem, shares, penalty);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (largest, gradient, loss) = point.AtNull();
        (LambdaMax, NullLoss) = (penalty.LambdaMax(gradient), loss);
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

    internal override void MoveTo(PathPoint start) => StartFrom(start, start.Lambda);

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        using var noGrad = no_grad();
        // It stands at its optimum then.
        if (Problem.Columns == 0) return point.At(lambda, 0);
        var start = point.Steps;
        var limit = start + (Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        var solved = SolveToGap(share =>
        {
            SolveToDistance(lambda, share * GradientScale, limit);
            return point.Steps < limit;
        }, () => point.At(lambda, 0), looseness);
        previous = lambda;
        return solved with { Steps = point.Steps - start };
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
        bool Counts(int j) => kept[j] || penalty.L1[j] == 0 || slopes[j] >= threshold * penalty.L1[j];
        return [.. Enumerable.Range(0, Problem.Columns).Where(Counts).Select(j => (long)j)];
    }

    public override void Dispose()
    {
        point.Dispose();
        base.Dispose();
    }
}
