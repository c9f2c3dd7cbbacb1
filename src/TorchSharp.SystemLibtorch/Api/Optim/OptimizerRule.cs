using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>What a kind of optimizer makes for a group and for a parameter, and its step.</summary>
abstract class OptimizerRule
{
    internal abstract OptimizerOptions NewOptions();
    internal abstract OptimizerState NewState(Parameter parameter);
    internal abstract void Update(ParamGroup group);
}

/// <summary>How a weight moves by its gradient.</summary>
delegate void WeightMove<TOptions, TState>(Parameter parameter, RawTensor gradient, TState state, TOptions options);

/// <param name="terms">Whether the gradient's sign is turned, and how much of the weight is added to it.</param>
sealed class OptimizerRule<TOptions, TState>(
    Func<Parameter, TState> newState, Func<TOptions, (bool Negated, double Decay)> terms, WeightMove<TOptions, TState> move)
    : OptimizerRule where TOptions : OptimizerOptions, new() where TState : OptimizerState
{
    internal override OptimizerOptions NewOptions() => new TOptions();
    internal override OptimizerState NewState(Parameter parameter) => newState(parameter);

    internal override void Update(ParamGroup group)
    {
        var options = (TOptions)group.Options;
        var (negated, decay) = terms(options);
        foreach (var (parameter, state) in group.Slots)
        {
            using var gradient = Gradient.Of(parameter, negated, decay);
            if (gradient.Exists) move(parameter, gradient, (TState)state, options);
        }
    }
}
