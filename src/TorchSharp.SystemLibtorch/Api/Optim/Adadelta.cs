using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr·δ with δ = g·√(d + ε)/√(s + ε), s and d the running means of g² and δ².</summary>
public partial class Adadelta : OptimizerHelper
{
    static readonly Op mul = new("mul_.Scalar"), mulTensor = new("mul_.Tensor"), divTensor = new("div_.Tensor"),
        add = new("add_.Tensor"), addScalar = new("add.Scalar"), addcmul = new("addcmul_"), sqrt = new("sqrt_");

    static void Check(Options options)
    {
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");
        Require(options.rho is >= 0 and <= 1, $"Invalid rho value: {options.rho}");
        Require(options.eps >= 0, $"Invalid eps value: {options.eps}");
        Require(options.weight_decay >= 0, $"Invalid weight_decay value: {options.weight_decay}");
    }

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
