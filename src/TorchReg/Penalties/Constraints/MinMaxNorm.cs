using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// low ≤ ‖w_u‖₂ ≤ high for the weights into each unit u; a rate below 1 goes only part of the way at each step.
/// </summary>
/// <remarks>https://keras.io/api/layers/constraints/, <c>MinMaxNorm</c>. Not convex where low &gt; 0.</remarks>
public sealed class MinMaxNorm : Constraint
{
    readonly double low, high, rate;
    readonly Groups groups;

    /// <summary>Bounds the norms of units.</summary>
    /// <param name="low">The smallest norm, 0 or more.</param>
    /// <param name="high">The largest norm, at least <paramref name="low"/>.</param>
    /// <param name="rate">1: the bounds hold after each step; r: the norm goes the part r of the way. Above 0, at most 1.</param>
    /// <param name="groups">Whose norms.</param>
    public MinMaxNorm(double low, double high, double rate = 1, Groups groups = Groups.Units)
    {
        (this.low, this.high, this.groups) = (Require.NonNegative(low), Require.Positive(high), groups);
        if (high < low)
            throw new ArgumentOutOfRangeException(nameof(high), $"high must be at least low, {low}; given {high}.");
        this.rate = Require.Ratio(Require.Positive(rate));
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"MinMaxNorm({low}, {high}, {rate}, {groups})");

    /// <inheritdoc/>
    public override Groups? GroupedBy => groups;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>w_u := w_u·(rate·clamp(‖w_u‖, low, high)/‖w_u‖ + 1 − rate).</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        var norms = Norms.OfGroups(w, groups);
        var factor = (
            norms.clamp(Scalars.Of(low), Scalars.Of(high))
            / norms.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1))
            * Scalars.Of(rate)).add(Scalars.Of(1 - rate), Scalars.One);
        w.mul_(factor.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1)));
    }

    /// <summary>w_u := w_u/(1 + x·t) element by element, x found as a root.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes) => GroupMetric.Clamp(w, stepSizes, low, high, rate, groups);
}
