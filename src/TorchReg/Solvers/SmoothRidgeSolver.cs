using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Ridge for classes by L-BFGS in rotated columns, where a diagonal is a good first guess of the Hessian: 1/(κs² + λ). The pairs
/// of steps and changes of the data gradient stay from λ to λ, since what λ adds to a change is λ times the step.
/// </summary>
/// <remarks>
/// J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., algorithm 7.4 (two loops), with a scaled diagonal as H⁰.
/// </remarks>
sealed class SmoothRidgeSolver : WarmSolver
{
    const int MostSteps = 2_000;

    readonly ColumnPenalty penalty;
    readonly RotatedColumns columns;
    readonly QuasiNewtonPairs pairs;
    readonly PointCertificate? onHost;
    readonly double curvature;
    Tensor u, b;

    internal SmoothRidgeSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        (this.penalty, onHost) = (penalty, PointCertificate.For(problem, shares, penalty));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var start = new FistaPoint(problem, shares, penalty);
        var (largest, slopes, loss) = start.AtNull();
        (LambdaMax, GradientScale, NullLoss) = (penalty.LambdaMax(slopes), largest, loss);
        columns = new(problem, shares, penalty);
        pairs = new(HostMemory.Numbers(columns.Squares), problem.HasIntercept);
        curvature = problem.Datafit.TypicalCurvature(problem.Outputs);
        u = zeros([problem.Outputs, columns.Squares.shape[0]], ScalarType.Float64, problem.X.device).DetachFromDisposeScope();
        b = tensor(start.At(0, 0).Bias, device: problem.X.device).DetachFromDisposeScope();
    }

    internal static bool Suits(DenseProblem problem, ColumnPenalty penalty) => !problem.Datafit.IsQuadratic
        && problem.HasCurvature
        && penalty.L1.All(l1 => l1 == 0) && !penalty.IsBounded && problem.Columns > 0
            && penalty.L2.All(l2 => l2 is > 0 and < ColumnPenalty.Excluded);

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    internal override void MoveTo(PathPoint start)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (w, bias) = Tensors(start);
        var (coordinates, shifted) = columns.Coordinates(w, bias);
        u.copy_(coordinates);
        b.copy_(shifted);
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (steps, most) = (0, Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        var point = SolveToGap(share =>
        {
            var (taken, isStuck) = Descend(lambda, share * GradientScale, most - steps);
            steps += taken;
            // Where no step pays any more, precision is at its end.
            return (taken > 0 || !isStuck) && steps < most;
        }, () => Here(lambda), looseness);
        return point with { Steps = steps };
    }

    protected override FitCertificate CertifyHere(PathPoint point) => onHost?.Of(point) ?? base.CertifyHere(point);

    PathPoint Here(double lambda)
    {
        var (w, bias) = columns.Coefficients(u, b);
        return new(lambda, HostMemory.Numbers(w), HostMemory.Numbers(bias), 0);
    }

    // The last column of a point, a direction and a gradient is the bias's.
    (int Taken, bool IsStuck) Descend(double lambda, double tolerance, int most)
    {
        var (point, z) = (cat([u, b.unsqueeze(1)], 1), Logits(u, b));
        var (value, gradient) = (Value(z, u, lambda), Gradient(z));
        var (taken, isStuck) = (0, false);
        for (; taken < most; taken++)
        {
            using var scope = NewDisposeScope();
            var total = Total(gradient, point, lambda);
            if (IsSolved(total, tolerance)) break;
            var direction = tensor(
                pairs.Direction(HostMemory.Numbers(total), curvature, lambda), total.shape, device: total.device);
            var slope = (direction * total).sum().ReadDouble();
            var zd = direction.narrow(1, 0, u.shape[1]).matmul(columns.Zt).add_(direction.narrow(1, u.shape[1], 1), Scalars.One);
            var (length, reached) = Search(z, zd, point, direction, value, slope, lambda);
            isStuck = length == 0;
            if (isStuck) break;
            var step = direction * Scalars.Of(length);
            var (nextPoint, nextZ) = (point.add(step, Scalars.One), z.add(zd * Scalars.Of(length), Scalars.One));
            var nextGradient = Gradient(nextZ);
            pairs.Add(HostMemory.Numbers(step), HostMemory.Numbers(nextGradient - gradient));
            value = reached;
            foreach (var old in new[] { point, z, gradient }) old.Dispose();
            (point, z, gradient) = (
                nextPoint.MoveToOuterDisposeScope(), nextZ.MoveToOuterDisposeScope(), nextGradient.MoveToOuterDisposeScope());
        }
        u.copy_(point.narrow(1, 0, u.shape[1]));
        b.copy_(point.select(1, u.shape[1]));
        return (taken, isStuck);
    }

    // f is convex along the way: a parabola through both ends shortens a step that does not pay.
    (double Length, double Value) Search(
        Tensor z, Tensor zd, Tensor point, Tensor direction, double value, double slope, double lambda)
    {
        const double Pay = 1e-4, Rounding = 1e-15;
        var length = 1.0;
        for (var tries = 0; tries < 30; tries++)
        {
            using var scope = NewDisposeScope();
            var reached = Value(z.add(zd * Scalars.Of(length), Scalars.One),
                point.add(direction * Scalars.Of(length), Scalars.One).narrow(1, 0, u.shape[1]), lambda);
            if (reached <= value + Pay * length * slope + Rounding * Math.Abs(value)) return (length, reached);
            length *= Math.Clamp(-slope * length / (2 * (reached - value - slope * length)), 0.1, 0.5);
        }
        return (0, value);
    }

    // In the columns' own coordinates, as the certificate measures it.
    bool IsSolved(Tensor total, double tolerance)
    {
        if (Problem.HasIntercept && total.select(1, u.shape[1]).abs().max().ReadDouble() > tolerance) return false;
        var smooth = columns.Gradient(total.narrow(1, 0, u.shape[1]));
        var distances = penalty.IsGrouped ? smooth.Squared().sum([0L]).sqrt() : smooth.abs();
        return distances.max().ReadDouble() <= tolerance;
    }

    Tensor Total(Tensor gradient, Tensor point, double lambda)
    {
        var total = gradient.clone();
        total.narrow(1, 0, u.shape[1]).add_(point.narrow(1, 0, u.shape[1]) * Scalars.Of(lambda), Scalars.One);
        return total;
    }

    double Value(Tensor z, Tensor coordinates, double lambda)
    {
        using var scope = NewDisposeScope();
        return (Problem.Datafit.Rows(z, Problem.Y) * Shares).sum().ReadDouble() + lambda / 2 * coordinates.Squared().sum()
            .ReadDouble();
    }

    Tensor Logits(Tensor coordinates, Tensor bias)
    {
        var z = coordinates.matmul(columns.Zt).add_(bias.unsqueeze(1), Scalars.One);
        return Problem.Offsets is { } offsets ? z.add_(offsets, Scalars.One) : z;
    }

    Tensor Gradient(Tensor z)
    {
        var residual = Problem.Residual(z).mul_(Shares);
        var slopes = residual.sum([1L], keepdim: true);
        return cat([residual.matmul(columns.Z), Problem.HasIntercept ? slopes : zeros_like(slopes)], 1);
    }

    public override void Dispose()
    {
        columns.Dispose();
        u.Dispose();
        b.Dispose();
        base.Dispose();
    }
}
