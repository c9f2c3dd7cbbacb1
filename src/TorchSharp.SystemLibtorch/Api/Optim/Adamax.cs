using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr/(1 − β₁ᵗ)·m/u, m the running mean of g, u = max(β₂·u, |g| + ε).</summary>
public partial class Adamax : OptimizerHelper, optim.IBetas
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (false, options.weight_decay!.Value), Move);
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), addScalar = new("add_.Scalar"), abs = new("abs"),
        maximum = new("maximum.out"), addcdiv = new("addcdiv_");

    public Adamax(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay) { }

    public Adamax(
        IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0)
    {
        Moments.CheckUpToOne(lr, beta1, beta2, eps, weight_decay);
        AddGroups(new Options { beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }, lr, parameters);
    }

    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    private protected override OptimizerRule Rule => rule;

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
