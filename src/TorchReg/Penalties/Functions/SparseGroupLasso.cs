using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The sparse group lasso λ(ρ‖w‖₁ + (1 − ρ) Σ_g ‖w_g‖₂): zero groups, and zeros within the others.</summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <param name="l1Ratio">ρ, from 0 (group lasso) to 1 (lasso).</param>
/// <param name="groups">Which weights belong together. Default: the weights out of one input feature.</param>
/// <remarks>N. Simon et al., A sparse-group lasso, J. Comp. Graph. Stat. 22 (2013), p. 233, with unweighted groups.</remarks>
public sealed class SparseGroupLasso(double lambda, double l1Ratio, Groups groups = Groups.Features) : Penalty
{
    readonly L1 lasso = new(Require.NonNegative(lambda) * Require.Ratio(l1Ratio));
    readonly GroupLasso group = new(lambda * (1 - l1Ratio), groups);

    /// <summary>λ.</summary>
    public double Lambda { get; } = lambda;

    /// <summary>ρ.</summary>
    public double L1Ratio { get; } = l1Ratio;

    /// <summary>Which weights belong together.</summary>
    public Groups Groups { get; } = groups;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"SparseGroupLasso({Lambda}, {L1Ratio}, {Groups})");

    /// <inheritdoc/>
    public override Groups? GroupedBy => Groups;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => lasso.Value(w).add(group.Value(w), Scalars.One);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        lasso.AddGradient(w, gradient, scale);
        group.AddGradient(w, gradient, scale);
    }

    /// <summary>Soft thresholding, then group soft thresholding (Simon et al., p. 236): the two proxes compose.</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        lasso.Prox(w, stepSize);
        group.Prox(w, stepSize);
    }

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        lasso.MetricProx(w, stepSizes);
        group.MetricProx(w, stepSizes);
    }

    /// <summary>
    /// Per group: ‖elementwise lasso distance at g + λ(1 − ρ)w_g/‖w_g‖‖, or max(‖S(g, λρ)‖ − λ(1 − ρ), 0) for a group of zeros.
    /// </summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var shifted = gradient.add(GroupDirection.Of(w, Groups) * Scalars.Of(group.Lambda), Scalars.One);
        var away = Norms.OfGroups(SoftThreshold.Distance(w, shifted, lasso.Lambda), Groups);
        var atZero = (Norms.OfGroups(Thresholded(gradient, lasso.Lambda), Groups) - Scalars.Of(group.Lambda)).clamp_min(
            Scalars.Of(0));
        return where(Norms.OfGroups(w, Groups).ne(Scalars.Of(0)), away, atZero).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The root λ of max_g ‖S(g, λρ)‖ = λ(1 − ρ), by bisection to rounding: the left side falls, the right side grows.
    /// </summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Norms.LargestMagnitude(gradientAtZero) == 0) return 0;
        if (L1Ratio == 1) return Norms.LargestMagnitude(gradientAtZero);
        var (low, high) = (0.0, Norms.OfGroups(gradientAtZero, Groups).max().ReadDouble() / (1 - L1Ratio));
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            if (Norms.OfGroups(Thresholded(gradientAtZero, middle * L1Ratio), Groups).max().ReadDouble() > middle * (1 - L1Ratio))
                low = middle;
            else high = middle;
        }
        return high;
    }

    static Tensor Thresholded(Tensor g, double threshold)
    {
        var copy = g.clone();
        SoftThreshold.Apply(copy, threshold);
        return copy;
    }
}
