using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Proximal gradient steps on all columns for any penalty with a prox: FISTA where it is convex, without momentum where it is
/// not, so that the objective falls at each step. It stops on the duality gap of a norm whose dual is known, else on the distance
/// to stationarity.
/// </summary>
/// <remarks>
/// H. Attouch, J. Bolte, B. F. Svaiter, Convergence of descent methods for semi-algebraic and tame problems, Math. Program. 137
/// (2013), section 5.1 (forward-backward splitting without convexity).
/// </remarks>
sealed class ProxSolver : WarmSolver
{
    const int MostSteps = 20_000;

    readonly WholePenalty penalty;
    readonly Tensor x, xt;
    Tensor point;
    double lipschitz;
    bool? hasGap;

    internal ProxSolver(DenseProblem problem, Tensor shares, WholePenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        this.penalty = penalty;
        // Too long a first step is shortened; without convexity it may jump out of the stationary point that the path is at.
        lipschitz = penalty.IsConvex ? 1e-3 : problem.Datafit.TypicalCurvature(problem.Outputs) * (problem.Columns + 1);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var column = ones([problem.Rows, 1L], ScalarType.Float64, problem.X.device);
        x = (problem.HasIntercept ? cat([problem.X, column], 1) : problem.X.clone()).DetachFromDisposeScope();
        xt = x.t().contiguous().DetachFromDisposeScope();
        using var start = new FistaPoint(problem, shares, ColumnPenalty.Excluding(problem.Columns));
        (GradientScale, _, NullLoss) = start.AtNull();
        var bias = tensor(start.At(0, 0).Bias, device: x.device);
        var none = zeros([problem.Outputs, problem.Columns], ScalarType.Float64, x.device);
        LambdaMax = penalty.LambdaMax(
            problem.Slopes(problem.Logits(none, bias), shares).matmul(problem.X),
            problem.Datafit.TypicalCurvature(problem.Outputs));
        point = (problem.HasIntercept ? cat([none, bias.unsqueeze(1)], 1) : none.clone()).DetachFromDisposeScope();
    }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    internal override void MoveTo(PathPoint start)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (w, b) = Tensors(start);
        point.copy_(Problem.HasIntercept ? cat([w, b.unsqueeze(1)], 1) : w);
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        using var noGrad = no_grad();
        var (taken, most) = (0, Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        bool To(double share)
        {
            var (steps, isDone) = Descend(lambda, share * GradientScale, most - taken);
            taken += steps;
            return isDone;
        }
        if (lambda > 0 && (hasGap ??= Certify(At(lambda, 0)).Gap is not null))
            return SolveToGap(To, () => At(lambda, 0), looseness) with { Steps = taken };
        To(Tolerance.DistanceShare(Problem, Options) * looseness * Margin);
        return At(lambda, taken);
    }

    // To a distance.
    (int Steps, bool IsDone) Descend(double lambda, double tolerance, int most)
    {
        using var scope = NewDisposeScope();
        var descent = new FistaDescent(Problem, Shares, penalty, x, xt, Problem.Columns, lambda, lipschitz);
        // Without convexity steps may lead on from a stationary point, but not from 0 where the path begins.
        if ((penalty.IsConvex || lambda >= LambdaMax) && descent.IsAt(point, tolerance)) return (0, true);
        var (next, steps, isDone) = descent.Run(point, tolerance, most);
        lipschitz = descent.Lipschitz;
        var moved = next.clone().DetachFromDisposeScope();
        point.Dispose();
        point = moved;
        return (steps, isDone);
    }

    PathPoint At(double lambda, int steps) => new(
        lambda,
        HostMemory.Numbers(point.narrow(1, 0, Problem.Columns)),
        Problem.HasIntercept ? HostMemory.Numbers(point.select(1, Problem.Columns)) : new double[Problem.Outputs],
        steps);

    public override void Dispose()
    {
        foreach (var tensor in new[] { x, xt, point }) tensor.Dispose();
        base.Dispose();
    }
}
