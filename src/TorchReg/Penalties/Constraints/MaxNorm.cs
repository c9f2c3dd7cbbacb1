using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>‖w_u‖₂ ≤ high for the weights into each unit u: Keras's <c>MaxNorm</c> with the axis that its users mean.</summary>
/// <param name="high">The largest norm, above 0.</param>
/// <param name="groups">Whose norms. Default: the weights into one output unit.</param>
/// <remarks>N. Srivastava et al., Dropout, JMLR 15 (2014), p. 1934; https://keras.io/api/layers/constraints/.</remarks>
public sealed class MaxNorm(double high, Groups groups = Groups.Units) : Constraint
{
    readonly double high = Require.Positive(high);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"MaxNorm({high}, {groups})");

    /// <inheritdoc/>
    public override Groups? GroupedBy => groups;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>w_u := w_u·min(1, high/‖w_u‖).</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        w.mul_((Scalars.Of(high) / Norms.OfGroups(w, groups).clamp_min(Scalars.Of(high))));
    }

    /// <summary>w_u := w_u/(1 + x·t) element by element, x found as a root.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes) => GroupMetric.Clamp(w, stepSizes, 0, high, 1, groups);
}
