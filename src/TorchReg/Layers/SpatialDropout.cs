using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Dropout of whole channels, x·m/(1 − rate) with one m for each row and channel, in one, two or three dimensions by the input's
/// shape.
/// </summary>
/// <remarks>J. Tompson et al., Efficient object localization using convolutional networks, CVPR 2015, section 3.2. Keras has the
/// same as SpatialDropout1D to 3D, with channels last; torch as <c>nn.Dropout1d</c> to <c>Dropout3d</c>.</remarks>
public sealed class SpatialDropout : ScheduledNoise
{
    /// <summary>Drops each channel of each row with the given probability.</summary>
    /// <param name="rate">From 0 to 1, 1 excluded; default ½.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public SpatialDropout(double rate = 0.5, ulong? seed = null)
        : base(nameof(SpatialDropout), Require.Rate(rate) > 0, seed) => Rate = rate;

    /// <summary>The probability that a channel is dropped.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input) => input * Noise.Mask(Scheduled(Rate), OnePerChannel(input.shape), input);

    static long[] OnePerChannel(long[] shape) => shape.Length is >= 3 and <= 5
        ? [shape[0], shape[1], .. Enumerable.Repeat(1L, shape.Length - 2)]
        : throw new ArgumentException(
            $"{nameof(SpatialDropout)}: the input must be N×C×L, N×C×H×W or N×C×D×H×W; given [{string.Join("×", shape)}]. " +
            $"For rows of features take {nameof(InvertedDropout)}.", "input");
}
