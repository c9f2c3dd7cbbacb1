using System.Diagnostics;
using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// One output's path by <see cref="GroupEngine"/>: losses that have a form in host memory, the group lasso over groups of columns
/// and the sparse one; dense columns, sparse ones and those of a file.
/// </summary>
sealed class GroupSolver : PathSolver
{
    const double NullLambda = 1e20, OfNull = 1e-11, LeastShare = 1e-16;
    const int MostSteps = 500, Tightenings = 12, MostFree = 1000, LargestGroup = 300;

    readonly GroupFamily family;
    readonly GroupEngine engine;
    readonly Certification certification;
    double previous;
    double? lastShare;

    internal GroupSolver(ScaledProblem problem, Tensor shares, LinearPenalty given, SolverOptions options)
        : base(problem, options)
    {
        family = given.InGroups(problem.Columns) ?? throw new UnreachableException();
        certification = new(problem, shares, given);
        var loss = problem.Datafit.OnHost(HostMemory.Numbers(problem.Y), HostMemory.Numbers(shares))
            ?? throw new UnreachableException();
        var offsets = problem.Offsets is { } ofRows ? HostMemory.Numbers(ofRows) : null;
        engine = new(problem.Design, family, loss, problem.HasIntercept && !loss.IsShiftInvariant, offsets, problem.Start[0]);
        var scale = Largest(engine.AllProducts());
        if (Enumerable.Range(0, family.Count).Any(family.IsFree)) engine.Solve(NullLambda, 1, scale * OfNull, MostSteps);
        var slopes = engine.AllProducts();
        (NullLoss, GradientScale) = (engine.Rows.Loss, Largest(slopes));
        LambdaMax = Enumerable.Range(0, family.Count)
            .Select(g => family.LambdaMax(g, [.. family.Members[g].Select(j => slopes[j] / family.Units[j])]))
            .DefaultIfEmpty().Max();
        if (GradientScale == 0) GradientScale = engine.Rows.Size();
        previous = LambdaMax;
    }

    internal static bool Suits(ScaledProblem problem, LinearPenalty given, SolverOptions options) =>
        options.Method == SolverMethod.Auto && problem.Outputs == 1 && problem.Device.type == DeviceType.CPU
        && problem.Datafit.HasHostForm && problem.Rows * problem.Columns < int.MaxValue
        && given.InGroups(problem.Columns) is { } family
        // The axes of a group cost its size to the third power.
        && Array.TrueForAll(family.Members, members => members.Length <= LargestGroup)
        && Enumerable.Range(0, family.Count).Where(family.IsFree).Sum(g => family.Members[g].Length) <= MostFree;

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
        var (steps, limit) = (engine.Steps, Options.MaxSteps > 0 ? Options.MaxSteps : MostSteps);
        var strong = Strong(lambda, previous);
        var most = Problem.Datafit.IsQuadratic ? 1e-4 : Tolerance.DistanceShare(Problem, Options) * looseness * Margin;
        var share = Math.Min(lastShare ?? most, most);
        previous = lambda;
        for (var i = 0; ; i++)
        {
            var left = limit - (engine.Steps - steps);
            engine.Solve(lambda, strong, share * GradientScale, left);
            var point = new PathPoint(lambda, [.. engine.W], [Problem.Datafit.IsJoint ? 0 : engine.Rows.Bias],
                engine.Steps - steps);
            // On the way to another λ nobody asks for a bound.
            if (looseness > 1) return point;
            var certificate = Certify(point);
            point = point with { Certificate = certificate };
            if (IsEnough(certificate, share) || share <= LeastShare || i >= Tightenings || engine.Steps - steps >= limit)
            {
                lastShare = share;
                return point;
            }
            var ratio = certificate.Gap / Tolerance.Gap(Problem, Options, certificate, NullLoss) ?? 10;
            share = Math.Min(share, certificate.ScaledDistance / GradientScale);
            share /= Problem.Datafit.IsQuadratic ? Tolerance.Step(Math.Sqrt(ratio)) : Tolerance.Step(ratio);
        }
    }

    // Squares without a known gap, beside free groups, stop on the distance.
    bool IsEnough(FitCertificate certificate, double share) =>
        certificate.Gap is { } gap ? gap <= Margin * Tolerance.Gap(Problem, Options, certificate, NullLoss)
        : share <= Tolerance.DistanceShare(Problem, Options) * Margin;

    internal override FitCertificate Certify(PathPoint point)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return certification.Of(tensor(point.Weight, [1, Problem.Columns]), tensor(point.Bias), point.Lambda);
    }

    static double Largest(double[] numbers) => numbers.Length == 0 ? 0 : numbers.Max(Math.Abs);

    public override void Dispose() => certification.Dispose();
}
