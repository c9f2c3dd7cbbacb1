using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>Each fold with a solver of its own, several at a time.</summary>
static class SeparateFolds
{
    const int Together = 1024;

    internal static FoldFits Run(
        ScaledProblem dense, IReadOnlyList<RowFold> folds, CvOptions options, KeptWork? kept, CancellationToken cancellation)
    {
        var path = Path(dense, options.Path, kept, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var lambdas = path.Lambdas;
        var weights = HostMemory.Numbers(dense.Datafit.JudgedBy(dense.Y, dense.Shares));
        var areRows = HeldOutValues.AreRows(folds);
        HeldOutValues[] values = [.. folds.Select(fold => new HeldOutValues(fold.Test, weights, lambdas.Length, areRows))];
        var (solved, finished) = (new FoldFit[folds.Count], new bool[folds.Count]);
        void Solve(int f)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            finished[f] = kept is not null && Restored(kept, f, values[f], out solved[f]);
            if (finished[f]) return;
            solved[f] = Fit(dense, folds[f], lambdas, options, values[f], cancellation);
            kept?.Write(Name(f), to => Keep(to, values[f], solved[f]));
            finished[f] = true;
        }
        try
        {
            Parallel.For(0, folds.Count, new()
            { MaxDegreeOfParallelism = options.Cores, CancellationToken = cancellation }, Solve);
        }
        catch (OperationCanceledException) when (finished.Count(done => done) >= 2) { }
        FoldFit[] done = [.. solved.Where((_, f) => finished[f])];
        return new(path, [.. values.Where((_, f) => finished[f])], [.. done.Select(fold => fold.Certificates)],
            [.. Notes(done, finished)]);
    }

    // The path as far as it was finished by an earlier call, or anew.
    static RegularizationPath Path(ScaledProblem dense, PathOptions options, KeptWork? kept, CancellationToken cancellation)
    {
        using (var from = kept?.Read("path"))
            if (from is not null) return from.Path(dense.Problem);
        using var solver = LinearSolver.Of(dense, dense.Shares, dense.Penalty, options.Solver.Checked());
        var path = RegularizationPath.Run(solver, options, cancellation);
        if (!cancellation.IsCancellationRequested) kept?.Write("path", to => to.Write(path));
        return path;
    }

    static string Name(int fold) => FormattableString.Invariant($"held-out-{fold + 1:D5}");

    static void Keep(BinaryWriter to, HeldOutValues values, FoldFit fit)
    {
        values.Write(to);
        to.Write(fit.Failed);
        to.Write(fit.Certificates.Length);
        foreach (var certificate in fit.Certificates) to.Write(certificate);
    }

    static bool Restored(KeptWork kept, int fold, HeldOutValues values, out FoldFit fit)
    {
        fit = new([], 0);
        using var from = kept.Read(Name(fold));
        if (from is null) return false;
        values.Read(from);
        var failed = from.ReadInt32();
        fit = new([.. Enumerable.Range(0, from.ReadInt32()).Select(_ => from.Certificate())], failed);
        return true;
    }

    static IEnumerable<string> Notes(FoldFit[] done, bool[] finished)
    {
        if (done.Sum(fold => fold.Failed) is > 0 and var failed) yield return $"{failed} fits of folds did not converge.";
        if (finished.Contains(false)) yield return $"Cancelled: the curve is of the {finished.Count(done => done)} folds that " +
            $"were finished, of {finished.Length}.";
    }

    /// <summary>The rows' shares without those that are held out; the caller's.</summary>
    internal static Tensor Shares(ScaledProblem dense, RowFold fold)
    {
        using var scope = NewDisposeScope();
        var mask = new double[dense.Rows];
        foreach (var row in fold.Train) mask[row] = 1;
        var counted = tensor(mask, device: dense.Device) * dense.Shares;
        return (counted / counted.sum()).contiguous().MoveToOuterDisposeScope();
    }

    static FoldFit Fit(
        ScaledProblem dense, RowFold fold, double[] lambdas, CvOptions options, HeldOutValues values,
        CancellationToken cancellation)
    {
        var shares = Shares(dense, fold);
        var exactness = Tolerance.OfFolds(dense, options.Path.Solver);
        using var solver = LinearSolver.Of(dense, shares, dense.PenaltyUnder(shares), exactness);
        var isOwn = options.FoldLambdas == FoldLambdas.Own && options.Path.Lambdas is null;
        var grid = isOwn ? options.Path.Grid(solver.LambdaMax, dense) : lambdas;
        var (points, certificates) = (new List<PathPoint>(), new List<FitCertificate>());
        var one = dense as DenseProblem is { HasHostLogits: true } host ? host : null;
        foreach (var lambda in grid)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var point = solver.Solve(lambda);
            certificates.Add(point.Certificate ?? solver.Certify(point));
            if (isOwn || one is not null) points.Add(point);
            else Judge(dense, fold, solver.Logits(point), certificates.Count - 1, options.Measure, values);
            // A fold's own grid is ended by its own explained deviance.
            if (isOwn && options.Path.EndEarly && points.Count > 1
                && RegularizationPath.EndOf(certificates, solver) is not null) break;
        }
        if (isOwn) points = [.. lambdas.Select(lambda => Between(points, lambda))];
        if (one is not null) JudgeTogether(one, fold, points, options.Measure, values);
        for (var l = 0; one is null && l < points.Count; l++)
            Judge(dense, fold, dense.Logits(points[l]), l, options.Measure, values);
        return new([.. certificates], certificates.Count(certificate => !solver.Passes(certificate)));
    }

    // A line between the points of the fold's own grid.
    static PathPoint Between(List<PathPoint> points, double lambda)
    {
        var right = points.FindIndex(point => point.Lambda <= lambda);
        if (right == 0) return points[0];
        if (right < 0) return points[^1];
        var (a, b) = (points[right - 1], points[right]);
        var share = (lambda - b.Lambda) / (a.Lambda - b.Lambda);
        double[] Mix(double[] x, double[] y) => [.. x.Zip(y, (left, other) => share * left + (1 - share) * other)];
        return new(lambda, Mix(a.Weight, b.Weight), Mix(a.Bias, b.Bias), 0);
    }

    static void Judge(ScaledProblem dense, RowFold fold, Tensor z, int l, Measure measure, HeldOutValues values)
    {
        using var scope = NewDisposeScope();
        if (dense.Datafit.HeldOut(z, dense.Y, dense.Shares, fold) is { } together)
        {
            values.AddTogether(l, together);
            return;
        }
        var test = tensor(Array.ConvertAll(fold.Test, row => (long)row), device: dense.Device);
        var (own, y) = (z.index_select(1, test), dense.Y.index_select(1, test));
        values.Add(l, 0, HostMemory.Numbers(Measures.Rows(measure, dense.Datafit, dense.Datafit.Mean(own), y)));
    }

    // All λ by one product, of as many rows at a time as a core's cache holds.
    static void JudgeTogether(
        DenseProblem problem, RowFold fold, List<PathPoint> points, Measure measure, HeldOutValues values)
    {
        for (var first = 0; first < fold.Test.Length; first += Together)
        {
            using var scope = NewDisposeScope();
            var some = fold.Test[first..Math.Min(first + Together, fold.Test.Length)];
            var means = problem.Datafit.Mean(problem.LogitsOf(points, some));
            var y = problem.Y.index_select(1, tensor(Array.ConvertAll(some, row => (long)row)));
            var judged = HostMemory.Numbers(Measures.Rows(measure, problem.Datafit, means, y)).AsSpan();
            for (var l = 0; l < points.Count; l++) values.Add(l, first, judged.Slice(l * some.Length, some.Length));
        }
    }
}

/// <summary>One fold's fits.</summary>
/// <param name="Certificates">Of each.</param>
/// <param name="Failed">Those that are not within the tolerance.</param>
sealed record FoldFit(FitCertificate[] Certificates, int Failed);
