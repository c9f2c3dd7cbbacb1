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

    internal override bool TryMove(
        Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state, Shrinks shrinks)
    {
        var (own, its) = ((RMSProp.Options)options, (RMSProp.State)state);
        if (own.centered == true || own.momentum is > 0) return false;
        var pass = new RmsPropPass(
            own.maximize == true ? -1 : 1, own.weight_decay ?? 0, own.alpha!.Value, own.LearningRate!.Value, own.eps!.Value);
        if (!pass.Take(parameter, gradient, its.square_avg, shrinks)) return false;
        its.step++;
        return true;
    }

    internal override bool TakesSteps => true;

    internal override void Move(Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state)
    {
        var (own, its) = ((RMSProp.Options)options, (RMSProp.State)state);
        var (alpha, rate) = (own.alpha!.Value, own.LearningRate!.Value);
        using var climbing = own.maximize == true ? gradient.neg() : null;
        using var decayed = own.weight_decay is { } d && d != 0 ? (climbing ?? gradient).add(parameter, Scalars.Of(d)) : null;
        var g = decayed ?? climbing ?? gradient;
        its.step++;
        its.square_avg.mul_(Scalars.Of(alpha)).addcmul_(g, g, Scalars.Of(1 - alpha));
        using var spread = own.centered == true ? Spread(g, its, alpha) : its.square_avg.sqrt();
        spread.add_(Scalars.Of(own.eps!.Value), Scalars.One);
        if (own.momentum is not > 0)
        {
            parameter.addcdiv_(g, spread, Scalars.Of(-rate));
            return;
        }
        its.momentum_buffer.mul_(Scalars.Of(own.momentum.Value)).addcdiv_(g, spread, Scalars.One);
        parameter.add_(its.momentum_buffer, Scalars.Of(-rate));
    }

    static Tensor Spread(Tensor gradient, RMSProp.State state, double alpha)
    {
        state.grad_avg.mul_(Scalars.Of(alpha)).add_(gradient, Scalars.Of(1 - alpha));
        using var variance = state.square_avg.addcmul(state.grad_avg, state.grad_avg, Scalars.Of(-1));
        return variance.sqrt();
    }

    protected override StepSizes Sizes(double rate, RMSProp.Options options, RMSProp.State state, long finished) => new(
        rate * (options.momentum is > 0 and { } momentum ? (1 - Math.Pow(momentum, state.step)) / (1 - momentum) : 1),
        state.square_avg, 1, options.eps ?? 1e-8);
}
