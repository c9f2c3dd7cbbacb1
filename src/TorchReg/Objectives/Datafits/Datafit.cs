using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A smooth convex loss ℓ(z, y) as the solvers of linear models take it, z = W x + b: its value, its gradient and its curvature
/// in z, its mean function, its conjugate and its targets. Logits z, targets y and means are … × outputs × n in float64 (means
/// and residuals also float32); what is a number a row is … × n.
/// </summary>
/// <remarks>
/// What skglm calls a datafit: Q. Bertrand et al., Beyond L1: faster and better sparse models with skglm, NeurIPS 2022, section
/// 2. The defaults promise nothing: without <see cref="Curvature"/> there are no Newton steps, without <see cref="Conjugate"/> no
/// duality gap.
/// </remarks>
public abstract class Datafit
{
    /// <summary>The targets of a data set, outputs × n, float64.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="hasIntercept">Whether a free bias fits a constant target, where that is no finite number.</param>
    /// <param name="classes">Losses of classes: how many there are; 0 for the largest index + 1.</param>
    /// <exception cref="ArgumentException">They are none of this loss; the message says what is.</exception>
    public abstract Tensor Targets(Dataset data, bool hasIntercept, int classes);

    /// <summary>
    /// The same loss, of the same values, where targets were divided by a number and the logits are less its logarithm, so that
    /// exponentials stay near 1. Default null: it has no such form.
    /// </summary>
    internal virtual Datafit? InUnits(double unit) => null;

    /// <summary>What means and targets are to be multiplied by. Default 1.</summary>
    internal virtual double Unit => 1;

    /// <summary>ℓ of each row.</summary>
    public abstract Tensor Rows(Tensor z, Tensor y);

    /// <summary>E[y | z], from which the residual and the curvature follow. Default: z.</summary>
    public virtual Tensor Mean(Tensor z) => z;

    /// <summary>∂ℓ/∂z from the mean. Default: mean − y, that of a canonical link. A tensor of its own.</summary>
    public virtual Tensor Residual(Tensor mean, Tensor y) => mean - y;

    /// <summary>
    /// ∂²ℓ/∂z² from the mean, for losses whose outputs have nothing to do with each other. Default null: not known, or 0
    /// somewhere.
    /// </summary>
    public virtual Tensor? Curvature(Tensor mean, Tensor y) => null;

    /// <summary>Whether the curvature is μ_k(δ_kl − μ_l) over outputs k and l, softmax's. Default false.</summary>
    public virtual bool IsCoupled => false;

    /// <summary>Whether ℓ = ½‖z − y‖². Default false.</summary>
    public virtual bool IsQuadratic => false;

    /// <summary>Whether ℓ is of z − y alone. Default: as <see cref="IsQuadratic"/>.</summary>
    public virtual bool IsOfResiduals => IsQuadratic;

    /// <summary>
    /// The loss of one output in host memory, bound to its targets and row shares, n each; default null: there is none of its
    /// own, and a solver in host memory calls the tensor functions.
    /// </summary>
    internal virtual RowLoss? OnHost(double[] y, double[] shares) => null;

    /// <summary>
    /// Whether rows have something to do with each other, so that the loss is no sum over them: only <see cref="OnHost"/> knows
    /// it, and what is of rows is not asked for. Default false.
    /// </summary>
    internal virtual bool IsJoint => false;

    /// <summary>Whether there is a form in host memory.</summary>
    internal bool HasHostForm => OnHost([1], [1]) is not null;

    /// <summary>Roughly what the curvature is, or what bounds it: a first guess. Default 1.</summary>
    public virtual double TypicalCurvature(int outputs) => 1;

    /// <summary>
    /// ℓ*(u) = sup over z of uᵀz − ℓ(z, y), a number a row, where u is a residual or between residuals. Default null: not known.
    /// </summary>
    public virtual Tensor? Conjugate(Tensor u, Tensor y) => null;

    /// <summary>
    /// A residual c, or c − y, within reach of every row, whose mean under the shares is −length·direction: what a residual is
    /// mixed with so that its mean becomes 0, as a dual point beside a free bias must have. Default null: there is none.
    /// </summary>
    internal virtual (Tensor Constant, bool LessTargets, double Length)? Opposite(Tensor y, Tensor shares, Tensor direction) =>
        null;

    /// <summary>
    /// Means that some z has or all but has, near numbers that come from a model of ℓ: their differences from y are residuals.
    /// Default null: not known.
    /// </summary>
    internal virtual Tensor? Attainable(Tensor means) => null;

    /// <summary>The least ℓ of each row over all z: what remains of a deviance. Default 0.</summary>
    public virtual Tensor Saturated(Tensor y) => y.select(-2, 0) * Scalars.Of(0);

    /// <summary>The least loss over all predictions, Σ of the shares times <see cref="Saturated"/>.</summary>
    internal virtual double Least(Tensor y, Tensor shares) => (Saturated(y) * shares).sum().ReadDouble();

    /// <summary>Outputs biases from which to look for those of a constant fit; null (default) for 0.</summary>
    internal virtual Tensor? Start(Tensor y, Tensor shares) => null;

    /// <summary>What a held-out row is judged by, 2(ℓ − least ℓ), from its mean.</summary>
    public abstract Tensor Deviance(Tensor mean, Tensor y);

    /// <summary>What a fold's held-out rows are judged by together, where they are not one by one. Default null.</summary>
    internal virtual double? HeldOut(Tensor z, Tensor y, Tensor shares, RowFold fold) => null;

    /// <summary>How much each held-out row counts, n. Default: its share.</summary>
    internal virtual Tensor JudgedBy(Tensor y, Tensor shares) => shares;

    /// <summary>
    /// The share of a row's target that is not the most probable class: 1 where that is wrong, else 0. Default null: there are no
    /// classes.
    /// </summary>
    public virtual Tensor? Errors(Tensor mean, Tensor y) => null;

    /// <summary>
    /// Whether a row's loss, where its class is told apart, falls for ever as the logits grow: then classes that are all told
    /// apart have no optimum. Default false.
    /// </summary>
    internal virtual bool FallsForEver => false;

    /// <summary>
    /// Whether <see cref="Mean"/> is of the targets' kind, so that their difference says something. Default true.
    /// </summary>
    public virtual bool PredictsTargets => true;

    /// <summary>Classes that one output stands for: 2 for the probability of one of two. Default 1.</summary>
    public virtual int ClassesPerOutput => 1;

    /// <summary>
    /// Whether adding a number to all outputs changes nothing, so that one of the biases is not free. Default false.
    /// </summary>
    public virtual bool IsShiftInvariant => false;
}
