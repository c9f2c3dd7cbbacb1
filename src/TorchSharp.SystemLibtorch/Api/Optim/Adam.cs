using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// w ← w − lr/(1 − β₁ᵗ)·m / (√v/√(1 − β₂ᵗ) + ε), m and v the running means of g and g², g = ∇w + weight_decay·w.
/// </summary>
public partial class Adam : OptimizerHelper, optim.IBetas
{
    static void Check(Options options) =>
        Moments.Check(options.LearningRate, options.beta1, options.beta2, options.eps, options.weight_decay);

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        state.step++;
        Moments.Track(gradient, state.exp_avg, state.exp_avg_sq, options.beta1!.Value, options.beta2!.Value);
        Moments.Step(
            parameter, state.step, state.exp_avg, state.exp_avg_sq, options.amsgrad!.Value ? state.max_exp_avg_sq : null,
            options.LearningRate!.Value, options.beta1.Value, options.beta2.Value, options.eps!.Value);
    }
}
