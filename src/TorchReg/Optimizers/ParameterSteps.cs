using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Optimizers;

/// <summary>One parameter in one optimizer: the step sizes of its last step, and whether there was one.</summary>
/// <param name="adapter">The optimizer's; null for one that is not known.</param>
/// <param name="group">The parameter's group.</param>
/// <param name="state">What the optimizer remembers of the parameter; null where it is not known.</param>
/// <param name="parameter">The parameter.</param>
sealed class ParameterSteps(OptimizerAdapter? adapter, ParamGroup group, OptimizerState? state, Parameter parameter)
{
    long seen;

    /// <summary>The group's options.</summary>
    internal OptimizerOptions Options => group.Options;

    /// <summary>The group's learning rate.</summary>
    internal double LearningRate => group.LearningRate;

    /// <summary>
    /// Whether the optimizer moved the parameter since the last call: it does not move one that is frozen, or that has no
    /// gradient, and has no step size for it.
    /// </summary>
    internal bool HasMoved()
    {
        if (adapter is not { TakesProx: true }
            || state == null
            || !parameter.requires_grad
            || !adapter.HasMoved(group.Options, state))
            return false;
        if (adapter.Step(state) is not { } step) return HasGradient();
        var moved = step != seen;
        seen = step;
        return moved;
    }

    /// <summary>Whether the optimizer's next step will move the parameter.</summary>
    internal bool WillMove() => parameter.requires_grad && HasGradient();

    /// <summary>The step sizes of the step that was just taken.</summary>
    /// <param name="finished">Steps finished before that one, for an optimizer that does not count them itself.</param>
    internal StepSizes Sizes(long finished) => adapter!.StepSizes(group, state!, finished);

    /// <summary>The learning rate with what momentum makes of it: by how much a decay of 1 shrinks a weight.</summary>
    internal double DecayRate(long finished) => adapter!.DecayRate(group, state!, finished);

    bool HasGradient()
    {
        using var gradient = parameter.grad;
        return gradient is not null;
    }
}
