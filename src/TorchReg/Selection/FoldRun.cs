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
    readonly NewtonBatch<T> batch;
    readonly NewtonPath<T> path;
    readonly CvOptions options;
    readonly double[] tolerances, grid;
    readonly double lambdaMax, nullLoss, scale;
    readonly Tensor y;
    readonly List<LinearFit> fits = [];
    readonly List<double[]> columns = [];
    readonly List<FitCertificate[]> certificates = [];
    readonly ColumnPenalty[] penalties;
    readonly Tensor shares;

    internal FoldRun(DenseProblem dense, IReadOnlyList<RowFold> folds, Tensor shares, ColumnPenalty[] penalties, NewtonBatch<T> batch, NewtonPath<T> path, CvOptions options)
    {
        (this.shares, this.penalties) = (shares, penalties);
        (this.dense, this.folds, this.batch, this.path, this.options) = (dense, folds, batch, path, options);
        tolerances = BatchedFolds.Tolerances(batch, options.Path.Solver);
        (lambdaMax, nullLoss, scale) = (batch.States[0].LambdaMax(dense.Problem.L1Ratio), batch.States[0].Loss, BatchedFolds.Scale(batch.States[0]));
        grid = options.Path.Grid(lambdaMax, dense.Rows, dense.Columns);
        y = dense.Y;
    }

    internal FoldFits Finish(KeptWork? kept, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var log = kept is null ? null : new FoldRunLog<T>(kept, batch, fits, certificates, columns);
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
                path.Restart();
            }
            Solve(i);
            options.Path.Progress?.Report(new(i + 1, grid.Length, grid[i], watch.Elapsed));
            ended = EndedBy(i + 1);
        }
        if (ended != "cancelled") log?.Keep();
        var failed = certificates.Sum(ofLambda => ofLambda.Where((certificate, q) => q > 0 && certificate.ScaledDistance > Math.Max(tolerances[q] / BatchedFolds.Margin, dense.RoundingOfDistance)).Count());
        var notes = failed == 0 ? Array.Empty<string>() : [$"{failed} fits of folds did not converge."];
        FitCertificate[][] ofFolds = [.. folds.Select((_, f) => certificates.Select(ofLambda => ofLambda[f + 1]).ToArray())];
        return new(new(dense.Problem, lambdaMax, nullLoss, fits, ended) { SaturatedLoss = dense.SaturatedLoss }, Values(), folds, ofFolds, notes);
    }

    string? EndedBy(int count) => count > 0 && options.Path is { EndEarly: true, Lambdas: null } && count < grid.Length
        ? RegularizationPath.EndOf([.. fits.TakeLast(2).Select(fit => RegularizationPath.Share(fit.Certificate, nullLoss, dense.SaturatedLoss))], fits.Count, dense.Datafit)
        : null;

    void Solve(int i)
    {
        var steps = batch.States[0].Steps;
        path.Solve(path.All, grid[i], i == 0 ? lambdaMax : grid[i - 1], tolerances);
        var points = path.All.Select(batch.Coefficients).ToArray();
        certificates.Add(Certify(points, grid[i]));
        fits.Add(Fit(points[0], grid[i], certificates[^1][0], batch.States[0].Steps - steps));
        columns.Add(HeldOut());
    }

    // Whatever the steps were computed in: float64, over all rows and columns.
    FitCertificate[] Certify((double[] Weight, double[] Bias)[] points, double lambda)
    {
        using var scope = NewDisposeScope();
        var device = dense.X.device;
        var w = tensor(points.SelectMany(point => point.Weight).ToArray(), [points.Length, dense.Outputs, dense.Columns], device: device);
        var b = tensor(points.SelectMany(point => point.Bias).ToArray(), [points.Length, dense.Outputs], device: device);
        return Certification.OfAll(dense, penalties, shares, w, b, lambda);
    }

    LinearFit Fit((double[] Weight, double[] Bias) point, double lambda, FitCertificate certificate, int steps)
    {
        var (weight, bias) = dense.Raw(point.Weight, point.Bias);
        return new(lambda, weight, bias, certificate, certificate.ScaledDistance <= Math.Max(options.Path.Solver.DistanceTolerance * scale, dense.RoundingOfDistance), steps);
    }

    // For each fold its held-out rows' measures, one fold after the other.
    double[] HeldOut()
    {
        using var scope = NewDisposeScope();
        var means = batch.Means.narrow(0, 1, folds.Count).to(ScalarType.Float64);
        var rows = HostMemory.Numbers(Measures.Rows(options.Measure, dense.Datafit, means, y));
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
