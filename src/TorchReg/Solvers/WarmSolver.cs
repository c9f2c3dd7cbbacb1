using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Solves one problem for one λ after the other, each from where it is.</summary>
abstract class WarmSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options) : IDisposable
{
    internal DenseProblem Problem => problem;
    internal Tensor Shares => shares;
    internal ColumnPenalty Penalty => penalty;
    protected SolverOptions Options => options;

    /// <summary>The least λ from which all penalized weights are 0.</summary>
    internal abstract double LambdaMax { get; }

    /// <summary>The largest gradient of a penalized weight where those are 0; what distances are measured by.</summary>
    internal abstract double GradientScale { get; }

    /// <summary>The loss where all penalized weights are 0.</summary>
    internal abstract double NullLoss { get; }

    /// <summary>Moves to the solution for λ.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="looseness">1, or more on the way to another λ: a factor on the tolerances.</param>
    /// <returns>The point, and whether the method found it to be within the tolerance.</returns>
    internal abstract PathPoint Solve(double lambda, double looseness = 1);

    /// <summary>The certificate of a point, in float64.</summary>
    internal FitCertificate Certify(PathPoint point)
    {
        using var scope = NewDisposeScope();
        var (w, b) = Tensors(point);
        return Certification.Of(problem, penalty, shares, w, b, point.Lambda);
    }

    /// <summary>Whether a certificate is within the tolerance.</summary>
    internal bool Passes(FitCertificate certificate) => certificate.Gap is { } gap
        ? gap <= Math.Max(options.GapTolerance * NullLoss, problem.RoundingOfGap)
        : certificate.ScaledDistance <= Math.Max(options.DistanceTolerance * GradientScale, problem.RoundingOfDistance);

    /// <summary>The point as a fit on the raw scale.</summary>
    internal LinearFit Fit(PathPoint point)
    {
        var certificate = point.Certificate ?? Certify(point);
        var (weight, bias) = problem.Raw(point.Weight, point.Bias);
        return new(point.Lambda, weight, bias, certificate, Passes(certificate), point.Steps);
    }

    protected (Tensor W, Tensor B) Tensors(PathPoint point) => (
        tensor(point.Weight, [problem.Outputs, problem.Columns], device: problem.X.device), tensor(point.Bias, device: problem.X.device));

    public abstract void Dispose();
}
