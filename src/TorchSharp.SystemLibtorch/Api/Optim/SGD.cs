using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// w ← w − lr·v with v = momentum·v + (1 − dampening)·g and g = ∇w + weight_decay·w; with Nesterov v is g + momentum·v.
/// With maximize the whole step, decay included, has the other sign: so it is in TorchSharp.
/// </summary>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    static readonly Op add = new("add.Tensor"), addInplace = new("add_.Tensor"), mulInplace = new("mul_.Scalar"),
        clone = new("clone");

    static void Check(Options options)
    {
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");
        Require(options.momentum >= 0, $"Invalid momentum value: {options.momentum}");
        Require(options.weight_decay >= 0, $"Invalid weight_decay value: {options.weight_decay}");
        Require(
            options.nesterov is not true || options.momentum > 0 && options.dampening == 0,
            "Nesterov momentum requires a momentum and zero dampening");
    }

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var rate = options.maximize!.Value ? options.LearningRate!.Value : -options.LearningRate!.Value;
        var momentum = options.momentum!.Value;
        if (momentum == 0)
        {
            addInplace.Into(parameter, gradient, rate);
            return;
        }
        if (state.momentum_buffer is null) state.momentum_buffer = clone.Raw(gradient).Keep();
        else
        {
            mulInplace.Into(state.momentum_buffer, momentum);
            addInplace.Into(state.momentum_buffer, gradient, 1 - options.dampening!.Value);
        }
        if (!options.nesterov!.Value)
        {
            addInplace.Into(parameter, state.momentum_buffer, rate);
            return;
        }
        using var ahead = add.Raw(gradient, state.momentum_buffer, momentum);
        addInplace.Into(parameter, ahead, rate);
    }

    public sealed partial class State
    {
        public Tensor momentum_buffer = null!;

        public override void Initialize(OptimizerOptions options) { }
        private protected override void Each(Fields fields) => fields.Maybe(ref momentum_buffer);

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && (momentum_buffer is null || Near(momentum_buffer, state.momentum_buffer));
    }
}
