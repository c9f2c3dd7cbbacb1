using System.Diagnostics;
using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// One output's path by <see cref="CoordinateEngine"/>: losses that have a form in host memory, penalties by columns.
/// </summary>
sealed class ColumnSolver : PathSolver
{
    const double NullLambda = 1e20, OfNull = 1e-13, OfSquares = 1e-4, OfFree = 1e-11;
    const double Sharp = 10, Narrowing = 3, SmoothShare = 1e-5;
    const int MostSteps = 1000, MostFree = 1000, Patience = 25, Tries = 3;

    readonly LinearPenalty given;
    readonly CoordinateFamily penalty;
    readonly CoordinateEngine engine;
    readonly Tensor shares;
    readonly (bool HasFree, bool HasOpen) held;
    double previous;

    static CoordinateFamily? FamilyOf(ScaledProblem problem, LinearPenalty given) =>
        given.Coordinates(problem.Columns, problem.Datafit.TypicalCurvature(1));

    internal ColumnSolver(ScaledProblem problem, Tensor shares, LinearPenalty given, SolverOptions options)
        : base(problem, options)
    {
        (this.given, this.shares) = (given, shares);
        penalty = FamilyOf(problem, given) ?? throw new UnreachableException();
        engine = problem is DenseProblem { HasFewColumns: true } tall
            ? new WholeEngine(tall.ProductsUnder(shares), problem.HasIntercept, HostMemory.Numbers(problem.Scale))
            : OfRows(problem, shares);
        var scale = RowLoops.Largest(engine.AllProducts());
        held = (penalty.IsFree(1), penalty.IsOpen(1));
        if (penalty.Free > 0)
            engine.Solve(penalty.At(NullLambda), 1, scale * OfNull, _ => double.PositiveInfinity, MostSteps);
        var slopes = engine.AllProducts();
        (NullLoss, GradientScale) = (engine.Loss, RowLoops.Largest(slopes));
        LambdaMax = penalty.LambdaMax(slopes);
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
        options.Method == SolverMethod.Auto && problem.Outputs == 1
        && problem.Device.type == DeviceType.CPU && problem.Datafit.HasHostForm
        && (problem is StoredProblem || problem.Rows * problem.Columns < int.MaxValue)
        && FamilyOf(problem, given) is { } family
        && (problem is StoredProblem || family.WithoutKink <= Math.Min(MostFree, options.MaxHessianSize));

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
        // Squares stop on a gap, where there is one.
        var (isByGap, steps) = (Problem.Datafit.IsQuadratic && penalty.IsConvex, engine.Steps);
        // Of every λ above 0 the same columns.
        var (isFree, isOpen) = lambda > 0 ? held : (penalty.IsFree(lambda), penalty.IsOpen(lambda));
        var distance = isByGap ? isOpen ? OfFree : OfSquares
            : Tolerance.DistanceShare(Problem, Options) * looseness * Margin;
        var strong = Strong(lambda, previous);
        var found = Solve(penalty.At(lambda), strong, Math.Max(distance * GradientScale, Problem.RoundingOfDistance / 2),
            certificate => Target(certificate, lambda, looseness), Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        previous = lambda;
        var bias = Problem.Datafit.IsJoint ? 0 : engine.Bias;
        var point = Here(lambda, bias, engine.Steps - steps);
        // Squares have a gap beside free columns as well, which takes a projection.
        var known = isFree && isByGap && Problem is DenseProblem ? Certify(point) : Certificate(found);
        return point with { Certificate = known };
    }

    // Where nearly all rows are beyond a loss's curved part, steps find its minimum by way of wider ones.
    ColumnCertificate Solve(
        CoordinatePenalty at, double strong, double distance, Func<ColumnCertificate, double> gap, int most)
    {
        if (engine is not RowEngine { Sharpness: > Sharp } rows) return engine.Solve(at, strong, distance, gap, most);
        var (end, found) = (engine.Steps + most, engine.Solve(at, strong, distance, gap, Math.Min(most, Patience)));
        // More slowly where rows change sides too often.
        for (var (tries, narrowing) = (0, Narrowing); tries < Tries && !IsThere() && engine.Steps < end; tries++)
        {
            for (var factor = rows.Sharpness; factor > 1; factor /= narrowing)
            {
                rows.Widen(factor);
                engine.Solve(at, strong, SmoothShare * GradientScale, _ => double.PositiveInfinity, Patience);
            }
            rows.Widen(1);
            found = engine.Solve(at, strong, distance, gap, Math.Clamp(end - engine.Steps, 1, 2 * Patience));
            narrowing = Math.Sqrt(narrowing);
        }
        return found;

        bool IsThere() => found.Distance <= distance && !(found.Gap > gap(found));
    }

    double Target(ColumnCertificate certificate, double lambda, double looseness) =>
        looseness > 1 && !Problem.Datafit.IsQuadratic ? double.PositiveInfinity
        : Margin * Tolerance.Gap(Problem, Options, Certificate(certificate), NullLoss, looseness);

    FitCertificate Certificate(ColumnCertificate found) => new(found.Loss + found.Penalty, found.Loss, found.Raw, found.Gap)
    { ScaledDistance = found.Distance, IsConvex = penalty.IsConvex };

    // Those of the rows, where the engine has them: of sparse columns they are not to be summed anew.
    internal override Tensor Logits(PathPoint point) =>
        Problem is StoredProblem { Datafit.IsJoint: false } && engine is RowEngine rows
            ? tensor(rows.Rows.Z, [1, Problem.Rows]) : base.Logits(point);

    internal override FitCertificate Certify(PathPoint point)
    {
        if (Problem is not DenseProblem dense)
        {
            engine.MoveTo(point.Weight, point.Bias[0]);
            var here = penalty.At(point.Lambda);
            return Certificate(engine.Solve(here, 1, double.PositiveInfinity, _ => double.PositiveInfinity, 0));
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var certification = new Certification(dense, shares, given);
        return certification.Of(
            tensor(point.Weight, [1, Problem.Columns]), tensor(point.Bias), point.Lambda);
    }

    // Of columns that say the same, as the two indicators of a column of two words, the second is left at its kink with what
    // rounding made of it: no weight, and nothing that should be counted as one.
    PathPoint Here(double lambda, double bias, int steps)
    {
        var few = FewWeights.Of(engine.W, 1e-13 * RowLoops.Largest(engine.W));
        return few.AreWorthIt(Problem.Columns) ? PathPoint.OfFew(lambda, few, Problem.Columns, [bias], steps)
            : new(lambda, few.Spread(Problem.Columns), [bias], steps);
    }

    public override void Dispose()
    {
    }
}
