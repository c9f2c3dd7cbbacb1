using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Adamax: w −= η·m̂/u, u = max(β₂·u, |g| + ε).</summary>
sealed class AdamaxAdapter : OptimizerAdapter<Adamax, Adamax.Options, Adamax.State>
{
    internal override OptimizerArgument Takes =>
        OptimizerArgument.Betas | OptimizerArgument.Epsilon | OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.Adamax(parameters, rate, arguments.Beta1, arguments.Beta2, arguments.Epsilon ?? 1e-8, arguments.WeightDecay);

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<Adamax.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<Adamax.State>("exp_inf", s => s.exp_inf, (s, t) => s.exp_inf = t, fallsToZero: false),
    ];

    internal override void SetStep(OptimizerState state, long step) => ((Adamax.State)state).step = step;

    protected override long? Count(Adamax.State state) => state.step;

    protected override double Decay(Adamax.Options options) => options.weight_decay ?? 0;

    protected override StepSizes Sizes(double rate, Adamax.Options options, Adamax.State state, long finished) =>
        new(rate, state.exp_inf, IsRoot: true);
}
