using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>NAdam: w −= η·((1 − μ_t)/(1 − Πμ)·g + μ_{t+1}/(1 − Πμ·μ_{t+1})·m)/(√v̂ + ε), μ_t = β₁(1 − ½·0.96^(t·ψ)).</summary>
sealed class NAdamAdapter() : BetasAdapter<NAdam, NAdam.Options, NAdam.State>(
    static (parameters, rate, beta1, beta2, epsilon, decay) => optim.NAdam(parameters, rate, beta1, beta2, epsilon, decay),
    static state => ref state.step,
    static options => options.weight_decay)
{
    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<NAdam.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<NAdam.State>("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),
        Slot.OfNumber<NAdam.State>("mu_product", s => s.mu_product, (s, x) => s.mu_product = x),
    ];

    // Its corrections of the means are of the metric, and are not defined before the first step.
    internal override double DecayRate(ParamGroup group, OptimizerState state, long finished) => group.LearningRate;

    // m is (1 − β₁ᵗ)·g after t gradients g.
    protected override StepSizes Sizes(double rate, NAdam.Options options, NAdam.State state, long finished)
    {
        var (beta1, beta2) = (options.beta1 ?? 0.9, options.beta2 ?? 0.999);
        double Momentum(long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * (options.momentum_decay ?? 4e-3)));
        var next = Momentum(state.step + 1);
        var ofGradient = (1 - Momentum(state.step)) / (1 - state.mu_product);
        var ofMean = next / (1 - state.mu_product * next) * (1 - Math.Pow(beta1, state.step));
        return new(
            rate * (ofGradient + ofMean),
            state.exp_avg_sq,
            1 / Math.Sqrt(1 - Math.Pow(beta2, state.step)),
            options.eps ?? 1e-8);
    }
}
