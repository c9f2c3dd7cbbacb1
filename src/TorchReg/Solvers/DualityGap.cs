using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// P(W) − D(u) with the dual D(u) = −Σᵢ qᵢ(ℓ*(uᵢ) − uᵢᵀoᵢ) − Σⱼ hⱼ*(−Σᵢ qᵢxᵢⱼuᵢ) for row shares q, where hⱼ* is the conjugate of
/// column j's penalty and u the residual ∂ℓ/∂z, made feasible: of mean 0 beside an intercept, orthogonal to columns that are
/// free, and scaled where a column has no quadratic part, or where the penalty is a norm. P(W) − min P ≤ P(W) − D(u) for every
/// feasible u, by weak duality.
/// </summary>
/// <remarks>
/// E. Ndiaye, O. Fercoq, A. Gramfort, J. Salmon, Gap safe screening rules for sparsity enforcing penalties, JMLR 18 (2017),
/// section 2 (the dual and its scaling, p. 6); S.-J. Kim et al., IEEE J. Sel. Topics Signal Process. 1 (2007), p. 608 (the
/// lasso's).
/// </remarks>
/// <param name="problem">The problem.</param>
/// <param name="shares">n row shares; what follows from them alone is computed once.</param>
sealed class DualityGap(ScaledProblem problem, Tensor shares) : IDisposable
{
    Tensor? centre, targets;

    /// <summary>The gap of a solution; null where none is known.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="z">Its logits.</param>
    /// <param name="gradient">Its data gradient.</param>
    /// <param name="objective">Its objective.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="model">Another dual point than its own residual, with its weighted products with the columns.</param>
    internal double? Of(
        LinearPenalty penalty, Tensor z, Tensor gradient, double objective, double lambda,
        (Tensor Residual, Tensor Products)? model = null)
    {
        using var scope = NewDisposeScope();
        var columns = penalty.ByColumns;
        if (problem.Datafit.IsJoint) return OfJoint(penalty, z, gradient, objective, lambda);
        var (residual, ofColumns) = model ?? (problem.Residual(z), gradient);
        if (Feasible(columns, residual, ofColumns, lambda) is not var (u, products)) return null;
        if (Scale(penalty, products, lambda) is not { } scale || scale == 0) return null;
        u = scale == 1 ? u : u * Scalars.Of(scale);
        if (problem.Datafit.Conjugate(u, problem.Y) is not { } rows) return null;
        if (problem.Offsets is { } offsets) rows = rows - (u * offsets).sum([-2L]);
        var dual = -(rows * shares).sum().ReadDouble()
            - (columns is null ? 0 : Conjugate(columns, products * Scalars.Of(-scale), lambda));
        return double.IsFinite(dual) ? Math.Max(objective - dual, 0) : null;
    }

    static double? Scale(LinearPenalty penalty, Tensor products, double lambda) =>
        penalty.ByColumns is { } columns ? FeasibleScale(columns, products, lambda) : penalty.FeasibleScale(products, lambda);

    // A gradient has the sum 0 already, and any part of it is within the domain.
    double? OfJoint(LinearPenalty penalty, Tensor z, Tensor gradient, double objective, double lambda)
    {
        var columns = penalty.ByColumns;
        if (columns is not null && Enumerable.Range(0, problem.Columns).Any(j => columns.IsFree(j, lambda))) return null;
        if (Scale(penalty, gradient, lambda) is not { } scale || scale == 0) return null;
        var u = problem.Slopes(z, shares) * Scalars.Of(scale);
        var dual = (problem.Offsets is { } offsets ? (u * offsets).sum().ReadDouble() : 0)
            - problem.OnHost(shares).Conjugate(HostMemory.Numbers(u))
            - (columns is null ? 0 : Conjugate(columns, gradient * Scalars.Of(-scale), lambda));
        return double.IsFinite(dual) ? Math.Max(objective - dual, 0) : null;
    }

    // A residual that is feasible but for its scale, and its products with the columns; both outputs × …
    (Tensor Residual, Tensor Products)? Feasible(ColumnPenalty? penalty, Tensor u, Tensor gradient, double lambda)
    {
        long[] free = penalty is null ? []
            : [.. Enumerable.Range(0, problem.Columns).Where(j => penalty.IsFree(j, lambda)).Select(j => (long)j)];
        if (free.Length > 0)
            return problem.Datafit.IsQuadratic && problem is DenseProblem dense ? Orthogonal(dense, u, free) : null;
        if (!problem.HasIntercept) return (u, gradient);
        var middle = u.matmul(shares);
        if (problem.Datafit.IsQuadratic) return (u - middle.unsqueeze(1), gradient - Outer(middle));
        if (Magnitude.Largest(middle) == 0) return (u, gradient);
        return Mixed(u, gradient, middle);
    }

    (Tensor Residual, Tensor Products) Orthogonal(DenseProblem dense, Tensor u, long[] free)
    {
        var basis = Basis(dense, free);
        u = u - (u * shares).matmul(basis).matmul(basis.t());
        return (u, problem.Gradient(u * shares));
    }

    // Residuals of a loss have bounds, which their mean taken away could break: mixed with one of opposite mean they keep them.
    (Tensor Residual, Tensor Products)? Mixed(Tensor u, Tensor gradient, Tensor middle)
    {
        if (problem.Datafit.Opposite(problem.Y, shares, middle) is not var (constant, lessTargets, length)) return null;
        var share = 1 / (1 + length);
        var (opposite, products) = (constant.unsqueeze(1), Outer(constant));
        if (lessTargets) (opposite, products) = (opposite - problem.Y, products - Targets);
        var (own, other) = (Scalars.Of(1 - share), Scalars.Of(share));
        return ((u * own).add(opposite, other), (gradient * own).add(products, other));
    }

    // Columns are centred under the problem's own shares.
    Tensor Outer(Tensor ofOutputs) => ReferenceEquals(shares, problem.Shares) && problem.IsCentred
        ? zeros([ofOutputs.shape[0], problem.Columns], ScalarType.Float64, problem.Device)
        : ofOutputs.unsqueeze(1) * (centre ??= problem.Gradient(shares.unsqueeze(0)).squeeze(0).DetachFromDisposeScope());

    Tensor Targets => targets ??= problem.Gradient(problem.Y * shares).DetachFromDisposeScope();

    // An orthonormal basis (in the shares' inner product) of what is free: the intercept and unpenalized columns.
    Tensor Basis(DenseProblem dense, long[] free)
    {
        var parts = new List<Tensor> { dense.X.index_select(1, tensor(free, device: problem.Device)) };
        if (problem.HasIntercept) parts.Add(ones([problem.Rows, 1L], ScalarType.Float64, problem.Device));
        var root = shares.sqrt().unsqueeze(1);
        var (q, s, _) = linalg.svd(cat(parts.ToArray(), 1) * root, fullMatrices: false);
        q = q.index_select(1, s.gt(s.max() * Scalars.Of(1e-12)).nonzero().flatten());
        // Rows of share 0 play no part: their division by 0 is put right.
        return where(root.gt(Scalars.Of(0)), q / root, zeros_like(q));
    }

    // hⱼ* is finite for every argument with a quadratic part, or a bound on that side; else |X′u| ≤ λaⱼ is needed, and scaling
    // attains it.
    static double FeasibleScale(ColumnPenalty penalty, Tensor products, double lambda)
    {
        var numbers = HostMemory.Numbers(penalty.IsGrouped
            ? products.Squared().sum([0L]).sqrt() : cat([products.amin(0).unsqueeze(0), products.amax(0).unsqueeze(0)], 0));
        var (columns, scale) = (penalty.L1.Length, 1.0);
        for (var j = 0; j < columns; j++)
        {
            if (penalty.L2[j] * lambda > 0 || penalty.IsFree(j, lambda)) continue;
            // A negative product lets a weight rise, as far as its upper bound.
            var (rise, fall) = penalty.IsGrouped ? (numbers[j], 0) : (-numbers[j], numbers[columns + j]);
            var largest = Math.Max(double.IsFinite(penalty.Upper[j]) ? 0 : rise, double.IsFinite(penalty.Lower[j]) ? 0 : fall);
            if (largest > lambda * penalty.L1[j]) scale = Math.Min(scale, lambda * penalty.L1[j] / largest);
        }
        return scale;
    }

    // Σ hⱼ*(v): sup over w in the bounds of v·w − λaⱼ|w| − λbⱼw²/2; for a group the same of the norms.
    static double Conjugate(ColumnPenalty penalty, Tensor v, double lambda)
    {
        var (columns, total) = (penalty.L1.Length, 0.0);
        var numbers = HostMemory.Numbers(penalty.IsGrouped ? v.Squared().sum([0L]).sqrt() : v);
        for (var i = 0; i < numbers.Length; i++)
        {
            var j = i % columns;
            var excess = Math.Abs(numbers[i]) - lambda * penalty.L1[j];
            if (excess <= 0 || penalty.IsFree(j, lambda)) continue;
            var quadratic = lambda * penalty.L2[j];
            var bound = penalty.IsGrouped ? double.PositiveInfinity : numbers[i] > 0 ? penalty.Upper[j] : -penalty.Lower[j];
            var w = Math.Min(quadratic > 0 ? excess / quadratic : double.PositiveInfinity, bound);
            // No quadratic part and no bound: scaling left only rounding.
            if (double.IsFinite(w)) total += w * excess - quadratic * w * w / 2;
        }
        return total;
    }

    public void Dispose()
    {
        centre?.Dispose();
        targets?.Dispose();
    }
}
