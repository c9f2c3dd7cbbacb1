using TorchReg.Optimizers;

namespace TorchReg.Penalties;

/// <summary>
/// How a trainer, or a loop, cuts gradients before the optimizer's step, which what acts apart from the gradient does not see.
/// </summary>
/// <param name="Norm">Whether the norm of all gradients together is cut, to the same direction.</param>
/// <param name="Elements">Whether each element is cut.</param>
/// <param name="InLoop">By torch's own functions, in a loop of the user's.</param>
readonly record struct Clipping(bool Norm, bool Elements, bool InLoop = false)
{
    internal bool IsAny => Norm || Elements;

    /// <summary>
    /// Why a penalty can't act in that mode beside it; null is consent. In Gradient and Loss the whole sum is cut, which is 0 at
    /// rest. A prox or a decay rests where the data gradient is as large as the penalty's: cut there, the steps rest at another
    /// point. A constraint holds any gradient that points out of it, however long, so it takes what keeps the direction; by
    /// elements only one that acts by elements.
    /// </summary>
    internal string? Refusal(Penalty penalty, PenaltyMode? mode)
    {
        if (!IsAny || mode is not (PenaltyMode.Proximal or PenaltyMode.Decoupled)) return null;
        if (penalty.IsConstraint)
            return !Elements || penalty.IsSeparable
                ? null
                : $"{penalty.Name} can't act beside {ByElements}, which turns the gradient that it holds at rest, so that " +
                    $"another point is reached: use {ByNorm}, or no clipping.";
        if (penalty.Shrinkage is { L1: 0, L2: 0 }) return null;
        return $"{penalty.Name} can't act as PenaltyMode.{mode} beside {Name}: the data gradient, which at rest is as large as " +
            "the penalty's, would be clipped alone, and another objective minimised. Use PenaltyMode.Gradient, or no clipping.";
    }

    /// <summary>
    /// The same for a weight decay that the optimizer adds to the clipped gradient. Decay apart, as AdamW's, is part of no
    /// objective.
    /// </summary>
    internal string? Refusal(OptimizerView optimizer)
    {
        if (!IsAny
            || optimizer.Adapter is not { } adapter
            || optimizer.Options.Select(adapter.WeightDecay).Max() is not (> 0 and var decay))
            return null;
        return FormattableString.Invariant(
                $"{optimizer.Name} has a weight decay of its own, {decay}, beside {Name}: the data gradient, which at rest is ") +
                "as large as the decay's, would be clipped alone, and another objective minimised. Use L2 as " +
                "PenaltyMode.Gradient, or no clipping.";
    }

    string Name => Norm ? ByNorm : ByElements;

    string ByNorm => InLoop ? "clip_grad_norm_" : "ClipNorm";

    string ByElements => InLoop ? "clip_grad_value_" : "ClipValue";
}
