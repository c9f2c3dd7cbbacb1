using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// The folds' fits at one λ, as after a choice: what each row's score is where its fold was held out, by which the choice is
/// judged in every metric, and how often each column is chosen, by which one knows how sure a column is.
/// </summary>
/// <param name="Lambda">λ.</param>
/// <param name="Scores">
/// W x + b of each row by the fit of the first division that did not learn from it, n × outputs, float64; NaN where all did.
/// </param>
/// <param name="Frequency">
/// Of each of the p columns the share of fits, over folds and repeats, in which it has a weight that is not 0, from 0 to 1.
/// </param>
/// <param name="Fits">How many fits there are.</param>
/// <remarks>
/// The fits of all rows and of folds share most rows: a frequency near 1 says that a column does not hang on a few rows, not that
/// it is significant. N. Meinshausen, P. Bühlmann, Stability selection, JRSS-B 72 (2010), p. 421, draws halves in place of folds:
/// <see cref="StabilitySelection"/>.
/// </remarks>
public sealed record HeldOutFits(double Lambda, Tensor Scores, IReadOnlyList<double> Frequency, int Fits)
{
    /// <summary>Solves the folds of a cross-validation once more, at the λ of a fit, each beginning at that fit.</summary>
    /// <param name="problem">The problem on all rows.</param>
    /// <param name="fit">The fit on all rows.</param>
    /// <param name="options">Folds, repeats and tolerances, as they were in the cross-validation.</param>
    /// <param name="isRelaxed">
    /// Whether each is then refitted without a penalty on its columns, as <see cref="RelaxedFit"/> does. Default false.
    /// </param>
    /// <param name="cancellation">Looked at before each fit.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is kept.</exception>
    /// <exception cref="ArgumentException">The fit has other columns or outputs than the problem.</exception>
    public static HeldOutFits Of(
        LinearProblem problem, LinearFit fit, CvOptions? options = null, bool isRelaxed = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fit);
        options = (options ?? new()).Checked();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var dense = ScaledProblems.Of(problem);
        var start = WarmStart.FromLinearFit(fit);
        var rows = Enumerable.Range(0, (int)dense.Rows).ToArray();
        RowFold[][] divisions =
            [.. Enumerable.Range(0, options.Repeats).Select(r =>
                options.FoldsOf(problem, rows, options.Seed + (ulong)r).ToArray())];
        RowFold[] folds = [.. divisions.SelectMany(division => division)];
        var fits = new LinearFit[folds.Length];
        void Solve(int f)
        {
            using var own = NewDisposeScope();
            var solved = OfFold(dense, folds[f], start, fit.Lambda, options);
            fits[f] = isRelaxed ? Relaxed(dense, folds[f], solved) : solved;
        }
        Parallel.For(0, folds.Length, new()
        { MaxDegreeOfParallelism = options.Cores, CancellationToken = cancellation }, Solve);
        var scores = full([dense.Rows, dense.Outputs], Scalars.Of(double.NaN), ScalarType.Float64);
        for (var f = 0; f < divisions[0].Length; f++) Judge(problem, folds[f].Test, fits[f], scores);
        return new(fit.Lambda, scores.DetachFromDisposeScope(), Frequencies(fits), fits.Length);
    }

    /// <summary>The rows that were held out, with their scores and targets.</summary>
    /// <param name="data">The problem's rows.</param>
    /// <returns>Scores and rows without features, the caller's.</returns>
    internal (Tensor Scores, Dataset Rows) HeldOut(Dataset data)
    {
        using var scope = NewDisposeScope();
        var places = Scores.select(1, 0).isfinite().nonzero().flatten();
        Tensor Of(Tensor all) => all.cpu().index_select(0, places);
        var scores = Of(Scores);
        var rows = new Dataset(zeros(places.shape[0], 1), Of(data.Targets), data.Weights is { } weights ? Of(weights) : null);
        return (scores.MoveToOuterDisposeScope(), rows);
    }

    static LinearFit OfFold(ScaledProblem dense, RowFold fold, WarmStart start, double lambda, CvOptions options)
    {
        var shares = SeparateFolds.Shares(dense, fold);
        var exactness = Tolerance.OfFolds(dense, options.Path.Solver.Checked());
        using var solver = LinearSolver.Of(dense, shares, dense.PenaltyUnder(shares), exactness);
        start.Moves(solver, lambda);
        return solver.Fit(solver.Solve(lambda));
    }

    static LinearFit Relaxed(ScaledProblem dense, RowFold fold, LinearFit fit)
    {
        var problem = dense.Problem;
        using var rows = problem.Data.Select(fold.Train);
        var places = tensor(Array.ConvertAll(fold.Train, row => (long)row));
        return RelaxedFit.Of(problem with
        {
            Data = rows,
            Offsets = problem.Offsets?.cpu().index_select(0, places),
            Classes = problem.HasClasses && dense.Outputs > 1 ? dense.Outputs : problem.Classes,
        }, fit);
    }

    static void Judge(LinearProblem problem, int[] test, LinearFit fit, Tensor scores)
    {
        using var scope = NewDisposeScope();
        using var rows = problem.Data.Select(test);
        var z = rows.Stored is { } stored ? fit.Predict(stored) : fit.Predict(rows.Features).cpu();
        var places = tensor(Array.ConvertAll(test, row => (long)row));
        if (problem.Offsets is { } offsets)
            z = z.add(offsets.cpu().to(ScalarType.Float64).index_select(0, places).reshape(z.shape), Scalars.One);
        scores.index_copy_(0, places, z);
    }

    static double[] Frequencies(LinearFit[] fits)
    {
        var columns = (int)fits[0].Weight.shape[1];
        var counts = new double[columns];
        foreach (var fit in fits)
        {
            var weights = HostMemory.Numbers(fit.Weight);
            for (var j = 0; j < columns; j++)
                for (var k = j; k < weights.Length; k += columns)
                    if (weights[k] != 0)
                    {
                        counts[j]++;
                        break;
                    }
        }
        return Array.ConvertAll(counts, count => count / fits.Length);
    }

    /// <summary>Whether both are the same object: TorchSharp compares tensors by their values.</summary>
    public bool Equals(HeldOutFits? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>"50 fits at λ 0.1: 3 columns in each of them, 5 in some".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Fits} fits at λ {Lambda:G4}: {Frequency.Count(share => share == 1)} columns in each of them, ") +
        FormattableString.Invariant($"{Frequency.Count(share => share is > 0 and < 1)} in some");
}
