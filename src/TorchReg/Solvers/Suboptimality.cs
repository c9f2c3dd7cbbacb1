using System.Globalization;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// How far given coefficients, whoever fitted them, are from the optimum of a convex problem at a λ. The optimum is solved
/// for and
/// certified; its dual bounds how low any coefficients can get, so that the excess of the given ones is enclosed from both sides.
/// </summary>
/// <param name="Given">
/// The certificate of the given coefficients by themselves: objective, loss, distance, their own duality gap.
/// </param>
/// <param name="Optimum">The solved problem, with its certificate.</param>
/// <param name="Explained">
/// By how much the optimum's loss is below that of weights of 0 (biases fitted): what an excess is measured by. At least 1 % of
/// what any predictions could explain, so that a λ that leaves next to nothing has a measure too.
/// </param>
/// <param name="ShouldBeZero">Given weights that are not 0, and are at the optimum.</param>
/// <param name="ShouldNotBeZero">Given weights that are 0, and are not at the optimum.</param>
/// <param name="LargestDifference">The largest |w − w*| of a weight on the raw scale.</param>
public sealed record Suboptimality(
    FitCertificate Given, LinearFit Optimum, double Explained, int ShouldBeZero, int ShouldNotBeZero, double LargestDifference)
{
    const double LeastExplained = 0.01, Rounding = 1e-15;

    /// <summary>
    /// The given objective less the optimum's: what it can be lowered by at least, as the optimum shows. 0 or more; rounding of
    /// both objectives, about 10⁻¹⁵ of them, is left.
    /// </summary>
    public double Excess => Math.Max(Given.Objective - Optimum.Certificate.Objective, 0);

    /// <summary>
    /// What it can be lowered by at most, the smaller of two duality gaps: the given coefficients' own, and the excess with the
    /// optimum's, and 10⁻¹⁵ of the objective for rounding. Null where none is known (classes with unpenalized columns).
    /// </summary>
    public double? Bound => (Optimum.Certificate.Gap is { } gap ? Math.Min(Given.Gap ?? double.PositiveInfinity, Excess + gap)
        : Given.Gap) + Rounding * Math.Abs(Given.Objective);

    /// <summary>The bound (the excess where there is none) over what the optimum explains.</summary>
    public double Share => (Bound ?? Excess) / Explained;

    /// <summary>Measures coefficients.</summary>
    /// <param name="problem">The convex problem whose optimum they should be.</param>
    /// <param name="weight">W, outputs × p, on the raw scale, any floating type.</param>
    /// <param name="bias">b, outputs; null for 0. Must be 0 where the problem has no intercept.</param>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <param name="options">How exactly the optimum is solved for. Default: gap 10⁻¹², distance 10⁻⁹.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, a number is not finite, or the penalty is not convex.</exception>
    public static Suboptimality Of(
        LinearProblem problem, Tensor weight, Tensor? bias, double lambda, SolverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(weight);
        Require.NonNegative(lambda);
        if (problem.Penalty is { IsConvex: false } penalty)
            throw new ArgumentException($"{penalty.Name} is not convex: no optimum is known to measure by.", nameof(problem));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var scaled = ScaledProblems.Of(problem);
        var given = GivenCoefficients.Of(scaled, weight, bias);
        options = (options ?? new() { GapTolerance = 1e-12, DistanceTolerance = 1e-9 }).Checked();
        using var solver = LinearSolver.Of(scaled, scaled.Shares, scaled.Penalty, options);
        var optimum = LinearSolver.Fit(scaled, solver, lambda, null);
        var certificate = given.Certificate(lambda);
        var explained = Math.Max(
            solver.NullLoss - optimum.Certificate.Loss, LeastExplained * (solver.NullLoss - scaled.SaturatedLoss));
        return Of(certificate, optimum, explained > 0 ? explained : 1, given.Weight);
    }

    static Suboptimality Of(FitCertificate certificate, LinearFit optimum, double explained, Tensor weight)
    {
        var (own, best) = (HostMemory.Numbers(weight), HostMemory.Numbers(optimum.Weight));
        var (extra, missing, largest) = (0, 0, 0.0);
        for (var i = 0; i < own.Length; i++)
        {
            if (own[i] != 0 && best[i] == 0) extra++;
            if (own[i] == 0 && best[i] != 0) missing++;
            largest = Math.Max(largest, Math.Abs(own[i] - best[i]));
        }
        return new(certificate, optimum, explained, extra, missing, largest);
    }

    /// <summary>"objective 1.2345, 0.002 above the optimum (0.5 % of what it explains)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"objective {Given.Objective:G8}, {Excess:G3} above the optimum, at most {Bound:G3} ({100 * Share:G3} % of what it ") +
        "explains)";
}
