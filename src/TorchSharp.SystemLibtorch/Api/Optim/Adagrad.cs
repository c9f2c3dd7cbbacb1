using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr/(1 + (t − 1)·lr_decay)·g / (√Σg² + ε), g = ∇w + weight_decay·w.</summary>
public partial class Adagrad : OptimizerHelper
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (false, options.weight_decay!.Value), Move);
    static readonly Op addcmul = new("addcmul_"), sqrt = new("sqrt"), addScalar = new("add_.Scalar"), addcdiv = new("addcdiv_");

    public Adagrad(
        IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
        double initial_accumulator_value = 0, double eps = 1e-10)
        : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps) { }

    public Adagrad(
        IEnumerable<ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
        double initial_accumulator_value = 0, double eps = 1e-10)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(eps >= 0, $"Invalid ε: {eps}");
        Require(lr_decay >= 0, $"Invalid lr_decay value: {lr_decay}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
        Require(initial_accumulator_value >= 0, $"Invalid initial_accumulator_value: {initial_accumulator_value}");
        AddGroups(
            new Options
            {
                lr_decay = lr_decay,
                initial_accumulator_value = initial_accumulator_value,
                eps = eps,
                weight_decay = weight_decay
            },
            lr,
            parameters);
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        state.step++;
        var rate = options.LearningRate!.Value / (1 + (state.step - 1) * options.lr_decay!.Value);
        addcmul.Into(state.sum, gradient, gradient, 1);
        using var divisor = sqrt.Raw(state.sum);
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        addcdiv.Into(parameter, gradient, divisor, -rate);
    }
}
