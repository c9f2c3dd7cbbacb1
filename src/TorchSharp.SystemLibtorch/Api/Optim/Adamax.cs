using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr/(1 − β₁ᵗ)·m/u, m the running mean of g, u = max(β₂·u, |g| + ε).</summary>
public partial class Adamax : OptimizerHelper, optim.IBetas
{
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), addScalar = new("add_.Scalar"), abs = new("abs"),
        maximum = new("maximum.out"), addcdiv = new("addcdiv_");

    static void Check(Options options) =>
        Moments.CheckUpToOne(options.LearningRate, options.beta1, options.beta2, options.eps, options.weight_decay);

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var beta1 = options.beta1!.Value;
        state.step++;
        mul.Into(state.exp_avg, beta1);
        add.Into(state.exp_avg, gradient, 1 - beta1);
        mul.Into(state.exp_inf, options.beta2!.Value);
        using var size = abs.Raw(gradient);
        addScalar.Raw(size, options.eps!.Value).Dispose();
        maximum.Into(state.exp_inf, size, state.exp_inf);
        addcdiv.Into(parameter, state.exp_avg, state.exp_inf, -options.LearningRate!.Value / (1 - Math.Pow(beta1, state.step)));
    }
}
