using TorchReg.Kernels;
using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>One parameter under one rule.</summary>
sealed class PlacedPenalty(Rule rule, ModelParameter target)
{
    internal Rule Rule { get; } = rule;

    internal ModelParameter Target { get; } = target;

    /// <summary>The rule's penalty in the parameter's layout.</summary>
    internal Penalty Penalty { get; } = rule.Penalty.PlacedOn(target);

    /// <summary>The optimizer that has the parameter, for rules that act by its step sizes.</summary>
    internal optim.Optimizer? Owner { get; private set; }

    ParameterSteps? steps;

    /// <summary>Finds the parameter in an optimizer; false where the optimizer does not have it.</summary>
    internal bool Meet(optim.Optimizer optimizer, OptimizerView view)
    {
        if (view.Find(Target.Parameter) is not { } found) return false;
        (Owner, steps) = (optimizer, found);
        return true;
    }

    /// <summary>False as long as the parameter is frozen: then nothing acts on it.</summary>
    internal bool IsTrainable => Target.IsThere && Target.Parameter.requires_grad;

    /// <summary>P(w) with the schedule's factor, differentiable.</summary>
    internal Tensor Value(double scale)
    {
        // Sums in half precision end at 65,504.
        var value = Penalty.Value(Seen(HalfPrecision.Full(Target.Parameter)));
        return scale == 1 ? value : value * Scalars.Of(scale);
    }

    /// <summary>Adds the gradient to a tensor of the parameter's layout.</summary>
    internal void AddGradientTo(Tensor gradient, double scale)
    {
        if (gradient.is_sparse)
            throw new NotSupportedException(
                $"{Target.Name} has a sparse gradient, to which {Penalty.Name} can't add one for every element: make the layer " +
                "with sparse: false, or use PenaltyMode.Proximal with SGD.");
        if (Penalty.Shrinkage is { } s && Shrinkage.AddSubgradient(Target.Parameter, gradient, scale * s.L1, scale * s.L2))
            return;
        // For views, and for what a penalty leaves behind: a scope costs more than a pass over a small weight.
        using var scope = NewDisposeScope();
        if (!Target.IsRearranged(Penalty.GroupedBy) && !HalfPrecision.Is(Target.Parameter))
        {
            Penalty.AddGradient(Seen(Target.Parameter), Seen(gradient), scale);
            return;
        }
        var w = Seen(HalfPrecision.Full(Target.Parameter));
        var own = zeros_like(w, requires_grad: false);
        Penalty.AddGradient(w, own, scale);
        gradient.add_(Target.FromUnits(own, Penalty.GroupedBy).to(gradient.dtype), Scalars.One);
    }

    /// <summary>
    /// Leaves the gradient to an optimizer's own pass; false, having done nothing, where it can't be a part of it.
    /// </summary>
    internal bool TryLeaveGradient(OptimizerStep pass, double scale) => Penalty.Shrinkage is { } s
        && pass.Place(Target.Parameter) is { } place && place.TryLeaveGradient(scale * s.L1, scale * s.L2);

    /// <summary>
    /// Leaves the prox to an optimizer's own pass where it can be a part of it. A schedule counts when the step is over: then it
    /// is not.
    /// </summary>
    internal void LeaveProx(OptimizerStep pass)
    {
        if (Rule.Schedule is null && Penalty is { IsConstraint: false, Shrinkage: { } s } && IsTrainable)
            pass.Place(Target.Parameter)?.LeaveProx(s.L1, s.L2);
    }

    /// <summary>The schedule's factor on P in the step at hand.</summary>
    internal double Factor { get; set; } = 1;

    /// <summary>The step sizes of the step that was just taken; null where the optimizer did not move the parameter.</summary>
    internal StepSizes? Sizes(long finished) => steps!.HasMoved() ? steps.Sizes(finished) : null;

    /// <summary>The prox on a tensor of the parameter's layout: a factor on P is one on the step.</summary>
    internal void Prox(Tensor stored, StepSizes sizes)
    {
        if (sizes.IsUniform || Penalty is { IsConstraint: true, IsSeparable: true }) Uniform(stored, sizes.Rate);
        else if (Penalty.Shrinkage is not { } s || !AdaptiveShrinkage.Prox(stored, sizes, Factor * s.L1, Factor * s.L2))
            Prox(stored, sizes.ToTensor(stored.dtype));
    }

    /// <summary>
    /// The prox on the parameter itself, where it is one pass over host memory; else false, having done nothing.
    /// </summary>
    internal bool TryShrink(StepSizes sizes)
    {
        if (Penalty.Shrinkage is not { } s) return false;
        var (l1, l2) = (Factor * s.L1, Factor * s.L2);
        return sizes.IsUniform ? Shrinkage.Prox(Target.Parameter, sizes.Rate * l1, 1 + sizes.Rate * l2)
            : AdaptiveShrinkage.Prox(Target.Parameter, sizes, l1, l2);
    }

    /// <summary>The same with the step sizes as a tensor.</summary>
    internal void Prox(Tensor stored, Tensor sizes)
    {
        if (Factor == 0 && !Penalty.IsConstraint) return;
        var (w, each) = (Seen(stored), Seen(sizes));
        Penalty.MetricProx(w, Factor == 1 || Penalty.IsConstraint ? each : each * Scalars.Of(Factor));
        PutBack(w, stored);
    }

    /// <summary>The projection of a constraint, where there is no step.</summary>
    internal void Project(Tensor stored) => Uniform(stored, 1);

    void Uniform(Tensor stored, double rate)
    {
        if (!Penalty.IsConstraint && Factor == 0) return;
        var w = Seen(stored);
        Penalty.Prox(w, Penalty.IsConstraint ? rate : rate * Factor);
        PutBack(w, stored);
    }

    /// <summary>The parameter as the penalty sees it, a copy in float32 where it is of half precision.</summary>
    internal Tensor SeenInFull() => Seen(HalfPrecision.Full(Target.Parameter)).detach();

    // As units × features, in the groups of the penalty.
    Tensor Seen(Tensor stored) => Target.AsUnits(stored, Penalty.GroupedBy);

    void PutBack(Tensor seen, Tensor stored)
    {
        if (Target.IsRearranged(Penalty.GroupedBy)) stored.copy_(Target.FromUnits(seen.clone(), Penalty.GroupedBy));
    }

    /// <summary>w := w·(1 − η·λ), η with what momentum makes of it, where the optimizer's next step moves w.</summary>
    internal void Decay(long finished, double scale)
    {
        if (!steps!.WillMove()) return;
        MasterCopy
            .Take(Target.Parameter, ref decayed)
            .mul_(Scalars.Of(1 - steps.DecayRate(finished) * scale * Penalty.DecayRate!.Value));
        decayed?.Give();
    }

    // Of a parameter of half precision, in which a small η·λ is lost in 1 − η·λ.
    MasterCopy? decayed;

    /// <summary>The float32 copy that decays, as <see cref="JointProx.Master"/> is the one that proxes act on.</summary>
    internal Tensor? Master
    {
        get => decayed?.Full;
        set
        {
            decayed?.Dispose();
            decayed = value is null ? null : MasterCopy.Of(Target.Parameter, value);
        }
    }
}
