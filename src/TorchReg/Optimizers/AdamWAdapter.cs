using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>AdamW: w := w·(1 − η·decay), then Adam's step.</summary>
sealed class AdamWAdapter() : AdamStepAdapter<AdamW, AdamW.Options, AdamW.State>(
    static (parameters, rate, beta1, beta2, epsilon, decay) => optim.AdamW(parameters, rate, beta1, beta2, epsilon, decay),
    static state => ref state.step,
    static o => new(o.LearningRate, o.beta1, o.beta2, o.eps, o.weight_decay, o.amsgrad, o.maximize),
    static (options, epsilon) => options.eps = epsilon,
    [
        Slot.Of<AdamW.State>("exp_avg", s => s.exp_avg, (s, t) => s.exp_avg = t),
        Slot.Of<AdamW.State>("exp_avg_sq", s => s.exp_avg_sq, (s, t) => s.exp_avg_sq = t),
        Slot.Of<AdamW.State>("max_exp_avg_sq", s => s.max_exp_avg_sq, (s, t) => s.max_exp_avg_sq = t, fallsToZero: false),
    ],
    isDecoupled: true);
