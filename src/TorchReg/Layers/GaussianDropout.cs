using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Multiplicative noise, x·ε with ε ~ N(1, rate/(1 − rate)) (a variance) for each element: the mean and variance of dropout at
/// that rate.
/// </summary>
/// <remarks>N. Srivastava et al., JMLR 15 (2014), section 10; Keras's <c>GaussianDropout</c>.</remarks>
public sealed class GaussianDropout : ScheduledNoise
{
    /// <summary>Multiplies each element by noise of the given rate.</summary>
    /// <param name="rate">From 0 to 1, 1 excluded; default ½, where ε has variance 1.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public GaussianDropout(double rate = 0.5, ulong? seed = null)
        : base(nameof(GaussianDropout), Require.Rate(rate) > 0, seed) => Rate = rate;

    /// <summary>The rate of the dropout that it has mean and variance of.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input) => input * Factor(input);

    internal override bool IsElementwise => true;

    internal override ElementNoise? Draw(Tensor like, Tensor spare) => new(Factor(like), null);

    Tensor Factor(Tensor like)
    {
        var rate = Scheduled(Rate);
        return Noise.Normal(1, Math.Sqrt(rate / (1 - rate)), like.shape, like);
    }
}
