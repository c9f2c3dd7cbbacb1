using TorchReg.Optimizers;

namespace TorchReg.Penalties;

/// <summary>Which penalty acts soundly in which mode with which optimizer; a refusal is the reason, null is consent.</summary>
static class SoundPairs
{
    internal static string? Refusal(Penalty penalty, PenaltyMode mode) => mode switch
    {
        PenaltyMode.Proximal when !penalty.HasProx =>
            $"{penalty.Name} has no prox, so it can't act as PenaltyMode.Proximal: use Gradient or Loss.",
        PenaltyMode.Gradient or PenaltyMode.Loss or PenaltyMode.Decoupled when penalty.IsConstraint =>
            $"{penalty.Name} is a constraint, a projection after the step: its mode is PenaltyMode.Proximal, not {mode}.",
        PenaltyMode.Decoupled when penalty.DecayRate == null =>
            $"{penalty.Name} can't act as PenaltyMode.Decoupled, which is weight decay and means L2 only: use Gradient, Loss " +
            "or Proximal.",
        _ => null,
    };

    internal static string? Refusal(Penalty penalty, PenaltyMode mode, OptimizerView optimizer)
    {
        if (mode is PenaltyMode.Gradient or PenaltyMode.Loss) return null;
        var unable = $"{penalty.Name} can't act as PenaltyMode.{mode} with {optimizer.Name}";
        var instead = $"use {(penalty.IsConstraint ? "" : "Gradient or Loss, or ")}one of {Proximal}";
        if (optimizer.Adapter is not { } adapter) return $"{unable}, whose step sizes are not known: {instead}.";
        // Clamping is the projection in every diagonal metric.
        var isClamp = penalty is { IsConstraint: true, IsSeparable: true };
        if (optimizer.Options.Select(o => isClamp ? adapter.BoundRefusal(o) : adapter.ProxRefusal(o))
            .FirstOrDefault(reason => reason != null) is { } reason)
            return $"{unable}, {reason}: {instead}.";
        if (isClamp) return null;
        if (!penalty.IsConstraint && optimizer.Options.Any(adapter.Maximizes))
            return $"{unable} that maximizes: minimise the negative instead.";
        return mode == PenaltyMode.Decoupled ? OwnDecay(penalty, optimizer, adapter)
            : adapter.IsAdaptive && !penalty.HasMetricProx
                ? $"{unable}: its prox under a step size per element is not known (MetricProx). Use " +
                    $"SGD{(penalty.IsConstraint ? "" : ", or Gradient")}."
            : null;
    }

    static string? OwnDecay(Penalty penalty, OptimizerView optimizer, OptimizerAdapter adapter)
    {
        var decay = optimizer.Options.Max(o => adapter.WeightDecay(o) + adapter.DecoupledDecay(o));
        return decay == 0
            ? null
            : FormattableString.Invariant(
                $"{optimizer.Name} has a weight decay of its own, {decay}, beside {penalty.Name} as ") +
                "PenaltyMode.Decoupled: set it to 0.";
    }

    static string Proximal => KnownOptimizers.Names(KnownOptimizers.All.Where(adapter => adapter.TakesProx));
}
