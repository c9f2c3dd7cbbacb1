using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// ASGD: w := w·(1 − λ·η_t) − η_t·g, η_t = η/(1 + λ·η·(t − 1))^α: its λ is a weight decay. The averaged weights are not touched.
/// </summary>
sealed class ASGDAdapter() : OptimizerAdapter<ASGD, ASGD.Options, ASGD.State>(
    static state => ref state.step,
    static options => (options.weight_decay ?? 0) + (options.lambd ?? 0),
    static options => options.maximize)
{
    internal override OptimizerArgument Takes => OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.ASGD(parameters, rate, weight_decay: arguments.WeightDecay);

    internal override bool IsAdaptive => false;

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<ASGD.State>("ax", s => s.ax, (s, t) => s.ax = t, fallsToZero: false),
        Slot.OfNumber<ASGD.State>("eta", s => s.eta, (s, x) => s.eta = x),
        Slot.OfNumber<ASGD.State>("mu", s => s.mu, (s, x) => s.mu = x),
    ];

    // The state holds the next step's rate already.
    protected override StepSizes Sizes(double rate, ASGD.Options options, ASGD.State state, long finished) =>
        new(rate / Math.Pow(1 + (options.lambd ?? 0) * rate * (state.step - 1), options.alpha ?? 0.75));
}
