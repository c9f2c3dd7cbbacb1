using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Alpha dropout: a·(x·m + α′·(1 − m)) + b with m = 0 with probability rate, else 1; α′ = −1.7581 is SELU's lower limit, and
/// a = (q + α′²·q·(1 − q))^(−½), b = −a·(1 − q)·α′ with q = 1 − rate keep mean 0 and variance 1.
/// </summary>
/// <remarks>G. Klambauer et al., Self-normalizing neural networks, NIPS 2017, "New dropout technique". torch's
/// <c>nn.AlphaDropout</c> with a seed of its own; named apart from it, so that both may be imported.</remarks>
public sealed class SeluDropout : ScheduledNoise
{
    // −λ·α of SELU, with the paper's λ = 1.0507 and α = 1.6733 to all digits.
    const double LowerLimit = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

    /// <summary>Drops each element to SELU's lower limit with the given probability.</summary>
    /// <param name="rate">From 0 to 1, 1 excluded; default 0.1, of the paper's 0.05 and 0.1.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public SeluDropout(double rate = 0.1, ulong? seed = null) : base(nameof(SeluDropout), Require.Rate(rate) > 0, seed) =>
        Rate = rate;

    /// <summary>The probability that an element is dropped.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        var (factor, shift) = Drawn(input);
        return (input * factor).add(shift, Scalars.One);
    }

    internal override bool IsElementwise => true;

    internal override ElementNoise? Draw(Tensor like, Tensor spare)
    {
        var (factor, shift) = Drawn(like);
        return new(factor, shift);
    }

    (Tensor Factor, Tensor Shift) Drawn(Tensor like)
    {
        var rate = Scheduled(Rate);
        var scale = 1 / Math.Sqrt((1 - rate) * (1 + LowerLimit * LowerLimit * rate));
        var mask = Noise.Bernoulli(1 - rate, like.shape, like);
        // a·α′·(1 − m) + b, where b = −a·α′·rate
        var shift = mask.neg().add(Scalars.Of(1 - rate), Scalars.One) * Scalars.Of(scale * LowerLimit);
        return (mask * Scalars.Of(scale), shift);
    }
}
