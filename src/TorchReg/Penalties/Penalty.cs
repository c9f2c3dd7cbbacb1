using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A penalty P(w) on one parameter: its value, its (sub)gradient, its proximal operator and its distance to optimality.
/// A penalty owns no tensors and knows no model; <see cref="Regularization"/> places it.
/// </summary>
/// <remarks>
/// Every tensor has the parameter's shape, dtype and device unless said otherwise. The last three methods run without an
/// autograd graph. The convention of λ is that of the README: L1(λ) = λ‖w‖₁, L2(λ) = (λ/2)‖w‖².
/// </remarks>
public abstract class Penalty
{
    /// <summary>The name in tables and ledgers, the penalty with its λ: "L1(0.001)".</summary>
    public abstract string Name { get; }

    /// <summary>P(w), a scalar tensor that autograd can differentiate.</summary>
    public abstract Tensor Value(Tensor w);

    /// <summary>gradient += a (sub)gradient of P at w, in place; where P has a kink at 0, the subgradient 0 is taken.</summary>
    public abstract void AddGradient(Tensor w, Tensor gradient);

    /// <summary>w := argmin over v of ½‖v − w‖² + stepSize·P(v), in place.</summary>
    /// <param name="w">The parameter, changed in place.</param>
    /// <param name="stepSize">The step's size, above 0: a learning rate.</param>
    public abstract void Prox(Tensor w, double stepSize);

    /// <summary>
    /// Per element, how far −gradient is from the subdifferential ∂P(w), where <paramref name="gradient"/> is the data
    /// loss's gradient at w. All 0 exactly at an optimum of loss + P, so its largest element is a certificate.
    /// </summary>
    public abstract Tensor SubdifferentialDistance(Tensor w, Tensor gradient);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
