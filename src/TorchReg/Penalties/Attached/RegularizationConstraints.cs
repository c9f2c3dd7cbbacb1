namespace TorchReg.Penalties;

// Weights that no step made, as averages, and what a loop leaves alone.
public sealed partial class Regularization
{
    readonly HashSet<IntPtr> withoutGradient = [];

    /// <summary>Projects the weights onto the constraints in force, where they are not steps of an optimizer.</summary>
    internal void ProjectOntoConstraints()
    {
        foreach (var joint in modes.Joints) joint.ProjectWeights();
    }

    /// <summary>
    /// Parameters on which a penalty acts proximally or decoupled, and which have no gradient now: the optimizer leaves them
    /// alone, and the penalty does.
    /// </summary>
    internal IEnumerable<PlacedPenalty> UnreachedByLoss() => Placed.Where(p =>
        modes.Of(p.Rule) is PenaltyMode.Proximal or PenaltyMode.Decoupled && !p.Penalty.IsConstraint && HasNoGradient(p));

    // In the first step: a layer that the forward pass does not use, mostly.
    void WarnOfMissingGradients(PenaltyLine line, PlacedPenalty[] own)
    {
        foreach (var p in own)
            if (p.IsTrainable && !p.Penalty.IsConstraint && HasNoGradient(p) && withoutGradient.Add(p.Target.Parameter.Handle))
                OnWarning(MisuseText.WithoutGradient(p, line.Mode));
    }

    static bool HasNoGradient(PlacedPenalty p)
    {
        using var gradient = p.Target.Parameter.grad;
        return gradient is null;
    }
}
