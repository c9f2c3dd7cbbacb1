using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Adam and AMSGrad: w −= η·m̂/(√v̂ + ε).</summary>
sealed class AdamAdapter() : AdamStepAdapter<Adam, Adam.Options, Adam.State>(
    static (parameters, rate, beta1, beta2, epsilon, decay) => optim.Adam(parameters, rate, beta1, beta2, epsilon, decay),
    static state => ref state.step,
    static o => new(o.LearningRate, o.beta1, o.beta2, o.eps, o.weight_decay, o.amsgrad, o.maximize),
    static (options, epsilon) => options.eps = epsilon,
    [
        Slot.Of<Adam.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<Adam.State>("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),
        Slot.Of<Adam.State>("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq = t, fallsToZero: false),
    ],
    isDecoupled: false);
