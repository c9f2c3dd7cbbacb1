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
public sealed class InvertedDropout : ScheduledNoise
{
    /// <summary>Drops each element, or each group of elements, with the given probability.</summary>
    /// <param name="rate">From 0 to 1, 1 excluded; default ½, the paper's for hidden units (0.2 for inputs).</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <param name="noiseShape">
    /// The mask's shape, which is broadcast to the input's: 1 where elements along an axis are dropped together, −1 for the
    /// input's own size. [−1, 1, −1] of rows × steps × features drops a feature in all steps of a row. Keras's noise_shape.
    /// Default null: each element by itself.
    /// </param>
    /// <exception cref="ArgumentException">The rate or the noise's shape is out of range.</exception>
    public InvertedDropout(double rate = 0.5, ulong? seed = null, IReadOnlyList<long>? noiseShape = null)
        : base(nameof(InvertedDropout), Require.Rate(rate) > 0, seed)
    {
        Rate = rate;
        if (noiseShape is not null && noiseShape.Any(size => size is < -1 or 0))
            throw new ArgumentException(
                $"noiseShape must be sizes of 1 or more, or −1 for the input's; given [{string.Join(", ", noiseShape)}].",
                nameof(noiseShape));
        NoiseShape = noiseShape is null ? null : [.. noiseShape];
    }

    /// <summary>The probability that an element is dropped.</summary>
    public double Rate { get; }

    /// <summary>The mask's shape, 1 for axes along which elements are dropped together; null for the input's.</summary>
    public IReadOnlyList<long>? NoiseShape { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input) => Noise.Seed == null && NoiseShape is null
        ? nn.functional.dropout(input, Rate, training: true)
        : input * Noise.Mask(Scheduled(Rate), NoiseShape is { } shape ? Fitting(shape, input.shape) : input.shape, input);

    internal override bool IsElementwise => NoiseShape is null;

    internal override ElementNoise? Draw(Tensor like, Tensor spare)
    {
        // What torch's dropout draws, and how it scales it.
        if (Noise.Seed == null) return new(spare.bernoulli_(1 - Rate).div_(Scalars.Of(1 - Rate)), null);
        var rate = Scheduled(Rate);
        return new(Noise.TryMask(spare, rate) ? spare : Noise.Mask(rate, like.shape, like), null);
    }

    static long[] Fitting(IReadOnlyList<long> shape, long[] input)
    {
        var fits = shape.Count == input.Length
            && shape.Zip(input).All(pair => pair.First is -1 or 1 || pair.First == pair.Second);
        return fits ? [.. shape.Zip(input, (size, own) => size == -1 ? own : size)] : throw new ArgumentException(
            $"{nameof(InvertedDropout)}: the noise's shape is [{string.Join(", ", shape)}], the input " +
            $"[{string.Join("×", input)}]: give as many sizes, each 1, −1 or the input's own.", "input");
    }
}
