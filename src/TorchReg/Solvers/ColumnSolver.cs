using System.Diagnostics;
using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// One output's path by <see cref="ColumnEngine"/>: losses that have a form in host memory, penalties by columns.
/// </summary>
sealed class ColumnSolver : PathSolver
{
    const double NullLambda = 1e20, LeastStrong = 0.7, OfNull = 1e-13, OfSquares = 1e-4, OfFree = 1e-11;
    const int MostSteps = 1000, MostFree = 1000;

    readonly ColumnPenalty penalty;
    readonly CoordinateEngine engine;
    readonly Tensor shares;
    readonly (bool HasFree, bool HasOpen) held;
    double previous;

    internal ColumnSolver(ScaledProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, options)
    {
        (this.penalty, this.shares) = (penalty, shares);
        engine = problem is DenseProblem { HasFewColumns: true } tall
            ? new WholeEngine(tall.ProductsUnder(shares), problem.HasIntercept, HostMemory.Numbers(problem.Scale))
            : OfRows(problem, shares);
        var scale = Largest(engine.AllProducts());
        held = Held(1);
        if (held.HasFree)
            engine.Solve(At(NullLambda), 1, scale * OfNull, _ => double.PositiveInfinity, MostSteps);
        var slopes = engine.AllProducts();
        (NullLoss, GradientScale) = (engine.Loss, Largest(slopes));
        LambdaMax = penalty.LambdaMax([.. slopes.Select((g, j) =>
            (g < 0 ? penalty.Upper[j] > 0 : penalty.Lower[j] < 0) ? Math.Abs(g) : 0)]);
        if (GradientScale == 0) GradientScale = engine.Size;
        previous = LambdaMax;
    }

    static RowEngine OfRows(ScaledProblem problem, Tensor shares)
    {
        var loss = problem.Datafit.OnHost(HostMemory.Numbers(problem.Y), HostMemory.Numbers(shares))
            ?? throw new UnreachableException();
        var offsets = problem.Offsets is { } given ? HostMemory.Numbers(given) : null;
        return RowEngine.Of(problem.Design, loss, problem.HasIntercept, offsets, problem.Start[0],
            HostMemory.Numbers(problem.Scale));
    }

    /// <summary>Whether a problem is of this kind.</summary>
    internal static bool Suits(ScaledProblem problem, LinearPenalty given, SolverOptions options) =>
        options.Method == SolverMethod.Auto && problem.Outputs == 1 && given is ColumnPenalty penalty
        && problem.Device.type == DeviceType.CPU && problem.Datafit is { HasHostForm: true, IsJoint: false }
        && (problem is StoredProblem || problem.Rows * problem.Columns < int.MaxValue
            && penalty.L1.Count(l1 => l1 == 0) <= Math.Min(MostFree, options.LargestHessian));

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    internal override void MoveTo(PathPoint start)
    {
        engine.MoveTo(start.Weight, start.Bias[0]);
        previous = start.Lambda;
    }

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        var (isQuadratic, steps) = (Problem.Datafit.IsQuadratic, engine.Steps);
        // Of every λ above 0 the same columns.
        var (isFree, isOpen) = lambda > 0 ? held : Held(lambda);
        var distance = isQuadratic ? isOpen ? OfFree : OfSquares : Tolerance.DistanceShare(Problem, Options) * looseness * Margin;
        var strong = lambda > 0 ? Math.Max(2 - Math.Max(previous, lambda) / lambda, LeastStrong) : LeastStrong;
        var found = engine.Solve(At(lambda), strong, Math.Max(distance * GradientScale, Problem.RoundingOfDistance / 2),
            certificate => Target(certificate, lambda, looseness), Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        previous = lambda;
        var point = new PathPoint(lambda, engine.W.ToArray(), [engine.Bias], engine.Steps - steps);
        // Squares have a gap beside free columns as well, which takes a projection.
        var known = isFree && isQuadratic && Problem is DenseProblem ? Certify(point) : Certificate(found);
        return point with { Certificate = known };
    }

    (bool HasFree, bool HasOpen) Held(double lambda)
    {
        var all = Enumerable.Range(0, Problem.Columns);
        return (all.Any(j => penalty.IsFree(j, lambda)), all.Any(j => penalty.IsOpen(j, lambda)));
    }

    double Target(ColumnCertificate certificate, double lambda, double looseness) =>
        looseness > 1 && !Problem.Datafit.IsQuadratic ? double.PositiveInfinity
        : Margin * Tolerance.Gap(Problem, Options, Certificate(certificate), NullLoss, looseness);

    static FitCertificate Certificate(ColumnCertificate found) =>
        new(found.Loss + found.Penalty, found.Loss, found.Raw, found.Gap) { ScaledDistance = found.Distance };

    ShrinkageByColumn At(double lambda) => new(penalty.L1, penalty.L2, penalty.Lower, penalty.Upper, lambda);

    internal override FitCertificate Certify(PathPoint point)
    {
        if (Problem is not DenseProblem dense)
        {
            engine.MoveTo(point.Weight, point.Bias[0]);
            return Certificate(engine.Solve(At(point.Lambda), 1, double.PositiveInfinity, _ => double.PositiveInfinity, 0));
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var certification = new Certification(dense, shares, penalty);
        return certification.Of(
            tensor(point.Weight, [1, Problem.Columns]), tensor(point.Bias), point.Lambda);
    }

    static double Largest(double[] numbers) => numbers.Length == 0 ? 0 : numbers.Max(Math.Abs);

    public override void Dispose()
    {
    }
}
