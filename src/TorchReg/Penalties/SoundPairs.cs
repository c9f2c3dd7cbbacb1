using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Which penalty acts soundly in which mode with which optimizer; a refusal is the reason, null is consent.</summary>
static class SoundPairs
{
    internal static string? Refusal(Penalty penalty, PenaltyMode mode) => mode switch
    {
        PenaltyMode.Proximal when !penalty.HasProx =>
            $"{penalty.Name} has no prox, so it can't act as PenaltyMode.Proximal: use Gradient or Loss.",
        PenaltyMode.Gradient or PenaltyMode.Loss or PenaltyMode.Decoupled when penalty is Constraint =>
            $"{penalty.Name} is a constraint, a projection after the step: its mode is PenaltyMode.Proximal, not {mode}.",
        PenaltyMode.Decoupled when penalty is not L2 =>
            $"{penalty.Name} can't act as PenaltyMode.Decoupled, which is weight decay and means L2 only: use Gradient, Loss or Proximal.",
        _ => null,
    };

    internal static string? Refusal(Penalty penalty, PenaltyMode mode, optim.Optimizer optimizer) => mode switch
    {
        PenaltyMode.Gradient or PenaltyMode.Loss => null,
        _ when optimizer is LBFGS =>
            $"{penalty.Name} can't act as PenaltyMode.{mode} with LBFGS, whose line model must see the whole objective: use Gradient or Loss.",
        PenaltyMode.Decoupled when DiagonalMetric.WeightDecay(optimizer) is var decay and > 0 =>
            FormattableString.Invariant($"{optimizer.GetType().Name} has a weight decay of its own, {decay}, beside {penalty.Name} as PenaltyMode.Decoupled: set it to 0."),
        PenaltyMode.Proximal when penalty is Constraint || optimizer is SGD => null,
        PenaltyMode.Proximal when !DiagonalMetric.Knows(optimizer) =>
            $"{penalty.Name} can't act as PenaltyMode.Proximal with {optimizer.GetType().Name}: only with SGD, Adam, AdamW, RMSProp and Adagrad, whose metric is known.",
        PenaltyMode.Proximal when penalty is not SeparablePenalty =>
            $"{penalty.Name} can't act as PenaltyMode.Proximal with {optimizer.GetType().Name}: under a step size per element only a penalty " +
            "that acts element by element has a closed-form prox. Use SGD, or Gradient.",
        _ => null,
    };
}
