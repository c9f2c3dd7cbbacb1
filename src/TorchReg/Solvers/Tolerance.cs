namespace TorchReg.Solvers;

/// <summary>
/// When a fit is good enough: its objective is above the optimum by at most a share of what the loss has fallen by (at least 1 %
/// of the null loss), or for squared error of the null loss. Losses other than that have a distance besides.
/// </summary>
static class Tolerance
{
    const double LeastExplained = 0.01, OfDifferences = 1e-9, OfOthers = 1e-7, OfManyNumbers = 1e-5, ManyNumbers = 1e6;
    const double OfDistance = 1e-6, OfSinglePrecision = 1e-5;

    /// <summary>The share for the gap, as asked for or the default.</summary>
    internal static double GapShare(ScaledProblem problem, SolverOptions options) => options.GapTolerance ?? (
        problem.Datafit.IsOfResiduals ? OfDifferences
        : IsMany(problem) ? OfManyNumbers : OfOthers);

    /// <summary>The share for the distance, as asked for or the default.</summary>
    internal static double DistanceShare(ScaledProblem problem, SolverOptions options) =>
        options.DistanceTolerance ?? (IsMany(problem) ? OfManyNumbers : OfDistance);

    static bool IsMany(ScaledProblem problem) => (double)problem.Rows * problem.Columns * problem.Outputs > ManyNumbers;

    /// <summary>Whether single precision may reach what is asked for.</summary>
    internal static bool IsForSingle(ScaledProblem problem, SolverOptions options) => !problem.Datafit.IsQuadratic
        && DistanceShare(problem, options) >= OfSinglePrecision && GapShare(problem, options) >= OfSinglePrecision;

    /// <summary>
    /// In single precision folds of classes, whose curve has a standard error anyway, are solved to ten times the gap of all
    /// rows.
    /// </summary>
    internal static SolverOptions OfFolds(ScaledProblem problem, SolverOptions options) =>
        problem.Datafit.IsCoupled && IsForSingle(problem, options)
        ? options with { GapTolerance = Math.Min(10 * GapShare(problem, options), 0.1) } : options;

    /// <summary>The largest duality gap.</summary>
    internal static double Gap(
        ScaledProblem problem, SolverOptions options, FitCertificate certificate, double nullLoss, double looseness = 1) =>
        Gap(problem, options, certificate.Loss, nullLoss, looseness);

    /// <summary>The largest duality gap of a solution with this loss.</summary>
    internal static double Gap(
        ScaledProblem problem, SolverOptions options, double loss, double nullLoss, double looseness = 1)
    {
        var spread = nullLoss - problem.SaturatedLoss;
        var scale = problem.Datafit.IsQuadratic ? spread : Math.Max(nullLoss - loss, LeastExplained * spread);
        var rounding = problem.Datafit.IsQuadratic ? problem.RoundingOfGap : problem.RoundingOfGap + 3e-13 * Math.Abs(nullLoss);
        return Math.Max(GapShare(problem, options) * looseness * scale, rounding);
    }

    /// <summary>
    /// By how much to tighten the distance where a gap is too large by a ratio: it falls about as the distance does.
    /// </summary>
    internal static double Step(double ratio) => Math.Clamp(1.5 * ratio, 2, 10);

    /// <summary>Whether a certificate is within it.</summary>
    internal static bool Passes(
        ScaledProblem problem, SolverOptions options, FitCertificate certificate, double nullLoss, double gradientScale,
        double looseness = 1) =>
        (certificate.Gap is not { } gap || gap <= Gap(problem, options, certificate, nullLoss, looseness))
        && (problem.Datafit.IsQuadratic && certificate.Gap is not null
            || certificate.ScaledDistance
                <= Math.Max(DistanceShare(problem, options) * gradientScale, problem.RoundingOfDistance));
}
