using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// RAdam: w −= η·m̂ while the variance of its step is not known, then w −= η·r·m̂·√(1 − β₂ᵗ)/(√v + ε), r the rectification.
/// TorchSharp 0.105 multiplies the second by η twice; whether the one at hand does is found out once, by running it.
/// </summary>
/// <remarks>L. Liu et al., On the variance of the adaptive learning rate and beyond, ICLR 2020, algorithm 2.</remarks>
sealed class RAdamAdapter() : BetasAdapter<RAdam, RAdam.Options, RAdam.State>(
    static (parameters, rate, beta1, beta2, epsilon, decay) => optim.RAdam(parameters, rate, beta1, beta2, epsilon, decay),
    static state => ref state.step,
    static options => options.weight_decay)
{
    static readonly Lazy<bool> squaresItsRate = new(SquaresItsRate);

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<RAdam.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<RAdam.State>("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),
    ];

    // Its corrections of the means are of the metric, and are not defined before the first step.
    internal override double DecayRate(ParamGroup group, OptimizerState state, long finished) => group.LearningRate;

    protected override StepSizes Sizes(double rate, RAdam.Options options, RAdam.State state, long finished)
    {
        var beta2 = options.beta2 ?? 0.999;
        var correction = 1 - Math.Pow(beta2, state.step);
        var limit = 2 / (1 - beta2) - 1;
        var length = limit - 2 * state.step * Math.Pow(beta2, state.step) / correction;
        if (length <= 5) return new(rate);
        var rectified = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
        var size = rate * rectified * Math.Sqrt(correction);
        return new(squaresItsRate.Value ? size * rate : size, state.exp_avg_sq, 1, options.eps ?? 1e-8);
    }

    // With β₂ = 0.9 the sixth step of a weight under the gradient 1 is rectified; at η = ½ it would be above 0.25·r unless η
    // counts twice.
    static bool SquaresItsRate()
    {
        using var scope = NewDisposeScope();
        using var weight = nn.Parameter(zeros(1, ScalarType.Float64));
        using var optimizer = optim.RAdam([weight], 0.5, beta2: 0.9, eps: 0);
        var before = 0.0;
        for (var step = 0; step < 6; step++)
        {
            before = weight.ReadDouble();
            weight.grad = ones(1, ScalarType.Float64);
            optimizer.step();
        }
        var (limit, power) = (19.0, Math.Pow(0.9, 6));
        var length = limit - 2 * 6 * power / (1 - power);
        var rectified = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
        return before - weight.ReadDouble() < 0.375 * rectified;
    }
}
