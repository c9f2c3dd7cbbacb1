using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The fused lasso λ(ρ‖w‖₁ + (1 − ρ) Σᵤ Σⱼ |w_u,j+1 − w_uj|) along the input features of each unit, in the order of their columns
/// (a convolution's channels, for each tap by itself): weights are steps, and zeros. ρ = 0 is total variation.
/// </summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="l1Ratio">ρ, the lasso's share, from 0 to 1. Default 0.5.</param>
/// <remarks>
/// R. Tibshirani et al., Sparsity and smoothness via the fused lasso, JRSS-B 67 (2005), p. 92. Prox: N. Johnson, A dynamic
/// programming algorithm for the fused lasso and L0-segmentation, J. Comp. Graph. Stat. 22 (2013), p. 246.
/// </remarks>
public sealed class FusedLasso(double lambda, double l1Ratio = 0.5) : Penalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <summary>ρ.</summary>
    public double L1Ratio { get; } = Require.Ratio(l1Ratio);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"FusedLasso({Lambda}, {L1Ratio})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override Groups? GroupedBy => Groups.Units;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <summary>The steps that are not at 0: R. J. Tibshirani, J. Taylor, Ann. Stat. 40 (2012), p. 1203.</summary>
    public override long DegreesOfFreedom(Tensor w)
    {
        Groups.Units.Others(w);
        using var scope = NewDisposeScope();
        var begins = ones_like(w, ScalarType.Bool);
        if (w.shape[1] > 1)
        {
            var (left, right) = (w.narrow(1, 0, w.shape[1] - 1), w.narrow(1, 1, w.shape[1] - 1));
            begins.narrow(1, 1, w.shape[1] - 1).copy_((right - left).abs().gt(left.abs() * Scalars.Of(1e-9)));
        }
        return begins.logical_and(w.ne(Scalars.Of(0))).sum().ReadInt64();
    }

    double L1 => Lambda * L1Ratio;

    double Variation => Lambda * (1 - L1Ratio);

    /// <inheritdoc/>
    public override Tensor Value(Tensor w)
    {
        Groups.Units.Others(w);
        var count = w.shape[1];
        var lasso = w.abs().sum() * Scalars.Of(L1);
        return count < 2 ? lasso
            : lasso.add((w.narrow(1, 1, count - 1) - w.narrow(1, 0, count - 1)).abs().sum(), Scalars.Of(Variation));
    }

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        gradient.add_(Least(w, zeros_like(w)), Scalars.Of(scale));
    }

    /// <summary>
    /// The exact minimiser along each row, in one pass there and one back; equal neighbours are equal to the last bit.
    /// </summary>
    public override void Prox(Tensor w, double stepSize) =>
        MetricProx(w, full([1L], Scalars.Of(Require.Positive(stepSize)), w.dtype, w.device));

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Lambda == 0) return;
        var rows = FeatureRows.Of(w);
        var steps = stepSizes.NumberOfElements == 1 ? null : FeatureRows.Of(stepSizes.expand(w.shape)).Numbers;
        var one = steps is null ? stepSizes.ReadDouble() : 0;
        var path = new FusedPath(rows.Length);
        for (var start = 0; start < rows.Numbers.Length; start += rows.Length)
            path.Minimise(
                rows.Numbers.AsSpan(start, rows.Length), steps is null ? default : steps.AsSpan(start, rows.Length), one, L1,
                Variation);
        w.copy_(rows.Back());
    }

    /// <summary>
    /// Per unit the length of the shortest g + s, s in ∂P(w), whose runs of equal weights are proxes at a step of 1.
    /// </summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return Norms.OfGroups(Least(w, gradient), Groups.Units).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The least λ whose prox takes −g to 0, by bisection to rounding; infinite where ρ = 0 and a unit's gradients have a sum
    /// other than 0, since a constant costs nothing.
    /// </summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var rows = FeatureRows.Of(gradientAtZero);
        var (low, high) = (0.0, rows.Numbers.Select(Math.Abs).DefaultIfEmpty().Max());
        if (high == 0) return 0;
        for (var doublings = 0; !IsTaken(rows, high); high *= 2)
            if (doublings++ == 100) return double.PositiveInfinity;
        for (var middle = high / 2; middle > low && middle < high; middle = (low + high) / 2)
            if (IsTaken(rows, middle)) high = middle;
            else low = middle;
        return high;
    }

    /// <inheritdoc/>
    public override double? DualNorm(Tensor gradient) => Lambda > 0 && L1Ratio > 0 ? LambdaMax(gradient) / Lambda : null;

    bool IsTaken(FeatureRows rows, double lambda)
    {
        var (copy, path) = ((double[])rows.Numbers.Clone(), new FusedPath(rows.Length));
        for (var start = 0; start < copy.Length; start += rows.Length)
            path.Minimise(copy.AsSpan(start, rows.Length), default, 1, lambda * L1Ratio, lambda * (1 - L1Ratio));
        return Array.TrueForAll(copy, value => value == 0);
    }

    Tensor Least(Tensor w, Tensor gradient)
    {
        var (rows, sums) = (FeatureRows.Of(w), FeatureRows.Of(gradient));
        var path = new FusedPath(rows.Length);
        for (var start = 0; start < rows.Numbers.Length; start += rows.Length)
            path.LeastSum(rows.Numbers.AsSpan(start, rows.Length), sums.Numbers.AsSpan(start, rows.Length), L1, Variation);
        return sums.Back();
    }
}
