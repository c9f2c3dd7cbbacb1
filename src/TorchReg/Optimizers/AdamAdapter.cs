using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Adam and AMSGrad: w −= η·m̂/(√v̂ + ε).</summary>
sealed class AdamAdapter : OptimizerAdapter<Adam, Adam.Options, Adam.State>
{
    internal override OptimizerArgument Takes =>
        OptimizerArgument.Betas | OptimizerArgument.Epsilon | OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.Adam(parameters, rate, arguments.Beta1, arguments.Beta2, arguments.Epsilon ?? 1e-8, arguments.WeightDecay);

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<Adam.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<Adam.State>("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),
        Slot.Of<Adam.State>("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq = t, fallsToZero: false),
    ];

    internal override void SetStep(OptimizerState state, long step) => ((Adam.State)state).step = step;

    protected override long? Count(Adam.State state) => state.step;

    protected override double Decay(Adam.Options options) => options.weight_decay ?? 0;

    protected override bool Climbs(Adam.Options options) => options.maximize == true;

    // m̂ = m/(1 − β₁ᵗ) is g from the first step on.
    protected override StepSizes Sizes(double rate, Adam.Options options, Adam.State state, long finished) => new(
        rate, options.amsgrad == true ? state.max_exp_avg_sq : state.exp_avg_sq,
        1 / Math.Sqrt(1 - Math.Pow(options.beta2 ?? 0.999, state.step)), options.eps ?? 1e-8);

    internal override bool HasEpsilonHat => true;

    internal override void PutEpsilonHat(OptimizerOptions options, double epsilonHat, long step)
    {
        var own = (Adam.Options)options;
        own.eps = epsilonHat / Math.Sqrt(1 - Math.Pow(own.beta2 ?? 0.999, step));
    }

    internal override bool TakesSteps => true;

    internal override void Move(Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state)
    {
        var (own, kept) = ((Adam.Options)options, (Adam.State)state);
        var move = new AdamMove(own.LearningRate!.Value, own.beta1!.Value, own.beta2!.Value, own.eps!.Value, ++kept.step);
        if (own.amsgrad != true && move.TryInOnePass(parameter, gradient, kept.exp_avg, kept.exp_avg_sq,
                own.maximize == true, own.weight_decay ?? 0))
            return;
        using var climbing = own.maximize == true ? gradient.neg() : null;
        using var decayed =
            own.weight_decay is { } decay && decay != 0 ? (climbing ?? gradient).add(parameter, Scalars.Of(decay)) : null;
        move.Track(decayed ?? climbing ?? gradient, kept.exp_avg, kept.exp_avg_sq);
        if (own.amsgrad == true) kept.max_exp_avg_sq = AdamMove.Larger(kept.max_exp_avg_sq, kept.exp_avg_sq);
        move.Apply(parameter, kept.exp_avg, own.amsgrad == true ? kept.max_exp_avg_sq : kept.exp_avg_sq);
    }
}
