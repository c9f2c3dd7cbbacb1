using TorchReg.Kernels;
using TorchReg.Optimizers;
using TorchSharp;
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

    /// <summary>P(w) with the schedule's factor, differentiable.</summary>
    internal Tensor Value(double scale)
    {
        var value = Penalty.Value(Target.AsUnits(Target.Parameter));
        return scale == 1 ? value : value * Scalars.Of(scale);
    }

    internal void AddGradient(double scale)
    {
        using var gradient = Target.Parameter.grad
            ?? throw new InvalidOperationException($"{Target.Name} has no gradient: call backward() before AddGradients().");
        Penalty.AddGradient(Target.AsUnits(Target.Parameter), Target.AsUnits(gradient), scale);
    }

    /// <summary>The prox with the optimizer's own step sizes: a factor on P is one on the step. What the optimizer did not move stays.</summary>
    internal void Prox(long finished, double scale)
    {
        if (Penalty.IsConstraint)
        {
            if (Target.Parameter.requires_grad) Penalty.Prox(Target.AsUnits(Target.Parameter), 1);
            return;
        }
        if (!steps!.HasMoved() || scale == 0) return;
        var sizes = steps.Sizes(finished);
        if (sizes.Rate * scale > 0) Prox(sizes, scale);
    }

    void Prox(StepSizes sizes, double scale)
    {
        var w = Target.AsUnits(Target.Parameter);
        if (sizes.IsUniform) Penalty.Prox(w, sizes.Rate * scale);
        else if (Penalty.Shrinkage is not { } s || !AdaptiveShrinkage.Prox(Target.Parameter, sizes, scale * s.L1, scale * s.L2))
        {
            var each = Target.AsUnits(sizes.ToTensor());
            Penalty.MetricProx(w, scale == 1 ? each : each * Scalars.Of(scale));
        }
    }

    /// <summary>w := w·(1 − η·λ), η with what momentum makes of it, where the optimizer's next step moves w.</summary>
    internal void Decay(long finished, double scale)
    {
        if (steps!.WillMove()) Target.Parameter.mul_(Scalars.Of(1 - steps.DecayRate(finished) * scale * Penalty.DecayRate!.Value));
    }
}
