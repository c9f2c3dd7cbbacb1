using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>A cross-validation with one division of the rows after the other, and the mean of their curves.</summary>
static class RepeatedFolds
{
    /// <param name="dense">The problem.</param>
    /// <param name="rows">The numbers that its rows have where folds are drawn.</param>
    /// <param name="options">How often, and how.</param>
    /// <param name="kept">Work of an earlier call.</param>
    /// <param name="cancellation">Ends with the repeats that are finished; in the first with what it has.</param>
    internal static CrossValidation Run(
        ScaledProblem dense, IReadOnlyList<int> rows, CvOptions options, KeptWork? kept, CancellationToken cancellation)
    {
        var runs = new List<CrossValidation>();
        for (var r = 0; r < options.Repeats && (r == 0 || !cancellation.IsCancellationRequested); r++)
            try
            {
                var own = r == 0 ? kept : kept?.Within(FormattableString.Invariant($"repeat-{r + 1:D5}"));
                var folds = options.FoldsOf(dense.Problem, rows, options.Seed + (ulong)r);
                runs.Add(CrossValidation.Of(dense, folds, r == 0 ? options : Again(options, runs[0]), own, cancellation));
            }
            catch (OperationCanceledException) when (runs.Count > 0) { }
        // What was cancelled within a repeat is a curve of another length.
        if (cancellation.IsCancellationRequested && runs.Count > 1) runs.RemoveAt(runs.Count - 1);
        return options.Repeats == 1 ? runs[0] : Mean(runs, options.Repeats);
    }

    // The same λ, also where the path of the first ended early.
    static CvOptions Again(CvOptions options, CrossValidation first) => options.FoldLambdas == FoldLambdas.Own ? options
        : options with { Path = options.Path with { Lambdas = first.Curve.Lambdas } };

    static CrossValidation Mean(List<CrossValidation> runs, int asked)
    {
        var curves = runs.Select(run => run.Curve).ToArray();
        var count = curves.Min(curve => curve.Lambdas.Length);
        double Over(Func<CvCurve, double> value) => curves.Average(value);
        var curve = new CvCurve(
            curves[0].Lambdas[..count],
            [.. Enumerable.Range(0, count).Select(l => Over(run => run.Mean[l]))],
            [.. Enumerable.Range(0, count).Select(l => Math.Sqrt(Over(run => run.StandardError[l] * run.StandardError[l])))],
            [.. curves.SelectMany(run => run.Folds)]);
        var cut = runs.Count < asked ? $"Cancelled: the curve is of {runs.Count} of {asked} repeats." : null;
        return runs[0] with
        {
            Curve = curve,
            Repeats = curves,
            FoldCertificates = [.. runs.SelectMany(run => run.FoldCertificates)],
            Notes =
            [
                .. runs.SelectMany(run => run.Notes.Except(GridEdge.Notes("λ.min", run.Path, run.Curve.MinIndex))).Distinct(),
                .. GridEdge.Notes("λ.min", runs[0].Path, curve.MinIndex), .. cut is null ? [] : new[] { cut },
            ],
        };
    }
}
