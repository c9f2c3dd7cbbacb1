using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Ridge for every λ from one singular value decomposition: with √q∘X diag(c)^(−½) = U S Vᵀ, centred under the shares q,
/// W = (Yᵀ√q) U S/(S² + λ) Vᵀ diag(c)^(−½).
/// </summary>
/// <remarks>T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd ed., p. 66, equation 3.47.</remarks>
sealed class RidgeSolver : WarmSolver
{
    readonly Tensor right, rotated, centreX, centreY, factors;

    internal RidgeSolver(DenseProblem problem, Tensor shares, ColumnPenalty penalty, SolverOptions options)
        : base(problem, shares, penalty, options)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var y = problem.Offsets is { } offsets ? problem.Y - offsets : problem.Y;
        (centreX, centreY) = problem.HasIntercept
            ? (shares.matmul(problem.X), y.matmul(shares))
            : (zeros(problem.Columns, ScalarType.Float64, problem.X.device),
                zeros(problem.Outputs, ScalarType.Float64, problem.X.device));
        (factors, var root) = (ColumnPenalty.Row(penalty.L2, problem.X).sqrt(), shares.sqrt());
        var (targets, scaled) = ((y - centreY.unsqueeze(1)) * root, (problem.X - centreX) / factors * root.unsqueeze(1));
        var (left, s, v) = linalg.svd(scaled, fullMatrices: false);
        (Singular, rotated, right) = (HostMemory.Numbers(s), targets.matmul(left), v);
        foreach (var tensor in new[] { right, rotated, centreX, centreY, factors }) tensor.DetachFromDisposeScope();
        NullLoss = targets.Squared().sum().ReadDouble() / 2;
        var gradient = targets.matmul(scaled);
        GradientScale = problem.Columns == 0 ? 0 : gradient.abs().max().ReadDouble();
        var slopes = gradient.mul_(factors).abs_();
        LambdaMax = problem.Columns == 0 ? 0
            : penalty.LambdaMax(HostMemory.Numbers(penalty.IsGrouped ? slopes.Squared().sum([0L]).sqrt() : slopes.amax(0)));
    }

    /// <summary>S, largest first.</summary>
    internal double[] Singular { get; }

    internal override double LambdaMax { get; }
    internal override double GradientScale { get; }
    internal override double NullLoss { get; }

    /// <summary>Σ s²/(s² + λ), and 1 for the intercept.</summary>
    internal double DegreesOfFreedom(double lambda) =>
        Singular.Sum(s => s * s / (s * s + lambda)) + (Problem.HasIntercept ? 1 : 0);

    internal override PathPoint Solve(double lambda, double looseness = 1)
    {
        using var scope = NewDisposeScope();
        // λ = 0 on dependent columns: the solution of least norm, as of every limit λ → 0.
        var least = Singular.DefaultIfEmpty().Max() * 1e-13;
        var shrink = tensor(Singular.Select(s => s > least ? s / (s * s + lambda) : 0).ToArray(), device: right.device);
        var w = (rotated * shrink).matmul(right) / factors;
        var b = centreY - w.matmul(centreX);
        return new(lambda, HostMemory.Numbers(w), HostMemory.Numbers(b), 1);
    }

    public override void Dispose()
    {
        foreach (var tensor in new[] { right, rotated, centreX, centreY, factors }) tensor.Dispose();
        base.Dispose();
    }
}
