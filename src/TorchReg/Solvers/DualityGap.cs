using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// For squared error with row shares q: P(W) − D(θ) with the dual D(θ) = ½‖y‖² − ½‖y − θ‖² − Σⱼ hⱼ*(xⱼᵀθ) in the norm of q, where hⱼ* is
/// the conjugate of column j's penalty and θ the residual, made feasible: orthogonal to the intercept and to unpenalized columns, and
/// scaled where a column has no quadratic part. P(W) − min P ≤ P(W) − D(θ) for every feasible θ, by weak duality.
/// </summary>
/// <remarks>S.-J. Kim et al., IEEE J. Sel. Topics Signal Process. 1 (2007), p. 608 (the lasso's dual and its scaling).</remarks>
static class DualityGap
{
    /// <summary>The gap of a solution with logits z and data gradient g, which Xᵀθ follows from without another product.</summary>
    internal static double Of(DenseProblem problem, ColumnPenalty penalty, Tensor shares, Tensor z, Tensor gradient, double objective, double lambda)
    {
        using var scope = NewDisposeScope();
        var y = problem.Offsets is { } offsets ? problem.Y - offsets : problem.Y;
        var (theta, u) = Feasible(problem, penalty, shares, problem.Y - z, gradient, lambda);
        var scale = FeasibleScale(penalty, u, lambda);
        var (inner, square) = ((theta * y * shares).sum().ReadDouble(), (theta.Squared() * shares).sum().ReadDouble());
        var dual = scale * inner - scale * scale * square / 2 - Conjugate(penalty, u * Scalars.Of(scale), lambda);
        return Math.Max(objective - dual, 0);
    }

    // θ without its part along what is free, and Xᵀθ in the shares' product; both outputs × …
    static (Tensor Theta, Tensor U) Feasible(DenseProblem problem, ColumnPenalty penalty, Tensor shares, Tensor theta, Tensor gradient, double lambda)
    {
        var free = Enumerable.Range(0, problem.Columns).Where(j => IsFree(penalty, j, lambda)).Select(j => (long)j).ToArray();
        if (free.Length > 0)
        {
            var basis = Basis(problem, shares, free);
            theta = theta - (theta * shares).matmul(basis).matmul(basis.t());
            return (theta, (theta * shares).matmul(problem.X));
        }
        if (!problem.HasIntercept) return (theta, gradient.neg());
        var middle = (theta * shares).sum([1L], keepdim: true);
        // Columns are centred under the problem's own shares.
        var u = ReferenceEquals(shares, problem.Shares) ? gradient.neg() : gradient.neg() - middle * shares.matmul(problem.X);
        return (theta - middle, u);
    }

    // An orthonormal basis (in the shares' inner product) of what is free: the intercept and unpenalized columns.
    static Tensor Basis(DenseProblem problem, Tensor shares, long[] free)
    {
        var parts = new List<Tensor> { problem.X.index_select(1, tensor(free, device: problem.X.device)) };
        if (problem.HasIntercept) parts.Add(ones([problem.Rows, 1L], ScalarType.Float64, problem.X.device));
        var root = shares.sqrt().unsqueeze(1);
        var (q, s, _) = linalg.svd(cat(parts.ToArray(), 1) * root, fullMatrices: false);
        q = q.index_select(1, s.gt(s.max() * Scalars.Of(1e-12)).nonzero().flatten());
        // Rows of share 0 play no part: their division by 0 is put right.
        return where(root.gt(Scalars.Of(0)), q / root, zeros_like(q));
    }

    // hⱼ* is finite for every argument with a quadratic part, or a bound on that side; else |u| ≤ λaⱼ is needed, and scaling attains it.
    static double FeasibleScale(ColumnPenalty penalty, Tensor u, double lambda)
    {
        var numbers = HostMemory.Numbers(penalty.IsGrouped ? u.Squared().sum([0L]).sqrt() : cat([u.amin(0).unsqueeze(0), u.amax(0).unsqueeze(0)], 0));
        var (columns, scale) = (penalty.L1.Length, 1.0);
        for (var j = 0; j < columns; j++)
        {
            if (penalty.L2[j] * lambda > 0 || IsFree(penalty, j, lambda)) continue;
            var largest = penalty.IsGrouped ? numbers[j] : Math.Max(
                double.IsFinite(penalty.Lower[j]) ? 0 : -numbers[j], double.IsFinite(penalty.Upper[j]) ? 0 : numbers[columns + j]);
            if (largest > lambda * penalty.L1[j]) scale = Math.Min(scale, lambda * penalty.L1[j] / largest);
        }
        return scale;
    }

    // Σ hⱼ*(u): sup over w in the bounds of u·w − λaⱼ|w| − λbⱼw²/2; for a group the same of the norms.
    static double Conjugate(ColumnPenalty penalty, Tensor u, double lambda)
    {
        var (columns, total) = (penalty.L1.Length, 0.0);
        var numbers = HostMemory.Numbers(penalty.IsGrouped ? u.Squared().sum([0L]).sqrt() : u);
        for (var i = 0; i < numbers.Length; i++)
        {
            var j = i % columns;
            var excess = Math.Abs(numbers[i]) - lambda * penalty.L1[j];
            if (excess <= 0 || IsFree(penalty, j, lambda)) continue;
            var quadratic = lambda * penalty.L2[j];
            var bound = penalty.IsGrouped ? double.PositiveInfinity : numbers[i] > 0 ? penalty.Upper[j] : -penalty.Lower[j];
            var w = Math.Min(quadratic > 0 ? excess / quadratic : double.PositiveInfinity, bound);
            // No quadratic part and no bound: scaling left only rounding.
            if (double.IsFinite(w)) total += w * excess - quadratic * w * w / 2;
        }
        return total;
    }

    static bool IsFree(ColumnPenalty penalty, int j, double lambda) =>
        lambda * penalty.L1[j] == 0 && lambda * penalty.L2[j] == 0 && !double.IsFinite(penalty.Lower[j]) && !double.IsFinite(penalty.Upper[j]);
}
