using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>What Adam and AdamW read of their options.</summary>
readonly record struct AdamOptions(
    double? Rate, double? Beta1, double? Beta2, double? Epsilon, double? Decay, bool? Amsgrad, bool? Maximize);

/// <summary>Adam, AMSGrad and AdamW: w −= η·m̂/(√v̂ + ε); they differ by where the weight decay goes.</summary>
abstract class AdamStepAdapter<TOptimizer, TOptions, TState>(
    BetasFactory create, StepOf<TState> step, Func<TOptions, AdamOptions> read, Action<TOptions, double> putEpsilon,
    IReadOnlyList<Slot> slots, bool isDecoupled)
    : BetasAdapter<TOptimizer, TOptions, TState>(
        create, step, isDecoupled ? null : options => read(options).Decay, options => read(options).Maximize)
    where TOptions : OptimizerOptions where TState : OptimizerState
{
    readonly Slot mean = slots[0], square = slots[1], largest = slots[2];
    readonly StepOf<TState> step = step;

    internal sealed override IReadOnlyList<Slot> Slots => slots;

    internal sealed override double DecoupledDecay(OptimizerOptions options) =>
        isDecoupled ? read((TOptions)options).Decay ?? 0 : 0;

    // m̂ = m/(1 − β₁ᵗ) is g from the first step on.
    protected sealed override StepSizes Sizes(double rate, TOptions options, TState state, long finished)
    {
        var own = read(options);
        return new(
            rate, (own.Amsgrad == true ? largest : square).Get(state),
            1 / Math.Sqrt(1 - Math.Pow(own.Beta2 ?? 0.999, step(state))), own.Epsilon ?? 1e-8);
    }

    internal sealed override bool HasEpsilonHat => true;

    internal sealed override void PutEpsilonHat(OptimizerOptions options, double epsilonHat, long taken) => putEpsilon(
        (TOptions)options, epsilonHat / Math.Sqrt(1 - Math.Pow(read((TOptions)options).Beta2 ?? 0.999, taken)));

    internal sealed override bool TakesSteps => true;

    internal sealed override StackedKind Stacked(OptimizerOptions options)
    {
        var own = read((TOptions)options);
        return new AdamKind(own.Beta1!.Value, own.Beta2!.Value, own.Epsilon!.Value, own.Amsgrad == true);
    }

    internal sealed override bool TryMove(
        Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state, Shrinks shrinks)
    {
        var own = read((TOptions)options);
        if (own.Amsgrad == true) return false;
        var move = Next(own, step((TState)state) + 1);
        var (decay, shrink) = Decays(own);
        var (m, v) = (mean.Get(state)!, square.Get(state)!);
        if (!move.TryInOnePass(parameter, gradient, m, v, own.Maximize == true, decay, shrink, shrinks)) return false;
        step((TState)state)++;
        return true;
    }

    static AdamMove Next(AdamOptions own, long step) =>
        new(own.Rate!.Value, own.Beta1!.Value, own.Beta2!.Value, own.Epsilon!.Value, step);

    // Through the gradient, and apart from it.
    (double Decay, double Shrink) Decays(AdamOptions own) =>
        isDecoupled ? (0, 1 - own.Rate!.Value * (own.Decay ?? 0)) : (own.Decay ?? 0, 1);

    internal sealed override void Move(
        Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state)
    {
        var own = read((TOptions)options);
        var move = Next(own, ++step((TState)state));
        var (decay, shrink) = Decays(own);
        var (m, v) = (mean.Get(state)!, square.Get(state)!);
        using var climbing = own.Maximize == true ? gradient.neg() : null;
        if (isDecoupled) parameter.mul_(Scalars.Of(shrink));
        using var decayed = decay != 0 ? (climbing ?? gradient).add(parameter, Scalars.Of(decay)) : null;
        move.Track(decayed ?? climbing ?? gradient, m, v);
        if (own.Amsgrad == true) largest.Put(state, AdamMove.Larger(largest.Get(state)!, v));
        move.Apply(parameter, m, own.Amsgrad == true ? largest.Get(state)! : v);
    }
}
