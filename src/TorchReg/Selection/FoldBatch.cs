using System.Numerics;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// All rows (problem 0) and every fold as one batch of Newton paths. Each is solved to a distance, and to smaller ones until its
/// own gap is within the tolerance; what single precision can't reach, a solver of its own does in double.
/// </summary>
sealed class FoldBatch<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const double NullLambda = 1e20;
    const int MostSteps = 25, Tightenings = 20;
    static readonly double leastShare = typeof(T) == typeof(float) ? 2e-6 : 1e-15;

    readonly DenseProblem dense;
    readonly SolverOptions options;
    readonly ColumnPenalty[] penalties;
    readonly Tensor[] shares;
    readonly Certification[] certifications;
    readonly NewtonBatch<T> batch;
    readonly NewtonPath<T> path;
    readonly Dictionary<int, NewtonSolver<double>> alone = [];
    readonly double[] scales, nullLosses, tolerances;

    internal FoldBatch(DenseProblem dense, Tensor foldShares, SolverOptions options, int cores)
    {
        (this.dense, this.options) = (dense, options);
        using var scope = NewDisposeScope();
        Tensor Own(int f) => foldShares.select(0, f).clone().DetachFromDisposeScope();
        shares = [dense.Shares, .. Enumerable.Range(0, (int)foldShares.shape[0]).Select(Own)];
        penalties = [.. shares.Select(
            own => (ReferenceEquals(own, dense.Shares) ? dense.Penalty : dense.PenaltyUnder(own)).ByColumns!)];
        certifications = [.. shares.Zip(penalties, (own, penalty) => new Certification(dense, own, penalty))];
        batch = new(dense, stack(shares), penalties);
        path = new(batch, cores, MostSteps);
        var start = batch.States.Max(Scale) * (typeof(T) == typeof(float) ? 1e-6 : 1e-12);
        path.Solve(path.All, NullLambda, double.PositiveInfinity, [.. shares.Select(_ => start)]);
        batch.Sharpen(dense);
        (scales, nullLosses) = ([.. batch.States.Select(Scale)], [.. batch.States.Select(state => state.Loss)]);
        LambdaMax = batch.States[0].LambdaMax();
        tolerances = [.. scales];
        ResetTolerances();
    }

    internal double LambdaMax { get; }

    /// <summary>The loss of all rows where all penalized weights are 0.</summary>
    internal double NullLoss => nullLosses[0];

    internal NewtonBatch<T> Batch => batch;

    static double Scale(NewtonState<T> state) => state.G.Max(g => Math.Abs(double.CreateTruncating(g)));

    void ResetTolerances()
    {
        for (var q = 0; q < scales.Length; q++) tolerances[q] = Coarsest(q);
    }

    double Coarsest(int q) => Tolerance.DistanceShare(dense, options) * WarmSolver.Margin * scales[q];

    /// <summary>Begins anew from the points alone, so that going on after a kill gives the same bits.</summary>
    internal void Restart()
    {
        DropAlone();
        ResetTolerances();
        path.Restart();
    }

    internal bool Passes(int q, FitCertificate certificate) =>
        Tolerance.Passes(dense, options, certificate, nullLosses[q], scales[q], Looseness(q));

    double Target(int q, FitCertificate certificate) => Tolerance.Gap(dense, options, certificate, nullLosses[q], Looseness(q));

    // In single precision folds, whose curve has a standard error anyway, are solved to ten times the gap of all rows.
    static double Looseness(int q) => typeof(T) == typeof(float) && q > 0 ? 10 : 1;

    /// <summary>Moves all to λ.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="previous">The λ before.</param>
    /// <returns>For each problem its point, with a certificate.</returns>
    internal PathPoint[] Solve(double lambda, double previous)
    {
        path.Solve(path.All, lambda, previous, tolerances);
        var points = new PathPoint[shares.Length];
        Certify(path.All, lambda, points);
        for (var i = 0; i < Tightenings; i++)
        {
            int[] open = [.. path.All.Where(q =>
                points[q].Certificate!.Gap > Target(q, points[q].Certificate!) && tolerances[q] > leastShare * scales[q])];
            if (open.Length == 0) break;
            foreach (var q in open) tolerances[q] /= Tolerance.Step(
                points[q].Certificate!.Gap!.Value / Target(q, points[q].Certificate!));
            path.Solve(open, lambda, lambda, tolerances);
            Certify(open, lambda, points);
        }
        Sharpen([.. path.All.Where(q => typeof(T) == typeof(float) && !Passes(q, points[q].Certificate!))], lambda, points);
        foreach (var q in path.All)
            if (points[q].Certificate is { Gap: { } gap } certificate && gap < Target(q, certificate) / 100)
                tolerances[q] = Math.Min(tolerances[q] * 2, Coarsest(q));
        return points;
    }

    // Whatever the steps were computed in: float64, over all rows and columns.
    void Certify(int[] which, double lambda, PathPoint[] points)
    {
        using var scope = NewDisposeScope();
        foreach (var q in which)
        {
            var (weight, bias) = batch.Coefficients(q);
            points[q] = new(lambda, weight, bias, 0);
        }
        var w = tensor(which.SelectMany(q => points[q].Weight).ToArray(), [which.Length, dense.Outputs, dense.Columns],
            device: dense.Device);
        var b = tensor(which.SelectMany(q => points[q].Bias).ToArray(), [which.Length, dense.Outputs], device: dense.Device);
        var certificates = Certification.OfAll(dense, [.. which.Select(q => certifications[q])], w, b, lambda);
        foreach (var (i, q) in which.Index()) points[q] = points[q] with { Certificate = certificates[i] };
    }

    void Sharpen(int[] which, double lambda, PathPoint[] points)
    {
        if (which.Length == 0) return;
        foreach (var q in which)
        {
            if (!alone.TryGetValue(q, out var solver)) alone[q] = solver = new(dense, shares[q], penalties[q], options);
            solver.StartFrom(points[q]);
            points[q] = solver.Solve(lambda);
            batch.States[q].Steps += points[q].Steps;
            batch.MoveTo(points[q].Weight, points[q].Bias, q);
        }
        batch.Evaluate(which);
    }

    void DropAlone()
    {
        foreach (var solver in alone.Values) solver.Dispose();
        alone.Clear();
    }

    public void Dispose()
    {
        DropAlone();
        path.Dispose();
        batch.Dispose();
        foreach (var certification in certifications) certification.Dispose();
        foreach (var own in shares.Skip(1)) own.Dispose();
    }
}
