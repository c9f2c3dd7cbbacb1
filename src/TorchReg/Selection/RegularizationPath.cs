using System.Diagnostics;
using TorchReg.Objectives;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>The solutions of a linear problem over λ, each started from the one before.</summary>
public sealed class RegularizationPath
{
    const int LeastLambdas = 5;
    const double LeastGain = 1e-5, MostExplained = 0.999;

    internal RegularizationPath(
        LinearProblem problem, double lambdaMax, double nullLoss, IReadOnlyList<LinearFit> fits, string? ended) =>
        (Problem, LambdaMax, NullLoss, Fits, EndedEarly) = (problem, lambdaMax, nullLoss, fits, ended);

    /// <summary>What was solved.</summary>
    public LinearProblem Problem { get; }

    /// <summary>
    /// The least λ at which all penalized weights are 0; but no more than a thousand times the λ with which the penalty's squares
    /// alone halve the largest correlation: above that nothing is to be seen, and what squares shrink, unlike what L1 makes 0,
    /// does not go with the targets' unit. For ρ of 0 and targets of deviation 1 it is glmnet's.
    /// </summary>
    public double LambdaMax { get; }

    /// <summary>The loss where all penalized weights are 0.</summary>
    public double NullLoss { get; }

    /// <summary>The least loss that any predictions could have: 0 but for counts, and for targets between two classes.</summary>
    public double SaturatedLoss { get; internal init; }

    /// <summary>The fits, largest λ first.</summary>
    public IReadOnlyList<LinearFit> Fits { get; }

    /// <summary>Why the path has fewer λ than asked for; null where it has all.</summary>
    public string? EndedEarly { get; }

    /// <summary>
    /// Logistic and softmax regression: the largest λ from which on every fit tells the classes of all rows apart, so that the
    /// path has no end: as λ falls to 0 the weights grow without a limit. Null where the last fit does not.
    /// </summary>
    public double? SeparatedFrom { get; internal set; }

    /// <summary>The λ, largest first.</summary>
    public double[] Lambdas => [.. Fits.Select(fit => fit.Lambda)];

    /// <summary>"100 λ from 1.2 to 0.00012".</summary>
    public override string ToString() => FormattableString.Invariant($"{Fits.Count} λ from {Fits[0].Lambda:G3} to ") +
        FormattableString.Invariant($"{Fits[^1].Lambda:G3}{(EndedEarly is { } why ? $", ended: {why}" : "")}") +
        (SeparatedFrom is { } from ? $". {Separation.Text(from)}" : "");

    /// <summary>
    /// (null loss − loss)/(null loss − least loss): the share of the deviance that a fit explains (R² for squared error).
    /// </summary>
    public double ExplainedDeviance(LinearFit fit) => Share(fit.Certificate, NullLoss, SaturatedLoss);

    internal static double Share(FitCertificate certificate, double nullLoss, double saturatedLoss) =>
        1 - (certificate.Loss - saturatedLoss) / (nullLoss - saturatedLoss);

    /// <summary>Solves.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Which λ, how exactly.</param>
    /// <param name="start">
    /// Coefficients that the largest λ begins at, as a fit's of other rows or of a path to go on with; null (default) for 0.
    /// </param>
    /// <param name="cancellation">
    /// Ends the path after the λ in hand; what is solved by then is returned, and <see cref="EndedEarly"/> says so.
    /// </param>
    public static RegularizationPath Fit(
        LinearProblem problem, PathOptions? options = null, WarmStart? start = null,
        CancellationToken cancellation = default)
    {
        options = (options ?? new()).Checked();
        using var dense = ScaledProblems.Of(problem);
        using var solver = LinearSolver.Of(dense, dense.Shares, dense.Penalty, options.Solver.Checked());
        start?.Moves(solver, options.Grid(solver.LambdaMax, dense)[0]);
        var path = Run(solver, options, cancellation);
        path.SeparatedFrom = Separation.From(dense, path.Fits);
        return path;
    }

    internal static RegularizationPath Run(PathSolver solver, PathOptions options, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        var problem = solver.Problem;
        var grid = options.Grid(solver.LambdaMax, problem);
        var (fits, watch) = (new List<LinearFit>(), Stopwatch.StartNew());
        var columns = new ActiveColumns(options);
        string? ended = null;
        for (var i = 0; i < grid.Length && ended is null; i++)
        {
            if (cancellation.IsCancellationRequested) { ended = "cancelled"; break; }
            var begun = watch.Elapsed;
            fits.Add(solver.Fit(solver.Solve(grid[i])));
            PathMeters.Measure(fits[^1], watch.Elapsed - begun);
            if (options.Logger is { } log) PathLog.Fit(log, grid[i], i + 1, grid.Length, fits[^1].Certificate);
            options.Progress?.Report(new(i + 1, grid.Length, grid[i], watch.Elapsed));
            if (options is { EndEarly: true, Lambdas: null } && i + 1 < grid.Length) ended = Ended(fits, solver);
            ended = columns.EndOf(fits, i + 1 < grid.Length) ?? ended;
        }
        if (options.Logger is { } logger && fits.Count > 0)
            PathLog.End(
                logger, fits.Count, fits[0].Lambda, fits[^1].Lambda, watch.Elapsed.TotalSeconds, ended ?? "all λ were solved");
        return new(problem.Problem, solver.LambdaMax, solver.NullLoss, fits, ended) { SaturatedLoss = problem.SaturatedLoss };
    }

    static string? Ended(List<LinearFit> fits, PathSolver solver) => EndOf([.. fits.Select(fit => fit.Certificate)], solver);

    /// <summary>
    /// glmnet's rule, from what the last two fits explain. Under a penalty that is not convex a weight enters at its full size,
    /// and what comes between two of them explains nothing: there a small gain is no end.
    /// </summary>
    internal static string? EndOf(IReadOnlyList<FitCertificate> certificates, PathSolver solver) => EndOf(
        [.. certificates.TakeLast(2).Select(certificate => Share(certificate, solver.NullLoss, solver.Problem.SaturatedLoss))],
        certificates.Count, solver.Problem.Datafit, certificates[^1].IsConvex);

    static string? EndOf(double[] explained, int count, Datafit datafit, bool isConvex)
    {
        if (count < LeastLambdas) return null;
        var (before, now) = (explained[^2], explained[^1]);
        if (now > MostExplained) return FormattableString.Invariant($"{100 * now:F2} % of the deviance is explained");
        var least = LeastGain * (datafit.IsQuadratic ? now : 1);
        return isConvex && now - before < least ? "a smaller λ explains hardly more of the deviance" : null;
    }
}
