using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adam with Nesterov's momentum and a momentum that grows with t (Dozat 2016).
/// The product for the next step holds μ once more than in torch: so it is in TorchSharp.
/// </summary>
public partial class NAdam : OptimizerHelper, optim.IBetas
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (false, options.weight_decay!.Value), Move);
    static readonly Op div = new("div.Scalar"), sqrt = new("sqrt_"), addScalar = new("add_.Scalar"), addcdiv = new("addcdiv_");

    public NAdam(
        IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, double momentum_decay = 0.004)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, momentum_decay) { }

    public NAdam(
        IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, double momentum_decay = 0.004)
    {
        Moments.CheckUpToOne(lr, beta1, beta2, eps, weight_decay);
        Require(momentum_decay >= 0, $"Invalid momentum_decay value: {momentum_decay}");
        AddGroups(
            new Options { beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay },
            lr, parameters);
    }

    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (beta1, rate) = (options.beta1!.Value, options.LearningRate!.Value);
        state.step++;
        double Mu(long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * options.momentum_decay!.Value));
        var (mu, next) = (Mu(state.step), Mu(state.step + 1));
        state.mu_product *= mu;
        Moments.Track(gradient, state.exp_avg, state.exp_avg_sq, beta1, options.beta2!.Value);
        using var divisor = div.Raw(state.exp_avg_sq, 1 - Math.Pow(options.beta2.Value, state.step));
        sqrt.Raw(divisor).Dispose();
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        addcdiv.Into(parameter, gradient, divisor, -rate * (1 - mu) / (1 - state.mu_product));
        addcdiv.Into(parameter, state.exp_avg, divisor, -rate * next / (1 - state.mu_product * next));
    }
}
