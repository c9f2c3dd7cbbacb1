using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// least ≤ ‖w_u‖₂ ≤ most for the weights into each unit u; a rate below 1 goes only part of the way at each step.
/// </summary>
/// <remarks>https://keras.io/api/layers/constraints/, <c>MinMaxNorm</c>. Not convex where least &gt; 0.</remarks>
public sealed class MinMaxNorm : Constraint
{
    readonly double least, most, rate;
    readonly Groups groups;

    /// <summary>Bounds the norms of units.</summary>
    /// <param name="least">The smallest norm, 0 or more.</param>
    /// <param name="most">The largest norm, at least <paramref name="least"/>.</param>
    /// <param name="rate">1: the bounds hold after each step; r: the norm goes the part r of the way. Above 0, at most 1.</param>
    /// <param name="groups">Whose norms.</param>
    public MinMaxNorm(double least, double most, double rate = 1, Groups groups = Groups.Units)
    {
        (this.least, this.most, this.groups) = (Require.NonNegative(least), Require.Positive(most), groups);
        if (most < least)
            throw new ArgumentOutOfRangeException(nameof(most), $"most must be at least least, {least}; given {most}.");
        this.rate = Require.Ratio(Require.Positive(rate));
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"MinMaxNorm({least}, {most}, {rate}, {groups})");

    /// <inheritdoc/>
    public override Groups? GroupedBy => groups;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>w_u := w_u·(rate·clamp(‖w_u‖, least, most)/‖w_u‖ + 1 − rate).</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        var norms = Norms.OfGroups(w, groups);
        var factor = (
            norms.clamp(Scalars.Of(least), Scalars.Of(most))
            / norms.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1))
            * Scalars.Of(rate)).add(Scalars.Of(1 - rate), Scalars.One);
        w.mul_(factor.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1)));
    }

    /// <summary>w_u := w_u/(1 + x·t) element by element, x found as a root.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes) => GroupMetric.Clamp(w, stepSizes, least, most, rate, groups);
}
