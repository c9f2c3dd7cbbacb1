using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Adamax: w −= η·m̂/u, u = max(β₂·u, |g| + ε).</summary>
sealed class AdamaxAdapter() : BetasAdapter<Adamax, Adamax.Options, Adamax.State>(
    static (parameters, rate, beta1, beta2, epsilon, decay) => optim.Adamax(parameters, rate, beta1, beta2, epsilon, decay),
    static state => ref state.step,
    static options => options.weight_decay)
{
    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<Adamax.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<Adamax.State>("exp_inf", s => s.exp_inf, (s, t) => s.exp_inf = t, fallsToZero: false),
    ];

    protected override StepSizes Sizes(double rate, Adamax.Options options, Adamax.State state, long finished) =>
        new(rate, state.exp_inf, IsRoot: true);
}
