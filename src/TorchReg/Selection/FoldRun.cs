using System.Diagnostics;
using System.Numerics;
using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>A batch of folds on its way down the grid, from the point where all penalized weights are 0.</summary>
sealed class FoldRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>λ that are kept, or after a kill solved again, together. A restart after them makes the Hessian anew.</summary>
    const int Together = 10;

    readonly DenseProblem dense;
    readonly IReadOnlyList<RowFold> folds;
    readonly FoldBatch<T> batch;
    readonly CvOptions options;
    readonly double[] grid;
    readonly List<LinearFit> fits = [];
    readonly List<double[]> columns = [];
    readonly List<FitCertificate[]> certificates = [];
    readonly ActiveColumns columnsSoFar;

    internal FoldRun(DenseProblem dense, IReadOnlyList<RowFold> folds, FoldBatch<T> batch, CvOptions options)
    {
        (this.dense, this.folds, this.batch, this.options) = (dense, folds, batch, options);
        columnsSoFar = new(options.Path);
        grid = options.Path.Grid(batch.LambdaMax, dense);
    }

    internal FoldFits Finish(KeptWork? kept, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var log = kept is null ? null : new FoldRunLog<T>(kept, batch.Batch, fits, certificates, columns);
        log?.Restore();
        var ended = EndedBy(fits.Count);
        for (var i = fits.Count; i < grid.Length && ended is null; i++)
        {
            if (fits.Count == 0) cancellation.ThrowIfCancellationRequested();
            else if (cancellation.IsCancellationRequested) { ended = "cancelled"; break; }
            // From here on nothing counts but the point: what is kept of it is all that going on needs, to the last bit.
            if (i > 0 && i % Together == 0)
            {
                log?.Keep();
                batch.Restart();
            }
            Solve(i);
            options.Path.Progress?.Report(new(i + 1, grid.Length, grid[i], watch.Elapsed));
            ended = EndedBy(i + 1);
        }
        if (ended != "cancelled") log?.Keep();
        var failed = certificates.Sum(
            ofLambda => ofLambda.Where((certificate, q) => q > 0 && !batch.Passes(q, certificate)).Count());
        var notes = failed == 0 ? Array.Empty<string>() : [$"{failed} fits of folds did not converge."];
        FitCertificate[][] ofFolds = [.. folds.Select((_, f) => certificates.Select(ofLambda => ofLambda[f + 1]).ToArray())];
        var path = new RegularizationPath(dense.Problem, batch.LambdaMax, batch.NullLoss, fits, ended)
        { SaturatedLoss = dense.SaturatedLoss };
        return new(path, Values(), folds, ofFolds, notes);
    }

    string? EndedBy(int count)
    {
        if (count == 0) return null;
        var ended = columnsSoFar.EndOf(fits, count < grid.Length);
        // What ends a path before a fit takes that of the folds with it.
        if (fits.Count < count)
        {
            columns.RemoveAt(columns.Count - 1);
            certificates.RemoveAt(certificates.Count - 1);
        }
        return ended ?? (options.Path is { EndEarly: true, Lambdas: null } && count < grid.Length
            ? RegularizationPath.EndOf([.. fits.TakeLast(2).Select(Explained)], fits.Count, dense.Datafit)
            : null);
    }

    double Explained(LinearFit fit) => RegularizationPath.Share(fit.Certificate, batch.NullLoss, dense.SaturatedLoss);

    void Solve(int i)
    {
        var all = batch.Batch.States[0];
        var steps = all.Steps;
        var points = batch.Solve(grid[i], i == 0 ? batch.LambdaMax : grid[i - 1]);
        certificates.Add([.. points.Select(point => point.Certificate!)]);
        var (weight, bias) = dense.Raw(points[0].Weight, points[0].Bias);
        var certificate = points[0].Certificate!;
        fits.Add(new(grid[i], weight, bias, certificate, batch.Passes(0, certificate), all.Steps - steps));
        columns.Add(HeldOut());
    }

    // For each fold its held-out rows' measures, one fold after the other.
    double[] HeldOut()
    {
        using var scope = NewDisposeScope();
        var means = batch.Batch.Means.narrow(0, 1, folds.Count).to(ScalarType.Float64);
        var rows = HostMemory.Numbers(Measures.Rows(options.Measure, dense.Datafit, means, dense.Y));
        return [.. folds.SelectMany((fold, f) => fold.Test.Select(row => rows[f * dense.Rows + row]))];
    }

    double[][] Values()
    {
        var values = new double[dense.Rows][];
        var next = 0;
        foreach (var row in folds.SelectMany(fold => fold.Test))
        {
            var place = next++;
            values[row] = [.. columns.Select(column => column[place])];
        }
        for (var row = 0; row < values.Length; row++) values[row] ??= [.. columns.Select(_ => double.NaN)];
        return values;
    }
}
