using TorchReg.Data;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>Which of a curve's two λ.</summary>
public enum LambdaChoice
{
    /// <summary>That of the least mean.</summary>
    Min,

    /// <summary>The largest whose mean is within one standard error of the least.</summary>
    OneStandardError,
}

/// <summary>
/// What a whole procedure is worth, the choice of λ included: on the rows of each outer fold that are learned from it chooses and
/// fits, and the held-out rows, which had no part in the choice, judge. The least mean of a curve over λ is lower than that:
/// it is the best of many.
/// </summary>
/// <param name="Folds">The outer folds that were finished.</param>
/// <param name="Fits">What the procedure gave on each of them.</param>
/// <param name="Values">The mean of the measure over each fold's held-out rows.</param>
/// <param name="Mean">The folds' mean, each weighed by its held-out rows.</param>
/// <param name="StandardError">Of the mean, as in <see cref="CvCurve"/>.</param>
/// <param name="Measure">What held-out rows were judged by.</param>
/// <remarks>
/// M. Stone, Cross-validatory choice and assessment of statistical predictions, JRSS-B 36 (1974), p. 111; S. Varma, R. Simon,
/// Bias in error estimation when using cross-validation for model selection, BMC Bioinformatics 7 (2006), 91.
/// </remarks>
public sealed record NestedCrossValidation(
    IReadOnlyList<RowFold> Folds, IReadOnlyList<LinearFit> Fits, double[] Values, double Mean, double StandardError,
    Measure Measure)
{
    /// <summary>Judges the choice of λ by cross-validation.</summary>
    /// <param name="problem">The problem on all rows.</param>
    /// <param name="options">
    /// The inner cross-validation, and by <see cref="CvOptions.Measure"/>, <see cref="CvOptions.FoldCount"/>,
    /// <see cref="CvOptions.DrawFolds"/> and <see cref="CvOptions.Seed"/> the default outer folds; the inner ones are of the next
    /// seed. <see cref="CvOptions.Folds"/> must be null. With <see cref="CvOptions.ResumeFolder"/> the same call goes on from
    /// what is finished.
    /// </param>
    /// <param name="outer">The outer folds; null for the default.</param>
    /// <param name="choice">Which λ the procedure takes. Default λ.min.</param>
    /// <param name="cancellation">Ends with the outer folds that are finished, at least 2.</param>
    /// <exception cref="ArgumentException">An option or a fold does not fit; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before 2 outer folds were finished.</exception>
    public static NestedCrossValidation Of(
        LinearProblem problem, CvOptions? options = null, IReadOnlyList<RowFold>? outer = null,
        LambdaChoice choice = LambdaChoice.Min, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options = (options ?? new()).Checked();
        ProblemRows.CheckJudgedByRow(problem);
        if (options.Folds is not null)
            throw new ArgumentException("The inner folds are of fewer rows: leave Folds out, and give FoldCount, DrawFolds or " +
                "outer.", nameof(options));
        outer ??= options.FoldsOf(problem, [.. Enumerable.Range(0, (int)problem.Data.Rows)], options.Seed);
        using var kept = Keep(problem, options, outer, choice);
        return Of(problem, outer, options.Measure, (inner, f) =>
        {
            using var dense = ScaledProblems.Of(inner);
            var own = kept?.Within(FormattableString.Invariant($"outer-{f + 1:D5}"));
            var seeded = options with { Seed = options.Seed + 1 };
            var cv = RepeatedFolds.Run(dense, outer[f].Train, seeded, own, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return choice == LambdaChoice.Min ? cv.Best : cv.OneStandardError;
        }, cancellation);
    }

    /// <summary>
    /// Judges any procedure that makes a fit of rows: a choice by a criterion, over ρ and λ, after a selection of columns.
    /// </summary>
    /// <param name="problem">The problem on all rows.</param>
    /// <param name="procedure">From the problem on the rows to learn from to a fit. Those rows are freed after it.</param>
    /// <param name="outer">The outer folds.</param>
    /// <param name="measure">What held-out rows are judged by.</param>
    /// <param name="cancellation">Ends with the outer folds that are finished, at least 2.</param>
    public static NestedCrossValidation Of(
        LinearProblem problem, Func<LinearProblem, LinearFit> procedure, IReadOnlyList<RowFold> outer,
        Measure measure = Measure.Deviance, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(procedure);
        ArgumentNullException.ThrowIfNull(outer);
        ProblemRows.CheckJudgedByRow(problem);
        return Of(problem, outer, measure, (inner, _) => procedure(inner), cancellation);
    }

    /// <summary>"Deviance 0.53 ± 0.04 over 10 outer folds; their λ from 0.01 to 0.03".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Measure} {Mean:G4} ± {StandardError:G2} over {Folds.Count} outer folds; their λ from ") +
        FormattableString.Invariant($"{Fits.Min(fit => fit.Lambda):G3} to {Fits.Max(fit => fit.Lambda):G3}");

    static NestedCrossValidation Of(
        LinearProblem problem, IReadOnlyList<RowFold> outer, Measure measure, Func<LinearProblem, int, LinearFit> procedure,
        CancellationToken cancellation)
    {
        Measures.Check(measure, problem.Loss);
        FoldChecks.Check(problem, outer);
        var (fits, values) = (new List<LinearFit>(), new double[problem.Data.Rows][]);
        try
        {
            for (var f = 0; f < outer.Count; f++)
            {
                cancellation.ThrowIfCancellationRequested();
                fits.Add(Fit(problem, outer[f], inner => procedure(inner, f)));
                var rows = problem.Judge(fits[^1], measure);
                foreach (var row in outer[f].Test) values[row] = [rows[row]];
            }
        }
        catch (OperationCanceledException) when (fits.Count >= 2) { }
        RowFold[] done = [.. outer.Take(fits.Count)];
        double[] weights = problem.Data.Weights is { } given ? Kernels.HostMemory.Numbers(given)
            : [.. Enumerable.Repeat(1.0, values.Length)];
        var curve = CvCurve.Of([0], done, values, weights);
        return new(done, fits, [.. curve.Folds.Select(fold => fold[0])], curve.Mean[0], curve.StandardError[0], measure);
    }

    static LinearFit Fit(LinearProblem problem, RowFold fold, Func<LinearProblem, LinearFit> procedure)
    {
        var inner = problem.On(fold.Train);
        using var data = inner.Data;
        using var offsets = inner.Offsets;
        return procedure(inner);
    }

    static KeptWork? Keep(LinearProblem problem, CvOptions options, IReadOnlyList<RowFold> outer, LambdaChoice choice)
    {
        if (options.ResumeFolder is null) return null;
        using var noGrad = no_grad();
        using var dense = ScaledProblems.Of(problem);
        return KeptWork.Of(dense, options, ("nested.folds", ChoiceProvenance.Of(outer)), ("nested.choice", choice.ToString()));
    }
}
