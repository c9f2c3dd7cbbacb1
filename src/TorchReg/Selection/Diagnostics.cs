using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>What a fit costs in parameters and is worth by information criteria, without cross-validation.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="DegreesOfFreedom">
/// Of the weights and the free biases, which are one per output, for softmax one less than classes (adding a number to all
/// changes nothing). Weights of squared error: lasso rank(X_A) over the non-zero weights A of each output, which dependent
/// columns make less than their count; with a quadratic part tr X_A(X_AᵀQX_A + λ(1 − ρ)C)⁻¹X_AᵀQ. For classes and groups the
/// count of non-zero weights.
/// </param>
/// <param name="Aic">
/// 2n·loss + 2·df for classes; n·log(SSE/n) + 2·df for one output of numbers (n·outputs·log for several).
/// </param>
/// <param name="Bic">The same with log(n) for 2.</param>
/// <remarks>
/// H. Zou, T. Hastie, R. Tibshirani, On the "degrees of freedom" of the lasso, Ann. Stat. 35 (2007), p. 2173; R. Tibshirani, J.
/// Taylor, Degrees of freedom in lasso problems, Ann. Stat. 40 (2012), p. 1199: rank(X_A), and the elastic net's trace.
/// </remarks>
public sealed record Diagnostics(double Lambda, double DegreesOfFreedom, double Aic, double Bic)
{
    /// <summary>Of each fit of a path.</summary>
    public static IReadOnlyList<Diagnostics> Of(RegularizationPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var noGrad = no_grad();
        using var dense = new DenseProblem(path.Problem);
        return [.. path.Fits.Select(fit => Of(dense, fit))];
    }

    static Diagnostics Of(DenseProblem dense, LinearFit fit)
    {
        var rows = (double)dense.Rows;
        var biases = !dense.HasIntercept ? 0 : dense.Datafit.IsShiftFree ? dense.Outputs - 1 : dense.Outputs;
        var df = biases + Weights(dense, fit);
        var deviance = dense.Datafit.IsQuadratic
            ? rows * dense.Outputs * Math.Log(2 * fit.Certificate.Loss / dense.Outputs)
            : 2 * rows * fit.Certificate.Loss;
        return new(fit.Lambda, df, deviance + 2 * df, deviance + Math.Log(rows) * df);
    }

    static double Weights(DenseProblem dense, LinearFit fit)
    {
        if (!dense.Datafit.IsQuadratic || dense.Penalty.ByColumns is not { IsGrouped: false }) return fit.NonZeros;
        using var scope = NewDisposeScope();
        var root = dense.Shares.sqrt().unsqueeze(1);
        return Enumerable.Range(0, dense.Outputs).Sum(k => Trace(dense, fit.Weight[k], root, fit.Lambda));
    }

    // In columns of one length, so that a column's unit does not decide.
    static double Rank(Tensor x)
    {
        var unit = x / x.Squared().sum([0L]).sqrt_().clamp_min_(Scalars.Of(double.Epsilon));
        var wide = unit.shape[1] > unit.shape[0];
        var squares = linalg.eigvalsh(wide ? unit.mm(unit.t()) : unit.t().mm(unit));
        return squares.gt(squares.max() * Scalars.Of(1e-12)).sum().ReadInt64();
    }

    static double Trace(DenseProblem dense, Tensor weight, Tensor root, double lambda)
    {
        using var scope = NewDisposeScope();
        var active = dense.Kept.Index().Where(pair => weight[pair.Item].ReadDouble() != 0).Select(pair => (long)pair.Index)
            .ToArray();
        if (active.Length == 0) return 0;
        var x = dense.X.index_select(1, tensor(active, device: dense.Device)) * root;
        if (dense.Penalty.ByColumns!.L2.All(l2 => l2 == 0)) return Rank(x);
        var gram = x.t().mm(x);
        var quadratic = tensor(active.Select(j => lambda * dense.Penalty.ByColumns!.L2[j]).ToArray(), device: gram.device);
        return linalg.solve(gram.add(quadratic.diag(), Scalars.One), gram).diagonal().sum().ReadDouble();
    }
}
