using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Softmax regression whose penalty is grouped over a column's outputs: proximal Newton steps with the whole Hessian
/// of the screened columns, each by block coordinate descent that is exact in every block.
/// </summary>
/// <remarks>
/// J. Lee, Y. Sun, M. Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), algorithm 1; R. Tibshirani et al., Strong
/// rules for discarding predictors in lasso-type problems, JRSS-B 74 (2012), p. 252.
/// </remarks>
sealed class SoftmaxBlocks : WarmSolver
{
    const int MostSteps = 60, Sweeps = 200, LargestSide = 600;

    readonly BlockPenalty penalty;
    readonly BlockDescent descent;
    readonly ClassCertificate certificate;
    readonly SoftmaxPoint point;
    readonly double[] w, g;
    FistaSolver? fista;
    double previous;
    int steps;

    internal SoftmaxBlocks(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        var rows = new ClassRows(problem, shares);
        (this.penalty, certificate) = (new(penalty), new(problem, rows, penalty));
        (descent, point) = (new(this.penalty, problem.Outputs), new(rows, problem.Columns));
        (w, g) = (new double[problem.Outputs], new double[problem.Outputs]);
        point.Evaluate();
        int[] free = [.. Enumerable.Range(0, problem.Columns).Where(j => penalty.L1[j] == 0 && penalty.L2[j] == 0)];
        Settle(free, 1e-10 * SteepestSlopes(penalty).Max());
        var slopes = SteepestSlopes(penalty);
        (LambdaMax, GradientScale, NullLoss) = (penalty.LambdaMax(slopes), slopes.Max(), point.Loss);
        previous = LambdaMax;
    }

    // How fast the loss falls along each column.
    double[] SteepestSlopes(ColumnPenalty given)
    {
        var slopes = new double[given.L1.Length];
        for (var j = 0; j < slopes.Length; j++)
        {
            Read(j);
            slopes[j] = penalty.Slope(g, j);
        }
        return slopes;
    }

    // Biases and free columns alone, at the start.
    void Settle(int[] free, double tolerance)
    {
        for (var taken = 0; taken < MostSteps; taken++)
        {
            var distance = point.Slopes.Select(Math.Abs).DefaultIfEmpty().Max();
            foreach (var j in free)
            {
                Read(j);
                distance = Math.Max(distance, penalty.Distance(w, g, j, 0));
            }
            if (distance <= tolerance || !Step(free, 0, tolerance * 0.3)) return;
        }
    }

    internal static bool Suits(DenseProblem problem, ColumnPenalty penalty, SolverOptions options) =>
        ClassRows.Suits(problem) && problem.Outputs > 1 && options.Method == SolverMethod.Auto && !penalty.IsBounded
        && penalty.IsGrouped && penalty.L1.Any(l1 => l1 > 0)
        && penalty.L1.Count(l1 => l1 == 0) * problem.Outputs < LargestSide / 2;

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    internal override void MoveTo(PathPoint start)
    {
        start.Weight.CopyTo(point.Weight, 0);
        start.Bias.CopyTo(point.Bias, 0);
        point.Evaluate();
        previous = start.Lambda;
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        if (fista is not null) return fista.Solve(lambda, looseness);
        var start = steps;
        var limit = start + (Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        var columns = Screen(lambda);
        var solved = SolveToGap(share => Newton(columns, lambda, share * GradientScale, limit), () => Here(lambda), looseness);
        if (fista is not null) return fista.Solve(lambda, looseness);
        previous = lambda;
        return solved with { Steps = steps - start };
    }

    // Those that are not 0, those without a kink, and those that the strong rule keeps.
    SortedSet<int> Screen(double lambda)
    {
        var threshold = Math.Max(2 * lambda - Math.Max(previous, lambda), 0.7 * lambda);
        var kept = new SortedSet<int>();
        for (var j = 0; j < Problem.Columns; j++)
        {
            Read(j);
            if (!penalty.IsExcluded(j) && (penalty.L1(j) == 0 || BlockPenalty.Norm(w) > 0
                || BlockPenalty.Norm(g) >= threshold * penalty.L1(j))) kept.Add(j);
        }
        return kept;
    }

    void Read(int j)
    {
        for (var k = 0; k < w.Length; k++)
            (w[k], g[k]) = (point.Weight[k * Problem.Columns + j], point.Gradient[k * Problem.Columns + j]);
    }

    // Steps until the largest distance is within the tolerance; violators are let in.
    bool Newton(SortedSet<int> columns, double lambda, double tolerance, int limit)
    {
        while (true)
        {
            var distance = point.Slopes.Select(Math.Abs).DefaultIfEmpty().Max();
            for (var j = 0; j < Problem.Columns; j++)
            {
                Read(j);
                var own = penalty.Distance(w, g, j, lambda);
                if (own > tolerance && !penalty.IsExcluded(j)) columns.Add(j);
                distance = Math.Max(distance, own);
            }
            if (distance <= tolerance) return true;
            if (steps >= limit) return false;
            if ((columns.Count + 1) * w.Length > LargestSide)
            {
                ChangeToFista();
                return false;
            }
            if (!Step([.. columns], lambda, Math.Max(tolerance * 0.3, 0.01 * distance))) return false;
        }
    }

    void ChangeToFista()
    {
        fista = new(Problem, Shares, penalty.Columns, Options);
        fista.StartFrom(Here(previous), previous);
    }

    // One model, solved and walked to, or as far as the objective falls.
    bool Step(int[] columns, double lambda, double tolerance)
    {
        steps++;
        Load(columns);
        var before = point.Loss + certificate.Penalty(point.Weight, lambda);
        descent.Solve(lambda, tolerance, Sweeps);
        var (weight, bias) = ((double[])point.Weight.Clone(), (double[])point.Bias.Clone());
        for (var length = 1.0; length > 1e-3; length /= 2)
        {
            MoveFrom(weight, bias, columns, length);
            point.Evaluate();
            if (point.Loss + certificate.Penalty(point.Weight, lambda) <= before + 1e-14 * Math.Abs(before)) return true;
        }
        weight.CopyTo(point.Weight, 0);
        bias.CopyTo(point.Bias, 0);
        point.Evaluate();
        return false;
    }

    void Load(int[] columns)
    {
        var hasBias = Problem.HasIntercept;
        descent.Load(hasBias ? columns.Append(Problem.Columns) : columns, point.Hessian(columns));
        for (var k = 0; k < w.Length; k++)
        {
            var (to, from) = (k * descent.Stride, k * Problem.Columns);
            for (var i = 0; i < columns.Length; i++)
                (descent.W[to + i], descent.R[to + i]) = (point.Weight[from + columns[i]], point.Gradient[from + columns[i]]);
            if (hasBias) (descent.W[to + columns.Length], descent.R[to + columns.Length]) = (point.Bias[k], point.Slopes[k]);
        }
    }

    void MoveFrom(double[] weight, double[] bias, int[] columns, double length)
    {
        for (var k = 0; k < w.Length; k++)
        {
            var (from, to) = (k * descent.Stride, k * Problem.Columns);
            for (var i = 0; i < columns.Length; i++)
            {
                var old = weight[to + columns[i]];
                point.Weight[to + columns[i]] = length == 1 ? descent.W[from + i] : old + length * (descent.W[from + i] - old);
            }
            if (Problem.HasIntercept)
                point.Bias[k] = bias[k] + length * (descent.W[from + columns.Length] - bias[k]);
        }
    }

    protected override FitCertificate CertifyHere(PathPoint here) => certificate.Of(
        point.Weight, point.Gradient, point.Slopes, point.Means, point.Loss, here.Lambda);

    PathPoint Here(double lambda) => new(lambda, [.. point.Weight], [.. point.Bias], 0);

    public override void Dispose()
    {
        fista?.Dispose();
        base.Dispose();
    }
}
