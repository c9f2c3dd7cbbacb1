using System.Numerics;
using TorchReg.Data;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// All rows and every fold as one batch of Newton paths: they differ in how much each row counts, share one Hessian, and their logits and
/// gradients are single products.
/// </summary>
static class BatchedFolds
{
    internal const double Margin = 0.95;
    const double NullLambda = 1e20, SinglePrecision = 1e-5;
    const int MostSteps = 25;

    internal static bool Suits(DenseProblem dense, CvOptions options) =>
        HasOneHessian(dense) && !dense.Penalty.IsGrouped && dense.Problem.L1Ratio >= 0.5 && options.Path.Solver.Method != SolverMethod.Fista &&
        (options.FoldLambdas == FoldLambdas.Shared || options.Path.Lambdas is not null);

    static bool HasOneHessian(DenseProblem dense) =>
        !dense.Datafit.IsQuadratic && (dense.Datafit.IsCoupled || dense.Outputs == 1 && dense.HasCurvature);

    internal static FoldFits Run(DenseProblem dense, IReadOnlyList<RowFold> folds, Tensor shares, CvOptions options, KeptWork? kept, CancellationToken cancellation) =>
        options.Path.Solver.Checked().DistanceTolerance >= SinglePrecision
            ? Run<float>(dense, folds, shares, options, kept, cancellation)
            : Run<double>(dense, folds, shares, options, kept, cancellation);

    static FoldFits Run<T>(DenseProblem dense, IReadOnlyList<RowFold> folds, Tensor shares, CvOptions options, KeptWork? kept, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var all = cat([dense.Shares.unsqueeze(0), shares], 0);
        var penalties = folds.Select((_, f) => dense.PenaltyUnder(shares.select(0, f))).Prepend(dense.Penalty).ToArray();
        using var batch = new NewtonBatch<T>(dense, all, penalties);
        using var path = new NewtonPath<T>(batch, options.Cores, MostSteps);
        var start = Enumerable.Repeat(batch.States.Max(Scale) * (typeof(T) == typeof(float) ? 1e-6 : 1e-12), batch.States.Length).ToArray();
        path.Solve(path.All, NullLambda, double.PositiveInfinity, start);
        batch.Sharpen(dense);
        var run = new FoldRun<T>(dense, folds, all, penalties, batch, path, options);
        return run.Finish(kept, cancellation);
    }

    internal static double Scale<T>(NewtonState<T> state) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        state.G.Max(g => Math.Abs(double.CreateTruncating(g)));

    internal static double[] Tolerances<T>(NewtonBatch<T> batch, SolverOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. batch.States.Select(state => options.DistanceTolerance * Margin * Scale(state))];
}
