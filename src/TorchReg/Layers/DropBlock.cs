using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Dropout of blocks of an image's features: squares of b × b positions of a channel become 0 together, about the given share of
/// all positions, and the rest is scaled by positions/positions that are left.
/// </summary>
/// <remarks>
/// G. Ghiasi, T.-Y. Lin, Q. V. Le, DropBlock: a regularization method for convolutional networks, NeurIPS 2018, algorithm 1: a
/// block begins at each place where it fits with probability γ = rate/b² · HW/((H − b + 1)(W − b + 1)). Blocks overlap, so that
/// somewhat less than the rate is dropped. Each channel has its own. The paper raises the rate linearly from 0 while training:
/// <see cref="NoiseSchedule.Linear"/>.
/// </remarks>
public sealed class DropBlock : ScheduledNoise
{
    /// <summary>Drops blocks.</summary>
    /// <param name="rate">The share of positions, from 0 to 1, 1 excluded; default 0.1, the paper's.</param>
    /// <param name="blockSize">b, 1 or more; at most the image's own sides count. Default 7, the paper's. 1 is dropout.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the size is out of range.</exception>
    public DropBlock(double rate = 0.1, int blockSize = 7, ulong? seed = null)
        : base(nameof(DropBlock), Require.Rate(rate) > 0, seed) => (Rate, BlockSize) = (rate, Require.AtLeast(1, blockSize));

    /// <summary>The share of positions that is dropped, but for overlaps.</summary>
    public double Rate { get; }

    /// <summary>b.</summary>
    public int BlockSize { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        var (height, width) = Sides(input.shape);
        using var noGrad = no_grad();
        var kept = Kept(input, height, width);
        // Of a mask that kept nothing 0/0 is no number.
        var share = kept.mean().clamp_min(Scalars.Of(1.0 / Math.Max(1, kept.NumberOfElements)));
        var mask = (kept / share).reshape(input.shape).to(input.dtype);
        using var grad = enable_grad();
        return input * mask;
    }

    // 1 where a position stays. Not in half precision, which the CPU's pooling does not take.
    Tensor Kept(Tensor input, long height, long width)
    {
        var (h, w) = (Math.Min(BlockSize, height), Math.Min(BlockSize, width));
        var (rows, columns) = (height - h + 1, width - w + 1);
        var begins = Math.Min(1, Scheduled(Rate) / (h * w) * height * width / ((double)rows * columns));
        using var like = empty([0L], ScalarType.Float32, input.device);
        var starts = Noise.Bernoulli(begins, [input.shape[0], input.shape[1], rows, columns], like);
        var padded = nn.functional.pad(starts, [w - 1, w - 1, h - 1, h - 1]);
        return nn.functional.max_pool2d(padded, [h, w], [1L, 1]).neg().add(Scalars.One, Scalars.One);
    }

    static (long Height, long Width) Sides(long[] shape) =>
        shape.Length is 3 or 4 && shape.All(size => size > 0)
            ? (shape.Length == 4 ? shape[2] : 1, shape[^1])
            : throw new ArgumentException(
                $"{nameof(DropBlock)}: the input must be N×C×H×W or N×C×L, each 1 or more; given " +
                $"[{string.Join("×", shape)}].", "input");
}
