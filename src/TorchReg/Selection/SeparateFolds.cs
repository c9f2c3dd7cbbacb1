using TorchReg.Data;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>Each fold with a solver of its own, several at a time.</summary>
static class SeparateFolds
{
    internal static FoldFits Run(DenseProblem dense, IReadOnlyList<Fold> folds, Tensor shares, CvOptions options, CancellationToken cancellation)
    {
        var solverOptions = options.Path.Solver.Checked();
        RegularizationPath path;
        using (var full = LinearSolver.Of(dense, dense.Shares, dense.Penalty, solverOptions)) path = RegularizationPath.Run(full, options.Path, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var lambdas = path.Lambdas;
        var values = Enumerable.Range(0, (int)dense.Rows).Select(_ => Enumerable.Repeat(double.NaN, lambdas.Length).ToArray()).ToArray();
        var (failed, finished) = (new int[folds.Count], new bool[folds.Count]);
        void Solve(int f)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var own = shares.select(0, f).contiguous();
            var points = Points(dense, own, lambdas, options, cancellation, out failed[f]);
            Judge(dense, folds[f].Test, points, options.Measure, values);
            finished[f] = true;
        }
        try
        {
            Parallel.For(0, folds.Count, new() { MaxDegreeOfParallelism = options.Cores, CancellationToken = cancellation }, Solve);
        }
        catch (OperationCanceledException) when (finished.Count(done => done) >= 2) { }
        return new(path, values, [.. folds.Where((_, f) => finished[f])], [.. Notes(failed, finished)]);
    }

    static IEnumerable<string> Notes(int[] failed, bool[] finished)
    {
        if (failed.Sum() > 0) yield return $"{failed.Sum()} fits of folds did not converge.";
        if (finished.Contains(false)) yield return $"Cancelled: the curve is of the {finished.Count(done => done)} folds that were finished, of {finished.Length}.";
    }

    static List<PathPoint> Points(DenseProblem dense, Tensor shares, double[] lambdas, CvOptions options, CancellationToken cancellation, out int failed)
    {
        using var solver = LinearSolver.Of(dense, shares, dense.PenaltyUnder(shares), options.Path.Solver);
        failed = 0;
        var points = new List<PathPoint>();
        if (options.FoldLambdas == FoldLambdas.Own && options.Path.Lambdas is null) return Interpolated(solver, lambdas, options.Path, cancellation);
        foreach (var lambda in lambdas)
        {
            cancellation.ThrowIfCancellationRequested();
            points.Add(solver.Solve(lambda));
            if (!solver.Passes(solver.Certify(points[^1]))) failed++;
        }
        return points;
    }

    // The fold's own grid, ended by its own explained deviance, and lines between its points.
    static List<PathPoint> Interpolated(WarmSolver solver, double[] lambdas, PathOptions options, CancellationToken cancellation)
    {
        var grid = options.Grid(solver.LambdaMax, solver.Problem.Rows, solver.Problem.Columns);
        var (points, explained) = (new List<PathPoint>(), new List<double>());
        foreach (var lambda in grid)
        {
            cancellation.ThrowIfCancellationRequested();
            points.Add(solver.Solve(lambda));
            explained.Add(1 - solver.Certify(points[^1]).Loss / solver.NullLoss);
            if (options.EndEarly && points.Count > 1 && RegularizationPath.EndOf([.. explained], points.Count, solver.Problem.Loss) is not null) break;
        }
        return [.. lambdas.Select(lambda => Between(points, lambda))];
    }

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

    static void Judge(DenseProblem dense, int[] test, List<PathPoint> points, Measure measure, double[][] values)
    {
        for (var l = 0; l < points.Count; l++)
        {
            using var scope = NewDisposeScope();
            var w = tensor(points[l].Weight, [dense.Outputs, dense.Columns], device: dense.X.device);
            var means = DataTerm.Mean(dense.Loss, Certification.Logits(dense, w, tensor(points[l].Bias, device: dense.X.device)));
            var rows = TensorSpan.Numbers(Measures.Rows(measure, dense.Loss, means, dense.Y));
            foreach (var row in test) values[row][l] = rows[row];
        }
    }
}
