using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr·δ with δ = g·√(d + ε)/√(s + ε), s and d the running means of g² and δ².</summary>
public partial class Adadelta : OptimizerHelper
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (options.maximize!.Value, options.weight_decay!.Value), Move);
    static readonly Op mul = new("mul_.Scalar"), mulTensor = new("mul_.Tensor"), divTensor = new("div_.Tensor"),
        add = new("add_.Tensor"), addScalar = new("add.Scalar"), addcmul = new("addcmul_"), sqrt = new("sqrt_");

    public Adadelta(
        IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize) { }

    public Adadelta(
        IEnumerable<ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
        bool maximize = false)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(rho is >= 0 and <= 1, $"Invalid rho value: {rho}");
        Require(eps >= 0, $"Invalid eps value: {eps}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
        AddGroups(new Options { rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }, lr, parameters);
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (rho, eps) = (options.rho!.Value, options.eps!.Value);
        state.step++;
        mul.Into(state.square_avg, rho);
        addcmul.Into(state.square_avg, gradient, gradient, 1 - rho);
        using var scale = Root(state.square_avg, eps);
        using var change = Root(state.acc_delta, eps);
        divTensor.Raw(change, scale).Dispose();
        mulTensor.Raw(change, gradient).Dispose();
        add.Into(parameter, change, -options.LearningRate!.Value);
        mul.Into(state.acc_delta, rho);
        addcmul.Into(state.acc_delta, change, change, 1 - rho);
    }

    static RawTensor Root(Tensor mean, double eps)
    {
        var root = addScalar.Raw(mean, eps);
        sqrt.Raw(root).Dispose();
        return root;
    }
}
