using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Optimizers;

/// <summary>SGD: w −= η·m, m = μ·m + (1 − τ)·g, the first m being g itself; with Nesterov w −= η·(g + μ·m).</summary>
sealed class SgdAdapter : OptimizerAdapter<SGD, SGD.Options, SGD.State>
{
    internal override bool IsAdaptive => false;

    internal override IReadOnlyList<Slot> Slots { get; } =
        [Slot.Of<SGD.State>("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer = t)];

    protected override double Decay(SGD.Options options) => options.weight_decay ?? 0;

    protected override bool Climbs(SGD.Options options) => options.maximize == true;

    internal override bool HasMoved(OptimizerOptions options, OptimizerState state) =>
        ((SGD.Options)options).momentum is null or 0 || ((SGD.State)state).momentum_buffer is not null;

    internal override string? ProxRefusal(OptimizerOptions options) => ((SGD.Options)options) switch
    {
        { momentum: >= 1 } => "whose momentum of 1 or more never comes to rest",
        { momentum: > 0, dampening: >= 1 } => "whose dampening of 1 or more lets no new gradient in",
        _ => null,
    };

    protected override StepSizes Sizes(double rate, SGD.Options options, SGD.State state, long finished)
    {
        if (options.momentum is not { } momentum || momentum == 0) return new(rate);
        // What the buffer holds after this many gradients of 1.
        var atRest = (1 - (options.dampening ?? 0)) / (1 - momentum);
        var buffer = atRest + Math.Pow(momentum, finished) * (1 - atRest);
        return new(rate * (options.nesterov == true ? 1 + momentum * buffer : buffer));
    }
}
