using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// Adadelta: w −= η·√(d + ε)/√(v + ε)·g, d the mean square of past steps, which a prox would have to be part of.
/// </summary>
sealed class AdadeltaAdapter : OptimizerAdapter<Adadelta, Adadelta.Options, Adadelta.State>
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

    internal override void SetStep(OptimizerState state, long step) => ((Adadelta.State)state).step = step;

    protected override long? Count(Adadelta.State state) => state.step;

    protected override double Decay(Adadelta.Options options) => options.weight_decay ?? 0;

    protected override bool Climbs(Adadelta.Options options) => options.maximize == true;

    internal override string? ProxRefusal(OptimizerOptions options) =>
        "whose step size comes from its past steps: where the gradient rests at −λ·sign(w) it grows without end";

    protected override StepSizes Sizes(double rate, Adadelta.Options options, Adadelta.State state, long finished) =>
        throw new NotSupportedException(Name);
}
