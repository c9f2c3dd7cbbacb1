using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// SLOPE, the sorted L1 norm Σ λᵢ|w|₍ᵢ₎ over a whole parameter: the largest of the m magnitudes pays λ₁ = λ, the next λ₂, and
/// so on down. Equal columns get equal weights, and fewer false ones enter than with the lasso.
/// </summary>
/// <remarks>
/// M. Bogdan, E. van den Berg, C. Sabatti, W. Su, E. Candès, SLOPE: adaptive variable selection via convex optimization, Ann.
/// Appl. Stat. 9 (2015), p. 1104, with λᵢ divided by the first: their λ₁ is Φ⁻¹(1 − q/(2m)) in units of the noise.
/// </remarks>
public sealed class Slope : Penalty
{
    readonly double[]? given;
    double[]? last;

    /// <summary>The weights λᵢ = λΦ⁻¹(1 − iq/(2m))/Φ⁻¹(1 − q/(2m)) of Benjamini and Hochberg.</summary>
    /// <param name="lambda">λ, what the largest weight pays, 0 or more.</param>
    /// <param name="q">q, the share of false discoveries that is aimed at, between 0 and 1. Default 0.1.</param>
    public Slope(double lambda, double q = 0.1) => (Lambda, Q) = (Require.NonNegative(lambda), Require.Share(q));

    /// <summary>Weights of one's own, as OSCAR's, which fall in equal steps.</summary>
    /// <param name="lambda">λ, a factor on the weights, 0 or more.</param>
    /// <param name="weights">As many as the parameter has elements, falling or equal, 0 or more, the first above 0.</param>
    public Slope(double lambda, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (Lambda, given) = (Require.NonNegative(lambda), [.. weights]);
        for (var i = 0; i < given.Length; i++)
            if (!(given[i] >= 0 && given[i] <= (i == 0 ? double.MaxValue : given[i - 1]) && given[0] > 0))
                throw new ArgumentOutOfRangeException(nameof(weights), FormattableString.Invariant(
                    $"weights must fall or stay, be 0 or more, and the first above 0; weight {i} is {given[i]}."));
    }

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>q; 0 where the weights were given.</summary>
    public double Q { get; }

    /// <inheritdoc/>
    public override string Name => given is null ? FormattableString.Invariant($"Slope({Lambda}, {Q})")
        : FormattableString.Invariant($"Slope({Lambda}) with given weights");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <summary>The magnitudes that are not 0, equal ones once.</summary>
    /// <remarks>U. Schneider, P. Tardivel, The geometry of uniqueness, sparsity and clustering in penalized estimation, JMLR 23
    /// (2022), section 3 (its clusters).</remarks>
    public override long DegreesOfFreedom(Tensor w)
    {
        ArgumentNullException.ThrowIfNull(w);
        double[] sizes = [.. HostMemory.Numbers(w).Select(Math.Abs).Where(size => size > 0).Order()];
        return sizes.Where((size, i) => i == 0 || size - sizes[i - 1] > 1e-9 * size).LongCount();
    }

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override bool IsSameAs(Penalty other) => base.IsSameAs(other)
        && (given is null || ((Slope)other).given is { } others && given.AsSpan().SequenceEqual(others));

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Weights(parameter.Parameter);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor Value(Tensor w)
    {
        var (sizes, _) = w.abs().flatten().sort(0, descending: true);
        return (sizes * tensor(Weights(w), dtype: w.dtype, device: w.device)).sum();
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        gradient.add_(HostMemory.Like(w, SortedL1.LeastSum(HostMemory.Numbers(w), null, Weights(w))), Scalars.Of(scale));
    }

    /// <summary>
    /// The magnitudes less their weights, averaged where that breaks their order, at least 0: a stack, in O(m log m).
    /// </summary>
    public override void Prox(Tensor w, double stepSize)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        w.copy_(HostMemory.Like(w, SortedL1.Prox(HostMemory.Numbers(w), Weights(w), Require.Positive(stepSize))));
    }

    /// <summary>
    /// The magnitudes of the shortest g + s, s in ∂P(w): for weights of equal size, what a vector lacks to their permutohedron.
    /// </summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var least = SortedL1.LeastSum(HostMemory.Numbers(w), HostMemory.Numbers(gradient), Weights(w));
        return HostMemory.Like(w, least).abs().MoveToOuterDisposeScope();
    }

    /// <summary>The largest over k of (the sum of the k largest |g|)/(λ₁ + … + λₖ).</summary>
    public override double LambdaMax(Tensor gradientAtZero) => gradientAtZero.NumberOfElements == 0 ? 0
        : SortedL1.DualNorm(HostMemory.Numbers(gradientAtZero), UnitWeights(gradientAtZero.NumberOfElements));

    /// <inheritdoc/>
    public override double? DualNorm(Tensor gradient) => Lambda > 0 ? LambdaMax(gradient) / Lambda : null;

    double[] Weights(Tensor w) => Array.ConvertAll(UnitWeights(w.NumberOfElements), weight => weight * Lambda);

    double[] UnitWeights(long count)
    {
        if (given is not null)
            return given.Length == count ? given
                : throw new ArgumentException($"{Name} has {given.Length} weights, and the parameter {count} elements: give " +
                    "one for each.");
        if (last is { } known && known.Length == count) return known;
        using var scope = NewDisposeScope();
        // Φ⁻¹(1 − x/2) = √2 erf⁻¹(1 − x).
        var quantiles = HostMemory.Numbers(tensor([.. Enumerable.Range(1, (int)count).Select(i => 1 - i * Q / count)]).erfinv());
        return last = Array.ConvertAll(quantiles, quantile => quantile / quantiles[0]);
    }
}
