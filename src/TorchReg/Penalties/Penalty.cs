using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A penalty P(w) on one parameter: its value, its (sub)gradient, its proximal operator, its distance to optimality and the λ
/// from which it makes everything zero; and its traits, which say what may be done with it. A penalty owns no model; a
/// <see cref="Rule"/> places it.
/// </summary>
/// <remarks>
/// Every tensor has the parameter's shape, dtype and device unless said otherwise; row i belongs to output unit i, column j to
/// input feature j. All but <see cref="Value"/> run without an autograd graph. λ means what the README says: L1(λ) = λ‖w‖₁,
/// L2(λ) = (λ/2)‖w‖².
/// </remarks>
public abstract partial class Penalty
{
    /// <summary>The name in tables and ledgers, with λ: "L1(0.001)".</summary>
    public abstract string Name { get; }

    /// <summary>P(w), a scalar tensor that autograd can differentiate.</summary>
    public abstract Tensor Value(Tensor w);

    /// <summary>
    /// gradient += scale · a (sub)gradient of P at w, in place; at a kink the subgradient of least norm is taken.
    /// </summary>
    /// <param name="w">The parameter.</param>
    /// <param name="gradient">Changed in place.</param>
    /// <param name="scale">A factor on P, 0 or more: a schedule's.</param>
    public abstract void AddGradient(Tensor w, Tensor gradient, double scale = 1);

    /// <summary>w := argmin over v of ½‖v − w‖² + stepSize·P(v), in place.</summary>
    /// <param name="w">Changed in place.</param>
    /// <param name="stepSize">The step's size, above 0: a learning rate.</param>
    /// <exception cref="NotSupportedException">The penalty's prox has no closed form.</exception>
    public abstract void Prox(Tensor w, double stepSize);

    /// <summary>
    /// w := argmin over v of Σ (vᵢ − wᵢ)²/(2tᵢ) + P(v), in place: the prox under a step size per element, which proximal steps
    /// with Adam and its kin take.
    /// </summary>
    /// <param name="w">Changed in place.</param>
    /// <param name="stepSizes">tᵢ, of w's shape or broadcastable to it; 0 or more.</param>
    /// <exception cref="NotSupportedException">It has no closed form: <see cref="HasMetricProx"/> is false.</exception>
    // Not an overload of Prox: a number converts to a tensor by itself, and C# would take that overload for a plain step size.
    public virtual void MetricProx(Tensor w, Tensor stepSizes) =>
        throw new NotSupportedException($"{Name} has no prox under a step size per element.");

    /// <summary>
    /// How far −gradient is from the subdifferential ∂P(w), where <paramref name="gradient"/> is the data loss's at w: per
    /// element, or per group. All 0 exactly at an optimum of loss + P, so the largest is a certificate.
    /// </summary>
    public abstract Tensor SubdifferentialDistance(Tensor w, Tensor gradient);

    /// <summary>
    /// The least λ from which w = 0 is optimal, given the data loss's gradient at w = 0; infinite where no λ is enough.
    /// </summary>
    public abstract double LambdaMax(Tensor gradientAtZero);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
