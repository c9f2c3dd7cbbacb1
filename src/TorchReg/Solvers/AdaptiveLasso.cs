using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The adaptive lasso's weights 1/|ŵ|^γ from a first fit ŵ: what was large there is hardly shrunk, what was 0 stays 0.
/// </summary>
/// <remarks>
/// H. Zou, The adaptive lasso and its oracle properties, JASA 101 (2006), p. 1420; P. Bühlmann, S. van de Geer, Statistics for
/// High-Dimensional Data, 2011, section 2.8 (a lasso as the first fit). With γ = 1 and without Standardize the units of columns
/// do not matter.
/// </remarks>
public static class AdaptiveLasso
{
    // Finite, as ∞·0 is no number; no gradient reaches it.
    const double Excluding = ColumnPenalty.Excluded;

    /// <summary>The problem with the penalty factors of a first fit, times its own where it has some.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="first">A first fit of the same columns: ridge, least squares or a lasso.</param>
    /// <param name="gamma">γ, above 0. Default 1.</param>
    /// <exception cref="ArgumentException">The fit has other columns.</exception>
    public static LinearProblem Adapted(this LinearProblem problem, LinearFit first, double gamma = 1)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var factors = Factors(first, gamma);
        var columns = problem.Data.Features.shape[^1];
        if (factors.Length != columns)
            throw new ArgumentException(
                $"the first fit has {factors.Length} columns, and the problem {columns}: fit the same columns first.",
                nameof(first));
        return problem with
        {
            PenaltyFactors = problem.PenaltyFactors is not { } own ? factors
                : [.. own.Zip(factors, (a, b) => Math.Min(a * b, Excluding))],
        };
    }

    /// <summary>‖ŵ_·j‖₂^−γ for each column j; 10³⁰, which keeps a column out, where its weights are 0.</summary>
    /// <param name="first">A first fit.</param>
    /// <param name="gamma">γ, above 0. Default 1.</param>
    public static double[] Factors(LinearFit first, double gamma = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        using var scope = NewDisposeScope();
        return Kernels.HostMemory.Numbers(Weights(first.Weight.Squared().sum([0L]).sqrt(), gamma));
    }

    /// <summary>
    /// |ŵᵢ|^−γ element by element, for <see cref="Penalties.Weighted"/> on a network's weight; 10³⁰, which keeps an element at
    /// 0 under proximal steps, where it is 0.
    /// </summary>
    /// <param name="first">ŵ of any shape: the weight of a network that was trained before.</param>
    /// <param name="gamma">γ, above 0. Default 1.</param>
    public static Tensor Weights(Tensor first, double gamma = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        Require.Positive(gamma);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var isZero = first.eq(Scalars.Of(0));
        return first.abs().masked_fill(isZero, Scalars.One).pow(Scalars.Of(-gamma)).clamp_max(Scalars.Of(Excluding))
            .masked_fill(isZero, Scalars.Of(Excluding)).MoveToOuterDisposeScope();
    }
}
