using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>‖w_u‖₂ ≤ c for the weights into each unit u: Keras's <c>MaxNorm</c> with the axis that its users mean.</summary>
/// <param name="c">The largest norm, above 0.</param>
/// <param name="groups">Whose norms. Default: the weights into one output unit.</param>
/// <remarks>N. Srivastava et al., Dropout, JMLR 15 (2014), p. 1934; https://keras.io/api/layers/constraints/.</remarks>
public sealed class MaxNorm(double c, Groups groups = Groups.Units) : Constraint
{
    readonly double c = Require.Positive(c);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"MaxNorm({c}, {groups})");

    /// <inheritdoc/>
    public override Groups? GroupedBy => groups;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>w_u := w_u·min(1, c/‖w_u‖).</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        w.mul_((Scalars.Of(c) / Norms.OfGroups(w, groups).clamp_min(Scalars.Of(c))));
    }

    /// <summary>w_u := w_u/(1 + x·t) element by element, x found as a root.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes) => GroupMetric.Clamp(w, stepSizes, 0, c, 1, groups);
}
