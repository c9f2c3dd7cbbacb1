using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// What a fit costs in parameters and is worth by information criteria, without cross-validation. n is the rows that count:
/// those of weight 0 are left out, as in R's BIC.
/// </summary>
/// <param name="Lambda">λ.</param>
/// <param name="DegreesOfFreedom">
/// Of the weights and the free biases, which are one per output, for softmax one less than classes (adding a number to all
/// changes nothing). Of a penalty of its own <see cref="Penalties.Penalty.DegreesOfFreedom"/>: fused lasso its steps, SLOPE its
/// distinct magnitudes. Weights of squared error: lasso rank(X_A) over the non-zero weights A of each output, which dependent
/// columns make less than their count; with a quadratic part tr X_A(X_AᵀQX_A + λ(1 − ρ)C)⁻¹X_AᵀQ. For classes and groups the
/// count of non-zero weights.
/// </param>
/// <param name="Aic">
/// 2n·loss + 2·df for classes; n·log(SSE/n) + 2·df for one output of numbers (n·outputs·log for several).
/// </param>
/// <param name="Bic">The same with log(n) for 2.</param>
/// <param name="Aicc">
/// AIC + 2k(k + 1)/(m − k − 1), for few rows: of squared error m = n·outputs and k = df + 1, with the variance that is estimated
/// too; else m = n and k = df. Infinite where m is not above k + 1.
/// </param>
/// <remarks>
/// C. M. Hurvich, C.-L. Tsai, Regression and time series model selection in small samples, Biometrika 76 (1989), p. 300 (AICc);
/// J. Chen, Z. Chen, Extended Bayesian information criteria for model selection with large model spaces, Biometrika 95 (2008),
/// p. 761 (EBIC).
/// H. Zou, T. Hastie, R. Tibshirani, On the "degrees of freedom" of the lasso, Ann. Stat. 35 (2007), p. 2173; R. Tibshirani, J.
/// Taylor, Degrees of freedom in lasso problems, Ann. Stat. 40 (2012), p. 1199: rank(X_A), and the elastic net's trace.
/// </remarks>
public sealed record InformationCriteria(double Lambda, double DegreesOfFreedom, double Aic, double Bic, double Aicc)
{
    /// <summary>ln of the number of models with as many non-zero weights (where grouped: features).</summary>
    internal double LogModels { get; init; }

    /// <summary>
    /// BIC + 2γ ln C(P, j): models of j of the P weights (where grouped, of features) are many where P is large, and a choice
    /// among them must be worth it.
    /// </summary>
    /// <param name="gamma">γ, from 0 (BIC) to 1. Default 0.5.</param>
    public double Ebic(double gamma = 0.5) => Bic + 2 * Require.Ratio(gamma) * LogModels;

    /// <summary>The value of a criterion; EBIC with γ = 0.5.</summary>
    public double By(InformationCriterion criterion) => criterion switch
    {
        InformationCriterion.Aic => Aic,
        InformationCriterion.Aicc => Aicc,
        InformationCriterion.Bic => Bic,
        InformationCriterion.Ebic => Ebic(),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "This criterion has no entry here."),
    };

    /// <summary>Of each fit of a path.</summary>
    public static IReadOnlyList<InformationCriteria> Of(RegularizationPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var noGrad = no_grad();
        using var dense = ScaledProblems.Of(path.Problem);
        return [.. path.Fits.Select(fit => Of(dense, fit))];
    }

    static InformationCriteria Of(ScaledProblem dense, LinearFit fit)
    {
        var rows = (double)dense.RowsThatCount;
        var biases = !dense.HasIntercept ? 0 : dense.Datafit.IsShiftInvariant ? dense.Outputs - 1 : dense.Outputs;
        var df = biases + Weights(dense, fit);
        var deviance = dense.Datafit.IsQuadratic
            ? rows * dense.Outputs * Math.Log(2 * fit.Certificate.Loss / dense.Outputs)
            : 2 * rows * fit.Certificate.Loss;
        var aic = deviance + 2 * df;
        return new(fit.Lambda, df, aic, deviance + Math.Log(rows) * df, aic + OfFewRows(dense, df))
        { LogModels = Models(dense, fit) };
    }

    static double OfFewRows(ScaledProblem dense, double df)
    {
        var (m, k) = dense.Datafit.IsQuadratic
            ? (dense.RowsThatCount * dense.Outputs, df + 1) : (dense.RowsThatCount, df);
        return m > k + 1 ? 2 * k * (k + 1) / (m - k - 1) : double.PositiveInfinity;
    }

    static double Models(ScaledProblem dense, LinearFit fit)
    {
        var isGrouped = dense.Problem.GroupFeatures;
        var (all, some) = isGrouped ? (dense.Columns, fit.ActiveFeatures)
            : ((long)dense.Columns * dense.Outputs, fit.NonZeros);
        return Enumerable.Range(1, (int)Math.Min(some, all - some)).Sum(
            i => Math.Log(all - Math.Min(some, all - some) + i) - Math.Log(i));
    }

    static double Weights(ScaledProblem dense, LinearFit fit)
    {
        if (dense.Problem.Penalty is { Shrinkage: null } whole) return whole.DegreesOfFreedom(fit.Weight);
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

    static double Trace(ScaledProblem dense, Tensor weight, Tensor root, double lambda)
    {
        using var scope = NewDisposeScope();
        var numbers = HostMemory.Numbers(weight);
        int[] active = [.. dense.Kept.Index().Where(pair => numbers[pair.Item] != 0).Select(pair => pair.Index)];
        if (active.Length == 0) return 0;
        var x = dense.Chosen(active);
        if (dense.HasIntercept && !dense.IsCentred) x -= (x * dense.Shares.unsqueeze(1)).sum([0L]);
        x *= root;
        if (dense.Penalty.ByColumns!.L2.All(l2 => l2 == 0)) return Rank(x);
        var gram = x.t().mm(x);
        var quadratic = tensor(active.Select(j => lambda * dense.Penalty.ByColumns!.L2[j]).ToArray(), device: gram.device);
        return linalg.solve(gram.add(quadratic.diag(), Scalars.One), gram).diagonal().sum().ReadDouble();
    }
}
