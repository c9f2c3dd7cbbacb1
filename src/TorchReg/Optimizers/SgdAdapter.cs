using TorchReg.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>SGD: w −= η·m, m = μ·m + (1 − τ)·g, the first m being g itself; with Nesterov w −= η·(g + μ·m).</summary>
sealed class SgdAdapter() : OptimizerAdapter<SGD, SGD.Options, SGD.State>(
    decay: static options => options.weight_decay, climbs: static options => options.maximize)
{
    internal override OptimizerArgument Takes =>
        OptimizerArgument.Momentum | OptimizerArgument.Nesterov | OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.SGD(parameters, rate, arguments.Momentum, weight_decay: arguments.WeightDecay, nesterov: arguments.Nesterov);

    internal override bool IsAdaptive => false;

    internal override IReadOnlyList<Slot> Slots { get; } =
        [Slot.Of<SGD.State>("momentum_buffer", s => s.momentum_buffer, (s, t) => s.momentum_buffer = t)];

    internal override bool HasMoved(OptimizerOptions options, OptimizerState state) =>
        ((SGD.Options)options).momentum is null or 0 || ((SGD.State)state).momentum_buffer is not null;

    internal override string? ProxRefusal(OptimizerOptions options) => ((SGD.Options)options) switch
    {
        { momentum: >= 1 } => "whose momentum of 1 or more never comes to rest",
        { momentum: > 0, dampening: >= 1 } => "whose dampening of 1 or more lets no new gradient in",
        _ => null,
    };

    protected override StepSizes Sizes(double rate, SGD.Options options, SGD.State state, long finished) =>
        new(rate * SgdKind.Factor(options.momentum ?? 0, options.dampening ?? 0, options.nesterov == true, finished));

    internal override StackedKind Stacked(OptimizerOptions options)
    {
        var own = (SGD.Options)options;
        return new SgdKind(own.momentum ?? 0, own.dampening ?? 0, own.nesterov == true);
    }

    internal override bool TakesSteps => true;

    internal override bool TryMove(
        Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state, Shrinks shrinks)
    {
        var own = (SGD.Options)options;
        return own.momentum is null or 0 && SgdPass.Take(parameter, gradient, Rate(own), own.weight_decay ?? 0, shrinks);
    }

    static double Rate(SGD.Options own) => own.maximize == true ? -own.LearningRate!.Value : own.LearningRate!.Value;

    internal override void Move(Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state)
    {
        var own = (SGD.Options)options;
        var (rate, decay) = (Rate(own), own.weight_decay ?? 0);
        using var decayed = decay != 0 ? gradient.add(parameter, Scalars.Of(decay)) : null;
        Move(parameter, decayed ?? gradient, Scalars.Of(-rate), own, (SGD.State)state);
    }

    static void Move(Parameter parameter, Tensor gradient, Scalar rate, SGD.Options options, SGD.State state)
    {
        if (options.momentum is not { } momentum || momentum == 0)
        {
            parameter.add_(gradient, rate);
            return;
        }
        if (state.momentum_buffer is null) state.momentum_buffer = gradient.clone().DetachFromDisposeScope();
        else state.momentum_buffer.mul_(Scalars.Of(momentum)).add_(gradient, Scalars.Of(1 - (options.dampening ?? 0)));
        using var ahead = options.nesterov == true ? gradient.add(state.momentum_buffer, Scalars.Of(momentum)) : null;
        parameter.add_(ahead ?? state.momentum_buffer, rate);
    }
}
