using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>One parameter under one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Target">The parameter.</param>
sealed record PlacedPenalty(Rule Rule, ModelParameter Target)
{
    internal Penalty Penalty => Rule.Penalty;

    /// <summary>P(w) with the schedule's factor, differentiable.</summary>
    internal Tensor Value(double scale)
    {
        var value = Penalty.Value(Target.AsUnits(Target.Parameter));
        return scale == 1 ? value : value * scale;
    }

    internal void AddGradient(double scale)
    {
        using var gradient = Target.Parameter.grad
            ?? throw new InvalidOperationException($"{Target.Name} has no gradient: call backward() before AddGradients().");
        Penalty.AddGradient(Target.AsUnits(Target.Parameter), Target.AsUnits(gradient), scale);
    }

    /// <summary>The prox with the optimizer's own step sizes: a factor on P is one on the step.</summary>
    internal void Prox(DiagonalMetric metric, double scale)
    {
        if (scale == 0) return;
        var w = Target.AsUnits(Target.Parameter);
        if (Penalty is SeparablePenalty separable && metric.StepSizes(Target) is { } steps)
        {
            if (separable.Shrinkage is { } s && AdaptiveShrinkage.Prox(Target.Parameter, steps, scale * s.L1, scale * s.L2)) return;
            var sizes = Target.AsUnits(steps.ToTensor());
            separable.ElementProx(w, scale == 1 ? sizes : sizes * scale);
            return;
        }
        var stepSize = metric.LearningRate(Target) * scale;
        if (stepSize > 0) Penalty.Prox(w, stepSize);
    }

    internal void Decay(DiagonalMetric metric, double scale) =>
        Target.Parameter.mul_(1 - metric.LearningRate(Target) * scale * ((L2)Penalty).Lambda);
}
