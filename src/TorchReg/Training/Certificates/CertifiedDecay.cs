using TorchReg.Optimizers;
using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The weight decay that an optimizer adds to J; refuses one whose steps end at the minimiser of no J.</summary>
sealed class CertifiedDecay
{
    readonly OptimizerView view;

    internal CertifiedDecay(optim.Optimizer optimizer, Regularization? regularization)
    {
        view = new(optimizer, remembers: false);
        if (view.Adapter is not { } adapter)
        {
            if (optimizer is LBFGS) return;
            throw new NotSupportedException(
                $"There is no certificate with {view.Name}, whose weight decay is not known: leave the optimizer out to " +
                "certify loss + penalties.");
        }
        if (view.Options.Max(adapter.DecoupledDecay) is var own and > 0)
            throw new NotSupportedException(
                FormattableString.Invariant(
                    $"There is no certificate with {view.Name}(weight_decay: {own}), whose decay apart from the gradient is ") +
                    "part of no " + "objective: use L2 as PenaltyMode.Gradient.");
        var decoupled = regularization?.Placements.FirstOrDefault(p => p.Mode == PenaltyMode.Decoupled).Penalty;
        if (adapter.IsAdaptive && decoupled != null)
            throw new NotSupportedException(
                $"There is no certificate for {decoupled.Name} as PenaltyMode.Decoupled with {view.Name}, whose step sizes " +
                "make it part of no objective: use PenaltyMode.Gradient.");
    }

    internal double Of(Parameter parameter) =>
        view.Adapter is { } adapter && view.Find(parameter) is { } steps ? adapter.WeightDecay(steps.Options) : 0;
}
