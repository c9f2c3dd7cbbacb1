using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// RMSProp: w −= η·g/(√v + ε), or with momentum w −= η·b, b = μ·b + g/(√v + ε); centered, v is less the square of the mean
/// gradient.
/// </summary>
sealed class RMSPropAdapter() : OptimizerAdapter<RMSProp, RMSProp.Options, RMSProp.State>(
    static state => ref state.step, static options => options.weight_decay, static options => options.maximize)
{
    internal override OptimizerArgument Takes =>
        OptimizerArgument.Momentum | OptimizerArgument.Epsilon | OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.RMSProp(
            parameters,
            rate,
            eps: arguments.Epsilon ?? 1e-8,
            weight_decay: arguments.WeightDecay,
            momentum: arguments.Momentum);

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<RMSProp.State>("square_avg", s => s.square_avg, (s, t) => s.square_avg = t),
        Slot.Of<RMSProp.State>("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer = t),
        Slot.Of<RMSProp.State>("grad_avg", s => s.grad_avg, (s, t) => s.grad_avg = t),
    ];

    internal override string? ProxRefusal(OptimizerOptions options) => ((RMSProp.Options)options) switch
    {
        { momentum: >= 1 } => "whose momentum of 1 or more never comes to rest",
        { centered: true } => "which, centered, divides by the gradient's spread: it is 0 where the gradient rests at −λ·sign(w)",
        _ => null,
    };

    internal override string? BoundRefusal(OptimizerOptions options) => ((RMSProp.Options)options).centered != true ? null
        : "which, centered, divides by the gradient's spread: it is 0, or by rounding NaN, where the gradient rests at a bound";

    protected override StepSizes Sizes(double rate, RMSProp.Options options, RMSProp.State state, long finished) => new(
        rate * (options.momentum is > 0 and { } momentum ? (1 - Math.Pow(momentum, state.step)) / (1 - momentum) : 1),
        state.square_avg, 1, options.eps ?? 1e-8);
}
