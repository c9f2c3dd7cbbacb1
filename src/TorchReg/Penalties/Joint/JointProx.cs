using TorchReg.Kernels;
using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The prox of everything that acts proximally on one parameter, l1‖w‖₁ + (l2/2)‖w‖² + [low ≤ w ≤ high] + one other penalty, so
/// that the order of the rules does not matter: w shrinks by the ridge, which leaves the step size t/(1 + t·l2), then the lasso
/// thresholds it, then the other's prox acts, then the bounds; before the other's where that is a group's and they are w ≥ 0.
/// </summary>
/// <remarks>Y. Yu, On decomposing the proximal map, NIPS 2013, theorem 1: proxes follow one another where the second leaves the
/// first's subdifferential as it is. A prox that keeps signs leaves that of ‖w‖₁ and of w ≥ 0. <see cref="JointRefusal"/> sees to
/// it.</remarks>
sealed class JointProx : IDisposable
{
    readonly PlacedPenalty[] parts;
    readonly PlacedPenalty? other;
    readonly ElementBounds bounds;
    readonly bool hasConstraint;
    MasterCopy? master;

    internal JointProx(IEnumerable<PlacedPenalty> all)
    {
        parts = [.. all];
        if (JointRefusal.Of(parts) is { } reason) throw new ArgumentException(reason, nameof(all));
        other = Array.Find(parts, JointRefusal.IsOther);
        bounds = JointRefusal.Bounds(parts);
        hasConstraint = Array.Exists(parts, p => p.Penalty.IsConstraint);
    }

    public void Dispose() => master?.Dispose();

    internal IReadOnlyList<PlacedPenalty> Parts => parts;

    internal ModelParameter Target => parts[0].Target;

    /// <summary>
    /// The parameter in float32, where it is of half precision and has been stepped: a part of a training's state.
    /// </summary>
    internal Tensor? Master
    {
        get => master?.Full;
        set
        {
            master?.Dispose();
            master = value is null ? null : MasterCopy.Of(Target.Parameter, value);
        }
    }

    /// <summary>Leaves what it does to an optimizer's own pass, where that can take it along.</summary>
    internal void Leave(OptimizerStep pass)
    {
        if (parts.Length == 1) parts[0].LeaveProx(pass);
    }

    /// <summary>Acts after the optimizer's step; the parts know their schedules' factors.</summary>
    /// <param name="finished">Steps finished before that one.</param>
    /// <param name="taken">The step, which may have made the prox.</param>
    internal void Apply(long finished, OptimizerStep? taken = null)
    {
        var target = parts[0].Target;
        if (!target.Parameter.requires_grad) return;
        var sizes = parts[0].Sizes(finished);
        if (sizes == null && !hasConstraint || taken?.TookProx(target.Parameter) == true) return;
        if (parts.Length == 1 && sizes is { Rate: > 0 } own && parts[0].TryShrink(own)) return;
        using var scope = NewDisposeScope();
        var w = MasterCopy.Take(target.Parameter, ref master);
        if (sizes is not { Rate: > 0 } given) Project(w);
        else ApplyTo(w, given);
        if (master != null) master.Give();
    }

    /// <summary>Makes weights that no step made satisfy the constraints, as an average does not.</summary>
    internal void ProjectWeights()
    {
        var parameter = parts[0].Target.Parameter;
        if (!hasConstraint || !parameter.requires_grad) return;
        using var scope = NewDisposeScope();
        var w = HalfPrecision.Full(parameter.detach());
        Project(w);
        if (HalfPrecision.Is(parameter)) parameter.copy_(w);
    }

    // Where nothing was stepped the constraints hold all the same.
    void Project(Tensor w)
    {
        if (ClampsFirst) Clamp(w);
        if (other is { Penalty.IsConstraint: true }) other.Project(w);
        if (!ClampsFirst) Clamp(w);
    }

    /// <summary>The joint prox of a tensor of the parameter's layout.</summary>
    internal void ApplyTo(Tensor w, StepSizes sizes)
    {
        if (parts.Length == 1) parts[0].Prox(w, sizes);
        else Apply(w, sizes);
    }

    void Apply(Tensor w, StepSizes sizes)
    {
        var (l1, l2) = Weights();
        if (sizes.IsUniform) SoftThreshold.Apply(w, sizes.Rate * l1, 1 + sizes.Rate * l2);
        else if (!AdaptiveShrinkage.Prox(w, sizes, l1, l2)) ElasticNet.FromWeights(l1, l2).MetricProx(w, sizes.ToTensor(w.dtype));
        if (other == null || ClampsFirst) Clamp(w);
        if (other == null) return;
        if (sizes.IsUniform) other.Prox(w, sizes with { Rate = sizes.Rate / (1 + sizes.Rate * l2) });
        else other.Prox(w, Remaining(sizes.ToTensor(w.dtype), l2));
        if (!ClampsFirst) Clamp(w);
    }

    static Tensor Remaining(Tensor sizes, double l2) =>
        l2 == 0 ? sizes : sizes / (sizes * Scalars.Of(l2)).add(Scalars.One, Scalars.One);

    (double L1, double L2) Weights()
    {
        var (l1, l2) = (0.0, 0.0);
        foreach (var part in parts)
            if (part.Penalty.Shrinkage is { } s) (l1, l2) = (l1 + part.Factor * s.L1, l2 + part.Factor * s.L2);
        return (l1, l2);
    }

    // Element by element the bounds come last, wherever the penalty has its kink; a group shrinks what is left within the cone.
    bool ClampsFirst => JointRefusal.IsCone(bounds) && other is { Penalty.IsSeparable: false };

    void Clamp(Tensor w)
    {
        if (double.IsFinite(bounds.Low) || double.IsFinite(bounds.High))
            w.clamp_(Scalars.Of(bounds.Low), Scalars.Of(bounds.High));
    }
}
