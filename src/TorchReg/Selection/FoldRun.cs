using System.Diagnostics;
using System.Numerics;
using TorchReg.Data;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>A batch of folds on its way down the grid, from the point where all penalized weights are 0.</summary>
sealed class FoldRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly DenseProblem dense;
    readonly IReadOnlyList<Fold> folds;
    readonly NewtonBatch<T> batch;
    readonly NewtonPath<T> path;
    readonly CvOptions options;
    readonly double[] tolerances, grid;
    readonly double lambdaMax, nullLoss, scale;
    readonly Tensor y;
    readonly List<LinearFit> fits = [];
    readonly List<double[]> columns = [];
    int failed;

    internal FoldRun(DenseProblem dense, IReadOnlyList<Fold> folds, NewtonBatch<T> batch, NewtonPath<T> path, CvOptions options)
    {
        (this.dense, this.folds, this.batch, this.path, this.options) = (dense, folds, batch, path, options);
        tolerances = BatchedFolds.Tolerances(batch, options.Path.Solver);
        (lambdaMax, nullLoss, scale) = (batch.States[0].LambdaMax(dense.Problem.L1Ratio), batch.States[0].Loss, BatchedFolds.Scale(batch.States[0]));
        grid = options.Path.Grid(lambdaMax, dense.Rows, dense.Columns);
        y = dense.Y;
    }

    internal FoldFits Finish(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        string? ended = null;
        for (var i = 0; i < grid.Length && ended is null; i++)
        {
            if (i == 0) cancellation.ThrowIfCancellationRequested();
            else if (cancellation.IsCancellationRequested) { ended = "cancelled"; break; }
            Solve(i);
            options.Path.Progress?.Report(new(i + 1, grid.Length, grid[i], watch.Elapsed));
            if (options.Path is { EndEarly: true, Lambdas: null } && i + 1 < grid.Length)
                ended = RegularizationPath.EndOf([.. fits.TakeLast(2).Select(fit => 1 - fit.Certificate.Loss / nullLoss)], fits.Count, dense.Loss);
        }
        var notes = failed == 0 ? Array.Empty<string>() : [$"{failed} fits of folds did not converge."];
        return new(new(dense.Problem, lambdaMax, nullLoss, fits, ended), Values(), folds, notes);
    }

    void Solve(int i)
    {
        var steps = batch.States[0].Steps;
        var unfinished = path.Solve(path.All, grid[i], i == 0 ? lambdaMax : grid[i - 1], tolerances);
        failed += unfinished.Count(q => q > 0);
        fits.Add(Fit(grid[i], batch.States[0].Steps - steps));
        columns.Add(HeldOut());
    }

    LinearFit Fit(double lambda, int steps)
    {
        using var scope = NewDisposeScope();
        var (w, b) = batch.Coefficients(0);
        var device = dense.X.device;
        var certificate = Certification.Of(
            dense, dense.Penalty, dense.Shares, tensor(w, [dense.Outputs, dense.Columns], device: device), tensor(b, device: device), lambda);
        var (weight, bias) = dense.Raw(w, b);
        return new(lambda, weight, bias, certificate, certificate.Distance <= options.Path.Solver.DistanceTolerance * scale, steps);
    }

    // For each fold its held-out rows' measures, one fold after the other.
    double[] HeldOut()
    {
        using var scope = NewDisposeScope();
        var means = batch.Means.narrow(0, 1, folds.Count).to(ScalarType.Float64);
        var rows = TensorSpan.Numbers(Measures.Rows(options.Measure, dense.Loss, means, y));
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
