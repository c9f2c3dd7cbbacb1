using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← (1 − lr·weight_decay)·w, then Adam's step on the gradient alone.</summary>
public partial class AdamW : OptimizerHelper, optim.IBetas
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (options.maximize!.Value, 0), Move);
    static readonly Op mul = new("mul_.Scalar");

    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        Moments.Check(lr, beta1, beta2, eps, weight_decay);
        AddGroups(
            new Options
            {
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize
            },
            lr,
            parameters);
    }

    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    private protected override OptimizerRule Rule => rule;

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
