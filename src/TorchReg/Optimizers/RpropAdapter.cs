using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Rprop: w −= sign(g)·sᵢ, whatever the gradient's size, so that a gradient that is not 0 never comes to rest.</summary>
sealed class RpropAdapter() : OptimizerAdapter<Rprop, Rprop.Options, Rprop.State>(
    static state => ref state.step, climbs: static options => options.maximize)
{
    internal override OptimizerArgument Takes => OptimizerArgument.None;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.Rprop(parameters, rate);

    internal override bool TakesProx => false;

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<Rprop.State>("prev", s => s.prev, (s, t) => s.prev = t, fallsToZero: false),
        Slot.Of<Rprop.State>("step_size", s => s.step_size, (s, t) => s.step_size = t, fallsToZero: false),
    ];

    internal override string? ProxRefusal(OptimizerOptions options) =>
        "which sees the gradient's signs alone: its steps follow no λ";

    protected override StepSizes Sizes(double rate, Rprop.Options options, Rprop.State state, long finished) =>
        throw new NotSupportedException(Name);
}
