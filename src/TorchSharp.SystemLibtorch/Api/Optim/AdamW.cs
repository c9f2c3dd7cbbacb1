using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← (1 − lr·weight_decay)·w, then Adam's step on the gradient alone.</summary>
public partial class AdamW : OptimizerHelper, optim.IBetas
{
    static readonly Op mul = new("mul_.Scalar");

    static void Check(Options options) =>
        Moments.Check(options.LearningRate, options.beta1, options.beta2, options.eps, options.weight_decay);

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        mul.Into(parameter, 1 - options.LearningRate!.Value * options.weight_decay!.Value);
        state.step++;
        Moments.Track(gradient, state.exp_avg, state.exp_avg_sq, options.beta1!.Value, options.beta2!.Value);
        Moments.Step(
            parameter, state.step, state.exp_avg, state.exp_avg_sq, options.amsgrad!.Value ? state.max_exp_avg_sq : null,
            options.LearningRate!.Value, options.beta1.Value, options.beta2.Value, options.eps!.Value);
    }
}
