using TorchReg.Data;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// The relaxed lasso: γ·w(λ) + (1 − γ)·u(λ), where u is refitted without a penalty (but for a small ridge where columns are
/// dependent) on the features that are non-zero at λ. γ = 1 is the lasso, γ = 0 the refit. The certificate is that of the relaxed
/// coefficients for the problem at λ, of which they are no optimum.
/// </summary>
/// <remarks>
/// N. Meinshausen, Relaxed Lasso, Comput. Stat. Data Anal. 52 (2007), p. 375; T. Hastie, R. Tibshirani, R. Tibshirani, Stat. Sci.
/// 35 (2020), equation 2.
/// </remarks>
public static class RelaxedFit
{
    /// <summary>Refits one fit of a path.</summary>
    /// <param name="problem">The problem of the fit.</param>
    /// <param name="fit">Whose features are kept.</param>
    /// <param name="gamma">γ, from 0 to 1. Default 0.</param>
    /// <param name="ridge">
    /// The quadratic weight, on standardized columns, that keeps separable classes and dependent columns finite, above 0.
    /// Default 10⁻⁶.
    /// </param>
    /// <exception cref="ArgumentException">The fit has another number of columns or outputs than the problem.</exception>
    public static LinearFit Of(LinearProblem problem, LinearFit fit, double gamma = 0, double ridge = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fit);
        Require.Ratio(gamma);
        Require.Positive(ridge);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var dense = ScaledProblems.Of(problem);
        var columns = problem.Data.Columns;
        if (fit.Weight.shape[0] != dense.Outputs || fit.Weight.shape[1] != columns)
            throw new ArgumentException(
                $"The fit is of {fit.Weight.shape[1]} columns and {fit.Weight.shape[0]} outputs, and the problem has " +
                $"{columns} and {dense.Outputs}: give the problem that it is a fit of.", nameof(fit));
        var active = fit.Weight.ne(Scalars.Of(0)).any(0).nonzero().flatten();
        if (active.shape[0] == 0) return fit;
        var refit = Refit(dense, active, ridge);
        var whole = zeros_like(fit.Weight).index_copy_(1, active, refit.Weight);
        var weight = (fit.Weight * Scalars.Of(gamma)).add(whole * Scalars.Of(1 - gamma), Scalars.One);
        var bias = (fit.Bias * Scalars.Of(gamma)).add(refit.Bias * Scalars.Of(1 - gamma), Scalars.One);
        var certificate = Certification.OfRaw(dense, weight, bias, fit.Lambda);
        return new(fit.Lambda, weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope(), certificate,
            fit.Converged && refit.Converged, refit.Steps);
    }

    // Columns that were chosen are few: of sparse rows and of files they become a tensor.
    static LinearFit Refit(ScaledProblem dense, Tensor active, double ridge)
    {
        var (problem, data) = (dense.Problem, dense.Problem.Data);
        var numbers = active.data<long>().ToArray();
        var places = dense.Kept.Index().ToDictionary(pair => (long)pair.Item, pair => pair.Index);
        var features = data.Stored is null ? data.Features.index_select(1, active.to(data.Features.device))
            : dense.Raw([.. numbers.Select(j => places[j])]);
        using var chosen = new Dataset(features, data.Targets.clone(), data.Weights?.clone());
        double[]? Of(IReadOnlyList<double>? all) => all is null ? null : [.. numbers.Select(j => all[(int)j])];
        return (problem with
        {
            Data = chosen,
            // Of columns of any unit the ridge is as small.
            Standardize = true,
            L1Ratio = 0,
            GroupFeatures = false,
            Penalty = null,
            PenaltyFactors = null,
            LowerBounds = Of(problem.LowerBounds),
            UpperBounds = Of(problem.UpperBounds),
        }).Fit(ridge);
    }
}
