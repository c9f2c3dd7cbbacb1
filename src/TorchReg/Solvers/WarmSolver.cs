using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Solves one problem for one λ after the other, each from where it is.</summary>
abstract class WarmSolver(DenseProblem problem, Tensor shares, LinearPenalty penalty, SolverOptions options) : IDisposable
{
    /// <summary>The part of a tolerance that a method aims at, so that the certificate, computed anew, is within it.</summary>
    internal const double Margin = 0.95;

    const int Tightenings = 12;

    readonly Certification certification = new(problem, shares, penalty);
    double? lastShare;

    internal DenseProblem Problem => problem;
    internal Tensor Shares => shares;
    protected SolverOptions Options => options;
    protected Certification Certification => certification;

    /// <summary>The least λ from which all penalized weights are 0.</summary>
    internal abstract double LambdaMax { get; }

    /// <summary>The largest gradient of a penalized weight where those are 0; what distances are measured by.</summary>
    internal abstract double GradientScale { get; }

    /// <summary>The loss where all penalized weights are 0.</summary>
    internal abstract double NullLoss { get; }

    /// <summary>Moves to the solution for λ.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="looseness">1, or more on the way to another λ: a factor on the tolerances.</param>
    /// <returns>The point, with its certificate where the method stopped on one.</returns>
    internal abstract PathPoint Solve(double lambda, double looseness = 1);

    /// <summary>The share of <see cref="GradientScale"/> below which the method's precision shows no distance.</summary>
    protected virtual double LeastShare => 1e-15;

    /// <summary>
    /// Solves to a distance, and to smaller ones until the gap is within its tolerance. The gap falls with the distance; what was
    /// fine enough for the λ before is the first guess for this one.
    /// </summary>
    /// <param name="solve">Solves to a share of <see cref="GradientScale"/>; whether it got there.</param>
    /// <param name="here">The point.</param>
    /// <param name="looseness">A factor on the tolerances.</param>
    protected PathPoint SolveToGap(Func<double, bool> solve, Func<PathPoint> here, double looseness)
    {
        var most = problem.Datafit.IsQuadratic ? 1e-3 : options.DistanceTolerance * looseness * Margin;
        var first = problem.Datafit.IsQuadratic ? Math.Sqrt(Tolerance.GapShare(problem, options) * looseness) : most;
        var share = Math.Min(lastShare ?? first, most);
        for (var i = 0; ; i++)
        {
            var isSolved = solve(share);
            var point = here();
            // On the way to another λ nobody asks for a bound.
            if (looseness > 1 && !problem.Datafit.IsQuadratic) return point;
            var certificate = CertifyHere(point);
            var target = Tolerance.Gap(problem, options, certificate, NullLoss, looseness);
            var ratio = certificate.Gap / target ?? 0;
            if (isSolved && ratio > 1 && share > LeastShare && i < Tightenings)
            {
                share /= problem.Datafit.IsQuadratic ? 10 : Tolerance.Step(ratio);
                continue;
            }
            lastShare = looseness > 1 ? null : ratio < 0.01 ? Math.Min(share * 3, most) : share;
            return point with { Certificate = certificate };
        }
    }

    /// <summary>The certificate of where the solver is.</summary>
    protected virtual FitCertificate CertifyHere(PathPoint point) => Certify(point);

    /// <summary>The certificate of a point, in float64.</summary>
    internal FitCertificate Certify(PathPoint point)
    {
        using var scope = NewDisposeScope();
        var (w, b) = Tensors(point);
        return certification.Of(w, b, point.Lambda);
    }

    /// <summary>Whether a certificate is within the tolerances.</summary>
    internal bool Passes(FitCertificate certificate) => Tolerance.Passes(problem, options, certificate, NullLoss, GradientScale);

    /// <summary>The point as a fit on the raw scale.</summary>
    internal LinearFit Fit(PathPoint point)
    {
        var certificate = point.Certificate ?? Certify(point);
        var (weight, bias) = problem.Raw(point.Weight, point.Bias);
        return new(point.Lambda, weight, bias, certificate, Passes(certificate), point.Steps);
    }

    protected (Tensor W, Tensor B) Tensors(PathPoint point) => (
        tensor(point.Weight, [problem.Outputs, problem.Columns], device: problem.X.device),
            tensor(point.Bias, device: problem.X.device));

    public virtual void Dispose() => certification.Dispose();
}
