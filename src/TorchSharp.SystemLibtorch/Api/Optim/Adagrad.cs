using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr/(1 + (t − 1)·lr_decay)·g / (√Σg² + ε), g = ∇w + weight_decay·w.</summary>
public partial class Adagrad : OptimizerHelper
{
    static readonly Op addcmul = new("addcmul_"), sqrt = new("sqrt"), addScalar = new("add_.Scalar"), addcdiv = new("addcdiv_");

    static void Check(Options options)
    {
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");
        Require(options.eps >= 0, $"Invalid ε: {options.eps}");
        Require(options.lr_decay >= 0, $"Invalid lr_decay value: {options.lr_decay}");
        Require(options.weight_decay >= 0, $"Invalid weight_decay value: {options.weight_decay}");
        Require(
            options.initial_accumulator_value >= 0,
            $"Invalid initial_accumulator_value: {options.initial_accumulator_value}");
    }

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        state.step++;
        var rate = options.LearningRate!.Value / (1 + (state.step - 1) * options.lr_decay!.Value);
        addcmul.Into(state.sum, gradient, gradient, 1);
        using var divisor = sqrt.Raw(state.sum);
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        addcdiv.Into(parameter, gradient, divisor, -rate);
    }

    public sealed partial class State
    {
        public long step;
        public Tensor sum = null!;

        public override void Initialize(OptimizerOptions options)
        {
            sum = New.FullLike(_parameter, ((Options)options).initial_accumulator_value!.Value);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref sum);
    }
}
