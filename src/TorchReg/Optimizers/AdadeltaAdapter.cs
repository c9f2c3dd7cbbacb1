using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// Adadelta: w −= η·√(d + ε)/√(v + ε)·g, d the mean square of past steps, which a prox would have to be part of.
/// </summary>
sealed class AdadeltaAdapter() : OptimizerAdapter<Adadelta, Adadelta.Options, Adadelta.State>(
    static state => ref state.step, static options => options.weight_decay, static options => options.maximize)
{
    internal override OptimizerArgument Takes => OptimizerArgument.Epsilon | OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.Adadelta(parameters, rate, eps: arguments.Epsilon ?? 1e-6, weight_decay: arguments.WeightDecay);

    internal override bool TakesProx => false;

    internal override IReadOnlyList<Slot> Slots { get; } =
    [
        Slot.Of<Adadelta.State>("square_avg", s => s.square_avg, (s, t) => s.square_avg = t),
        Slot.Of<Adadelta.State>("acc_delta", s => s.acc_delta, (s, t) => s.acc_delta = t),
    ];

    internal override string? ProxRefusal(OptimizerOptions options) =>
        "whose step size comes from its past steps: where the gradient rests at −λ·sign(w) it grows without end";

    protected override StepSizes Sizes(double rate, Adadelta.Options options, Adadelta.State state, long finished) =>
        throw new NotSupportedException(Name);
}
