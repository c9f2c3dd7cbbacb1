using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The expected L0 norm of weights with hard-concrete gates, λ Σ σ(aᵢ + c): a is the gates' log α, and c = −β log(−γ/ζ) =
/// ⅔ log 11 for β = ⅔, γ = −0.1, ζ = 1.1, which <c>HardConcreteGated</c> has. Smooth and not convex; at a = 0 it pulls.
/// </summary>
/// <param name="lambda">λ, 0 or more: what an open gate costs, so λ times its weights where one opens many.</param>
/// <remarks>
/// C. Louizos, M. Welling, D. P. Kingma, Learning sparse neural networks through L0 regularization, ICLR 2018, equation 12.
/// <c>L0Gates.Rules</c> places it on the gates of a model.
/// </remarks>
public sealed class ExpectedL0(double lambda) : Penalty
{
    static readonly double shift = 2.0 / 3 * Math.Log(11);

    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"ExpectedL0({Lambda})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool IsSmooth => true;

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <inheritdoc/>
    public override bool HasProx => false;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => w.add(Scalars.Of(shift), Scalars.One).sigmoid().sum() * Scalars.Of(Lambda);

    /// <summary>λσ(aᵢ + c)(1 − σ(aᵢ + c)).</summary>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var open = w.add(Scalars.Of(shift), Scalars.One).sigmoid();
        gradient.add_(open - open.Squared(), Scalars.Of(scale * Lambda));
    }

    /// <summary>Not supported: the prox has no closed form.</summary>
    public override void Prox(Tensor w, double stepSize) =>
        throw new NotSupportedException($"{Name} has no closed-form prox: use PenaltyMode.Gradient or PenaltyMode.Loss.");

    /// <summary>|g + ∇P(w)|.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var sum = gradient.clone();
        AddGradient(w, sum);
        return sum.abs().MoveToOuterDisposeScope();
    }

    /// <summary>Infinite: at log α = 0 the pull is never 0.</summary>
    public override double LambdaMax(Tensor gradientAtZero) => double.PositiveInfinity;
}
