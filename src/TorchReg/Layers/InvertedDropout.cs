using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Dropout, x·m/(1 − rate) with m = 0 with probability rate, else 1, for each element: torch's <c>nn.Dropout</c> with a seed of
/// its own.
/// </summary>
/// <remarks>
/// N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15 (2014), section 10 (scaled
/// while training, so that eval is the identity). Named apart from <c>TorchSharp.Modules.Dropout</c>, so that both may be
/// imported. Without a seed it draws what <c>nn.Dropout</c> draws; with one it is several times as fast on the CPU (see
/// <see cref="NoiseSource"/>).
/// </remarks>
public sealed class InvertedDropout : NoiseLayer
{
    /// <summary>Drops each element with the given probability.</summary>
    /// <param name="rate">From 0 to 1, 1 excluded; default ½, the paper's for hidden units (0.2 for inputs).</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public InvertedDropout(double rate = 0.5, ulong? seed = null)
        : base(nameof(InvertedDropout), Require.Rate(rate) > 0, seed) => Rate = rate;

    /// <summary>The probability that an element is dropped.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input) =>
        Noise.Seed == null ? nn.functional.dropout(input, Rate, training: true) : input * Noise.Mask(Rate, input.shape, input);

    internal override bool IsElementwise => true;

    internal override ElementNoise? Draw(Tensor like, Tensor spare) =>
        Noise.Seed == null
            // What torch's dropout draws, and how it scales it.
            ? new(spare.bernoulli_(1 - Rate).div_(Scalars.Of(1 - Rate)), null)
            : new(Noise.TryMask(spare, Rate) ? spare : Noise.Mask(Rate, like.shape, like), null);
}
