using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Solves one problem for one λ after the other, each from where it is.</summary>
abstract class PathSolver(ScaledProblem problem, SolverOptions options) : IDisposable
{
    /// <summary>The part of a tolerance that a method aims at, so that the certificate, computed anew, is within it.</summary>
    internal const double Margin = 0.95;

    const double LeastStrong = 0.7;

    /// <summary>
    /// The share of its reach from which a column's product lets it begin in the working set of λ: of the sequential strong rule,
    /// 2 − λ′/λ after λ′.
    /// </summary>
    protected static double Strong(double lambda, double previous) =>
        lambda > 0 ? Math.Max(2 - Math.Max(previous, lambda) / lambda, LeastStrong) : LeastStrong;

    internal ScaledProblem Problem => problem;
    protected SolverOptions Options => options;

    /// <summary>The least λ from which all penalized weights are 0.</summary>
    internal abstract double LambdaMax { get; }

    /// <summary>The largest gradient of a penalized weight where those are 0; what distances are measured by.</summary>
    internal abstract double GradientScale { get; }

    /// <summary>The loss where all penalized weights are 0.</summary>
    internal abstract double NullLoss { get; }

    /// <summary>Moves to a point, from which the next λ is solved. Default: nothing; a closed form begins nowhere.</summary>
    internal virtual void MoveTo(PathPoint start) { }

    /// <summary>Moves to the solution for λ.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="looseness">1, or more on the way to another λ: a factor on the tolerances.</param>
    /// <returns>The point, with its certificate where the method stopped on one.</returns>
    internal abstract PathPoint Solve(double lambda, double looseness = 1);

    /// <summary>The certificate of a point, in float64.</summary>
    internal abstract FitCertificate Certify(PathPoint point);

    /// <summary>The logits of the point that was solved for last, outputs × n.</summary>
    internal virtual Tensor Logits(PathPoint point) => problem.Logits(point);

    /// <summary>Whether a certificate is within the tolerances.</summary>
    internal bool Passes(FitCertificate certificate) => Tolerance.Passes(problem, options, certificate, NullLoss, GradientScale);

    /// <summary>The point as a fit on the raw scale.</summary>
    internal LinearFit Fit(PathPoint point)
    {
        var certificate = point.Certificate ?? Certify(point);
        return problem.Fit(point, certificate, Passes(certificate));
    }

    public abstract void Dispose();
}
