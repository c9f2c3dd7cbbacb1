using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A penalty P(w) = Σ p(wᵢ) that acts element by element, so that each element may have a step size, or a weight, of its own:
/// what proximal steps under Adam's diagonal metric and adaptive weights need.
/// </summary>
public abstract class SeparablePenalty : Penalty
{
    /// <summary>p(wᵢ), differentiable.</summary>
    public abstract Tensor ElementValues(Tensor w);

    /// <summary>wᵢ := argmin over v of ½(v − wᵢ)² + stepSizesᵢ·p(v), in place.</summary>
    /// <param name="w">Changed in place.</param>
    /// <param name="stepSizes">Of w's shape, or broadcastable to it; 0 or more.</param>
    public abstract override void MetricProx(Tensor w, Tensor stepSizes);

    /// <summary>As <see cref="MetricProx"/>, with one step size, unless overridden.</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        using var sizes = full([1L], Scalars.Of(Require.Positive(stepSize)), w.dtype, w.device);
        MetricProx(w, sizes);
    }

    /// <inheritdoc/>
    public sealed override bool IsSeparable => true;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => ElementValues(w).sum();
}
