using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>Additive noise, x + ε with ε ~ N(0, σ²) for each element.</summary>
/// <remarks>Keras's <c>GaussianNoise</c>. On the inputs of a linear model with squared error it is ridge in expectation:
/// C. M. Bishop, Training with noise is equivalent to Tikhonov regularization, Neural Computation 7 (1995).</remarks>
public sealed class GaussianNoise : ScheduledNoise
{
    /// <summary>Adds noise of the given standard deviation to each element.</summary>
    /// <param name="standardDeviation">σ, finite, 0 or more, in the input's unit.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is out of range.</exception>
    public GaussianNoise(double standardDeviation, ulong? seed = null)
        : base(nameof(GaussianNoise), Require.NonNegative(standardDeviation) > 0, seed) => StandardDeviation = standardDeviation;

    /// <summary>σ.</summary>
    public double StandardDeviation { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input) =>
        input.add(Shift(input), Scalars.One);

    internal override bool IsElementwise => true;

    internal override ElementNoise? Draw(Tensor like, Tensor spare) => new(null, Shift(like));

    Tensor Shift(Tensor like) => Noise.Normal(0, Scheduled(StandardDeviation), like.shape, like);
}
