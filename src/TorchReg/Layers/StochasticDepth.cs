using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Stochastic depth: at the end of a residual branch f it drops the whole branch, x·m/(1 − rate) with m = 0 with probability
/// rate, else 1, one for each row; then the block x + f(x) is the identity for those rows.
/// </summary>
/// <remarks>
/// G. Huang et al., Deep networks with stochastic depth, ECCV 2016, section 3. Scaled while training, where the paper scales in
/// eval mode by 1 − rate; torchvision's StochasticDepth, whose modes "row" and "batch" are <see cref="PerRow"/>.
/// </remarks>
/// <example><code>
/// public override Tensor forward(Tensor x) => x + depth.call(branch.call(x));
/// </code></example>
public sealed class StochasticDepth : ScheduledNoise
{
    /// <summary>Drops the branch of a row with the given probability.</summary>
    /// <param name="rate">From 0 to 1, 1 excluded; default ½, the paper's for the last block (<see cref="Rates"/>).</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <param name="perRow">One m for each row; else one for the whole batch, as in the paper. Default true.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public StochasticDepth(double rate = 0.5, ulong? seed = null, bool perRow = true)
        : base(nameof(StochasticDepth), Require.Rate(rate) > 0, seed) => (Rate, PerRow) = (rate, perRow);

    /// <summary>The probability that a branch is dropped.</summary>
    public double Rate { get; }

    /// <summary>Whether each row has its own m.</summary>
    public bool PerRow { get; }

    /// <summary>The paper's linear decay: block l = 1 … L is dropped with the rate l/L · last.</summary>
    /// <param name="blocks">L, 1 or more.</param>
    /// <param name="last">The last block's rate, from 0 to 1, 1 excluded. Default ½, the paper's.</param>
    /// <remarks>Equation 4 there.</remarks>
    public static double[] Rates(int blocks, double last = 0.5)
    {
        Require.AtLeast(1, blocks);
        Require.Rate(last);
        return [.. Enumerable.Range(1, blocks).Select(block => last * block / blocks)];
    }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        if (input.Dimensions == 0)
            throw new ArgumentException($"{nameof(StochasticDepth)}: the input must have rows; given one number.", nameof(input));
        long[] shape = [PerRow ? input.shape[0] : 1, .. Enumerable.Repeat(1L, input.shape.Length - 1)];
        return input * Noise.Mask(Scheduled(Rate), shape, input);
    }
}
