using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr·g / (√s + ε), s the running mean of g², less the squared running mean of g if centered.</summary>
public partial class RMSProp : OptimizerHelper, optim.IMomentum
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (options.maximize!.Value, options.weight_decay!.Value), Move);
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), addScalar = new("add_.Scalar"),
    addcmul = new("addcmul"),
        addcmulInplace = new("addcmul_"), addcdiv = new("addcdiv_"), sqrt = new("sqrt");

    public RMSProp(
        IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
        double momentum = 0, bool centered = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize) { }

    public RMSProp(
        IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
        double momentum = 0, bool centered = false, bool maximize = false)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(eps >= 0, $"Invalid ε: {eps}");
        Require(alpha >= 0, $"Invalid alpha: {alpha}");
        Require(momentum >= 0, $"Invalid momentum value: {momentum}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
        AddGroups(
            new Options
            {
                maximize = maximize,
                momentum = momentum,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                centered = centered
            },
            lr,
            parameters);
    }

    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (alpha, momentum, rate) = (options.alpha!.Value, options.momentum!.Value, options.LearningRate!.Value);
        state.step++;
        mul.Into(state.square_avg, alpha);
        addcmulInplace.Into(state.square_avg, gradient, gradient, 1 - alpha);
        using var divisor = options.centered!.Value ? Centered(gradient, state, alpha) : sqrt.Raw(state.square_avg);
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        if (momentum > 0)
        {
            mul.Into(state.momentum_buffer, momentum);
            addcdiv.Into(state.momentum_buffer, gradient, divisor);
            add.Into(parameter, state.momentum_buffer, -rate);
        }
        else addcdiv.Into(parameter, gradient, divisor, -rate);
    }

    static RawTensor Centered(RawTensor gradient, State state, double alpha)
    {
        mul.Into(state.grad_avg, alpha);
        add.Into(state.grad_avg, gradient, 1 - alpha);
        using var variance = addcmul.Raw(state.square_avg, state.grad_avg, state.grad_avg, -1);
        return sqrt.Raw(variance);
    }
}
