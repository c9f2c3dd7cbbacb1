using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Makes an optimizer of Adam's kind.</summary>
delegate optim.Optimizer BetasFactory(
    IEnumerable<Parameter> parameters, double rate, double beta1, double beta2, double epsilon, double weightDecay);

/// <summary>Optimizers of Adam's kind: made of two βs, an ε, by default 1e-8, and a weight decay.</summary>
abstract class BetasAdapter<TOptimizer, TOptions, TState>(
    BetasFactory create, StepOf<TState> step, Func<TOptions, double?>? decay, Func<TOptions, bool?>? climbs = null)
    : OptimizerAdapter<TOptimizer, TOptions, TState>(step, decay, climbs)
    where TOptions : OptimizerOptions where TState : OptimizerState
{
    internal sealed override OptimizerArgument Takes =>
        OptimizerArgument.Betas | OptimizerArgument.Epsilon | OptimizerArgument.WeightDecay;

    internal sealed override optim.Optimizer Create(
        IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        create(parameters, rate, arguments.Beta1, arguments.Beta2, arguments.Epsilon ?? 1e-8, arguments.WeightDecay);
}
