using System.Runtime.CompilerServices;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The convex problem min over W, b of (1/n) Σᵢ ℓ(W xᵢ + b + oᵢ, yᵢ) + λ Σⱼ cⱼ Σₖ (ρ|w_kj| + (1 − ρ)/2·w_kj²), the biases b free;
/// with
/// <see cref="GroupFeatures"/> the norm ‖w_·j‖₂ over outputs stands for Σₖ|w_kj|. λ is given when it is solved.
/// </summary>
/// <param name="Data">
/// Features n × p; targets as <paramref name="Loss"/> says; row weights where it has them, which then replace 1/n by wᵢ/Σw.
/// </param>
/// <param name="Loss">
/// ℓ, a loss with a <see cref="Loss.Datafit"/>: <see cref="Losses.HalfSquaredError"/> (one output or many),
/// <see cref="Losses.BinaryCrossEntropy"/> (one logit; n classes 0 and 1, or probabilities), <see cref="Losses.CrossEntropy"/>,
/// <see cref="Losses.Huber"/>, <see cref="Losses.Poisson"/>, <see cref="Losses.Gamma"/>, <see cref="Losses.SquaredHinge"/> (two
/// classes with one output; more with one each), <see cref="Losses.Cox"/> (whose bias stays 0, as it changes nothing).
/// </param>
/// <remarks>
/// A column that is constant over the rows gets the weight 0, as in glmnet; without an intercept, and without
/// <see cref="Standardize"/>, it is a column like any other. Penalty factors are used as given; glmnet rescales
/// its own to a mean of 1. J. Friedman, T. Hastie, R. Tibshirani, Regularization paths for generalized linear models via
/// coordinate descent, J. Stat. Software 33 (2010), section 2 and 4; N. Simon et al., A blockwise descent algorithm for
/// group-penalized multiresponse and multinomial regression, arXiv:1311.6529, p. 2.
/// </remarks>
public sealed record LinearProblem(Dataset Data, Loss Loss)
{
    /// <summary>Whether both are the same object: TorchSharp compares tensors by their values.</summary>
    public bool Equals(LinearProblem? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>ρ: 1 the lasso, 0 ridge, between them the elastic net. From 0 to 1, default 1.</summary>
    public double L1Ratio { get; init; } = 1;

    /// <summary>
    /// P in loss + λP(W), any penalty of the loop with a prox, given with its own λ = 1: <c>new SparseGroupLasso(1, 0.5)</c>,
    /// <c>new LogSum(1)</c>, <c>new Weighted(new L1(1), factors)</c>. L1, L2 and ElasticNet are solved as <see cref="L1Ratio"/>
    /// is, MCP, SCAD, log-sum and ℓ½ of one output by coordinate descent, others by proximal gradient steps; a penalty that is
    /// not convex to a stationary point, as the certificate says. Where P is not proportional to λ (MCP, SCAD), λ is the family's
    /// own. It takes the place of L1Ratio, GroupFeatures and PenaltyFactors. Default null.
    /// </summary>
    public Penalty? Penalty { get; init; }

    /// <summary>
    /// Whether a feature's weights to all outputs become zero together: glmnet's grouped multinomial and mgaussian. Default
    /// false.
    /// </summary>
    public bool GroupFeatures { get; init; }

    /// <summary>c, p numbers, 0 or more: 0 leaves a feature free. Default null, each 1.</summary>
    public IReadOnlyList<double>? PenaltyFactors { get; init; }

    /// <summary>
    /// p lower bounds of the weights on the raw scale, 0 or less; −∞ for none. All 0: non-negative weights. Default null, none.
    /// </summary>
    public IReadOnlyList<double>? LowerBounds { get; init; }

    /// <summary>p upper bounds of the weights on the raw scale, 0 or more; ∞ for none. Default null, none.</summary>
    public IReadOnlyList<double>? UpperBounds { get; init; }

    /// <summary>o, n × outputs (or n where there is one): added to every prediction, not fitted. Default null, 0.</summary>
    public Tensor? Offsets { get; init; }

    /// <summary>
    /// Whether the penalty acts on weights per standard deviation (with 1/n) of the rows that are fitted; weights are given back
    /// on the raw scale. glmnet's default is true, scikit-learn has no such thing. Default false.
    /// </summary>
    public bool Standardize { get; init; }

    /// <summary>Whether there is a bias. Default true.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>
    /// Softmax: the number of classes, where the data may lack the last; 0 (default) takes the largest index + 1.
    /// </summary>
    public int Classes { get; init; }

    /// <summary>Whether the targets are class indices, of which folds can be stratified.</summary>
    internal bool HasClasses => Loss.Target is TargetKind.Classes or TargetKind.Binary && Data.Targets.dtype == ScalarType.Int64;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
