using TorchReg.Data;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>The choice of λ by cross-validation: the path on all rows, and how its λ did on held-out rows.</summary>
/// <param name="Path">The path on all rows.</param>
/// <param name="Curve">The curve over the path's λ.</param>
/// <param name="Measure">What held-out rows were judged by.</param>
/// <param name="Notes">What to know about it: constant columns, fits that did not converge, an early end.</param>
public sealed record CrossValidation(RegularizationPath Path, CvCurve Curve, Measure Measure, IReadOnlyList<string> Notes)
{
    /// <summary>The fit on all rows at λ_min.</summary>
    public LinearFit Best => Path.Fits[Curve.MinIndex];

    /// <summary>The fit on all rows at λ_1se.</summary>
    public LinearFit OneStandardError => Path.Fits[Curve.OneStandardErrorIndex];

    /// <summary>
    /// For each fold that was finished the certificates of its fits, largest λ first, each from a float64 pass over the fold's
    /// rows and all columns. With <see cref="FoldLambdas.Own"/> the fits are those at the fold's own λ, which the curve
    /// interpolates.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<FitCertificate>> FoldCertificates { get; init; } = [];

    /// <summary>The curve of each repeat, of which <see cref="Curve"/> is the mean; one where all was done once.</summary>
    public IReadOnlyList<CvCurve> Repeats { get; init; } = [Curve];

    /// <summary>The measure, the curve in words and the notes.</summary>
    public override string ToString() => string.Join("; ", Notes.Prepend($"{Measure}: {Curve}"));

    /// <summary>
    /// A line for each λ, largest first: the measure's mean and standard error over the folds, weights that are not 0, the share
    /// of the deviance explained on all rows, the fit's bound, and which are λ.min and λ.1se.
    /// </summary>
    /// <param name="most">λ that are shown, evenly spread, beside the choices and the last; 1 or more. Default 20.</param>
    public string ToTable(int most = 20) => CvTables.Lines(this, most);

    /// <summary>
    /// The curve as CSV, a line for each λ from the largest down, every number with all its digits: <c>lambda, mean,
    /// standard_error, nonzeros, features, objective, loss, explained, distance, gap, converged</c>.
    /// </summary>
    public string ToCsv() => CvTables.Csv(this);

    /// <summary>
    /// As JSON: both choices with their coefficients on the raw scale, the curve, the folds' values, and what to know about it.
    /// What is no number is null.
    /// </summary>
    public string ToJson() => CvTables.Json(this).ToJsonString();

    /// <summary>
    /// Cross-validates. Coefficients of all rows and of folds come from the same solver; folds are solved in parallel.
    /// </summary>
    /// <param name="problem">The problem on all rows.</param>
    /// <param name="options">Folds, measure, λ.</param>
    /// <param name="cancellation">
    /// Ends early: the curve is then of the folds that were finished, at least 2.
    /// </param>
    /// <exception cref="OperationCanceledException">Cancelled before there was anything to judge by.</exception>
    /// <exception cref="Storage.OtherSettingsException">The folder of kept work holds that of other rows or settings.</exception>
    /// <exception cref="ArgumentException">An option or a fold does not fit; the message says which.</exception>
    public static CrossValidation Of(LinearProblem problem, CvOptions? options = null, CancellationToken cancellation = default)
    {
        options = (options ?? new()).Checked();
        ArgumentNullException.ThrowIfNull(problem);
        using var noGrad = no_grad();
        using var dense = ScaledProblems.Of(problem);
        using var kept = KeptWork.Of(dense, options);
        var cv = RepeatedFolds.Run(dense, [.. Enumerable.Range(0, (int)dense.Rows)], options, kept, cancellation);
        return kept is null ? cv
            : cv with { Notes = [.. cv.Notes, .. kept.Forced.Select(line => $"Went on by force: {line}")] };
    }

    /// <summary>Of one division of the rows.</summary>
    internal static CrossValidation Of(
        ScaledProblem dense, IReadOnlyList<RowFold> folds, CvOptions options, KeptWork? kept, CancellationToken cancellation)
    {
        Measures.Check(options.Measure, dense.Problem.Loss);
        FoldChecks.Check(dense.Problem, folds);
        var fits = SeparateFolds.Run(dense, folds, options, kept, cancellation);
        fits.Path.SeparatedFrom = Separation.From(dense, fits.Path.Fits);
        var curve = CvCurve.Of(fits.Path.Lambdas, fits.Values);
        return new(fits.Path, curve, options.Measure, [.. NotesOn(dense, fits.Path, curve), .. fits.Notes])
        {
            FoldCertificates = fits.Certificates,
        };
    }

    static IEnumerable<string> NotesOn(ScaledProblem dense, RegularizationPath path, CvCurve curve)
    {
        if (dense.ConstantColumns.Count is > 0 and var count)
            yield return count == 1 ? $"A column is constant ({Name(dense)}); its weight is 0, as in glmnet."
                : $"{count} columns are constant (the first: {Name(dense)}); their weights are 0, as in glmnet.";
        if (path.Fits.Count(fit => !fit.Converged) is > 0 and var failed)
            yield return $"{failed} of {path.Fits.Count} fits on all rows did not converge.";
        if (path.EndedEarly is { } why) yield return $"The path ended after {path.Fits.Count} λ: {why}.";
        if (path.SeparatedFrom is { } from) yield return Separation.Text(from);
        foreach (var note in GridEdge.Notes("λ.min", path, curve.MinIndex)) yield return note;
    }

    static string Name(ScaledProblem dense) =>
        dense.Problem.Data.FeatureNames?[dense.ConstantColumns[0]] ?? FormattableString.Invariant($"{dense.ConstantColumns[0]}");
}
