using System.Numerics;
using TorchReg.Data;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// All rows and every fold as one batch of Newton paths: they differ in how much each row counts, share one Hessian, and their
/// logits and gradients are single products.
/// </summary>
static class BatchedFolds
{
    internal static bool Suits(DenseProblem dense, CvOptions options) =>
        HasOneHessian(dense) && !ColumnSolver.Suits(dense, dense.Penalty, options.Path.Solver)
        && dense.Penalty.ByColumns is { IsGrouped: false } && dense.Problem is { Penalty: null }
        && dense.Problem.L1Ratio >= 0.5 && options.Path.Solver.Method != SolverMethod.Fista
        && (options.FoldLambdas == FoldLambdas.Shared || options.Path.Lambdas is not null);

    static bool HasOneHessian(DenseProblem dense) =>
        !dense.Datafit.IsQuadratic && (dense.Datafit.IsCoupled || dense.Outputs == 1 && dense.HasCurvature);

    internal static FoldFits Run(
        DenseProblem dense, IReadOnlyList<RowFold> folds, Tensor shares, CvOptions options, KeptWork? kept,
        CancellationToken cancellation) =>
        Tolerance.IsForSingle(dense, options.Path.Solver.Checked())
            ? Run<float>(dense, folds, shares, options, kept, cancellation)
            : Run<double>(dense, folds, shares, options, kept, cancellation);

    static FoldFits Run<T>(
        DenseProblem dense, IReadOnlyList<RowFold> folds, Tensor shares, CvOptions options, KeptWork? kept,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var batch = new FoldBatch<T>(dense, shares, options.Path.Solver, options.Cores);
        return new FoldRun<T>(dense, folds, batch, options).Finish(kept, cancellation);
    }
}
