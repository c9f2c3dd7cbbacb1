using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A method by tensors, of all columns at once.</summary>
abstract class WarmSolver(DenseProblem problem, Tensor shares, LinearPenalty penalty, SolverOptions options)
    : PathSolver(problem, options)
{
    const int Tightenings = 12;

    readonly Certification certification = new(problem, shares, penalty);
    double? lastShare;

    internal new DenseProblem Problem { get; } = problem;
    internal Tensor Shares => shares;
    protected Certification Certification => certification;

    /// <summary>The share of the gradient's scale below which the method's precision shows no distance.</summary>
    protected virtual double LeastShare => 1e-15;

    /// <summary>
    /// Solves to a distance, and to smaller ones until the gap is within its tolerance. The gap falls with the distance; what was
    /// fine enough for the λ before is the first guess for this one.
    /// </summary>
    /// <param name="solve">Solves to a share of <see cref="PathSolver.GradientScale"/>; whether it got there.</param>
    /// <param name="here">The point.</param>
    /// <param name="looseness">A factor on the tolerances.</param>
    protected PathPoint SolveToGap(Func<double, bool> solve, Func<PathPoint> here, double looseness)
    {
        var most = Problem.Datafit.IsQuadratic ? 1e-3 : Tolerance.DistanceShare(Problem, Options) * looseness * Margin;
        var first = Problem.Datafit.IsQuadratic ? Math.Sqrt(Tolerance.GapShare(Problem, Options) * looseness) : most;
        var share = Math.Min(lastShare ?? first, most);
        for (var i = 0; ; i++)
        {
            var isSolved = solve(share);
            var point = here();
            // On the way to another λ nobody asks for a bound.
            if (looseness > 1 && !Problem.Datafit.IsQuadratic) return point;
            var certificate = CertifyHere(point);
            var target = Tolerance.Gap(Problem, Options, certificate, NullLoss, looseness);
            var ratio = certificate.Gap / target ?? 0;
            if (isSolved && ratio > 1 && share > LeastShare && i < Tightenings)
            {
                share /= Problem.Datafit.IsQuadratic ? 10 : Tolerance.Step(ratio);
                continue;
            }
            lastShare = looseness > 1 ? null : ratio < 0.01 ? Math.Min(share * 3, most) : share;
            return point with { Certificate = certificate };
        }
    }

    /// <summary>The certificate of where the solver is.</summary>
    protected virtual FitCertificate CertifyHere(PathPoint point) => Certify(point);

    /// <summary>The certificate of a point, in float64.</summary>
    internal override FitCertificate Certify(PathPoint point)
    {
        using var scope = NewDisposeScope();
        var (w, b) = Tensors(point);
        return certification.Of(w, b, point.Lambda);
    }

    protected (Tensor W, Tensor B) Tensors(PathPoint point) => (
        tensor(point.Weight, [Problem.Outputs, Problem.Columns], device: Problem.X.device),
            tensor(point.Bias, device: Problem.X.device));

    public override void Dispose() => certification.Dispose();
}
