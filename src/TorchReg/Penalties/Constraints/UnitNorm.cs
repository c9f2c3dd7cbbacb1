using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>‖w_u‖₂ = 1 for the weights into each unit u. A unit of zeros, which has no direction, stays.</summary>
/// <param name="groups">Whose norms. Default: the weights into one output unit.</param>
/// <remarks>https://keras.io/api/layers/constraints/. Not convex.</remarks>
public sealed class UnitNorm(Groups groups = Groups.Units) : Constraint
{
    /// <inheritdoc/>
    public override string Name => $"UnitNorm({groups})";

    /// <inheritdoc/>
    public override Groups? GroupedBy => groups;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <summary>w_u := w_u/‖w_u‖.</summary>
    public override void Project(Tensor w)
    {
        using var scope = NewDisposeScope();
        var norms = Norms.OfGroups(w, groups);
        w.div_(norms.masked_fill(norms.eq(Scalars.Of(0)), Scalars.Of(1)));
    }

    /// <summary>w_u := w_u/(1 + x·t) element by element, x found as a root.</summary>
    public override void MetricProx(Tensor w, Tensor stepSizes) => GroupMetric.Clamp(w, stepSizes, 1, 1, 1, groups);
}
