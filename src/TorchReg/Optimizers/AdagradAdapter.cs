using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Adagrad: w −= η_t·g/(√Σg² + ε), η_t = η/(1 + (t − 1)·decay).</summary>
sealed class AdagradAdapter() : OptimizerAdapter<Adagrad, Adagrad.Options, Adagrad.State>(
    static state => ref state.step, static options => options.weight_decay)
{
    internal override OptimizerArgument Takes => OptimizerArgument.Epsilon | OptimizerArgument.WeightDecay;

    internal override optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments) =>
        optim.Adagrad(parameters, rate, weight_decay: arguments.WeightDecay, eps: arguments.Epsilon ?? 1e-10);

    internal override IReadOnlyList<Slot> Slots { get; } =
    [Slot.Of<Adagrad.State>("sum", s => s.sum, (s, t) => s.sum = t, fallsToZero: false)];

    protected override StepSizes Sizes(double rate, Adagrad.Options options, Adagrad.State state, long finished) =>
        new(rate / (1 + (state.step - 1) * (options.lr_decay ?? 0)), state.sum, 1, options.eps ?? 1e-10);
}
