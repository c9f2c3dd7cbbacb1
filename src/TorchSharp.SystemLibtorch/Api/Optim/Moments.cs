using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share: running means of the gradient and its square, and the step that they give.</summary>
static class Moments
{
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), addScalar = new("add_.Scalar"),
    addcmul = new("addcmul_"),
        addcdiv = new("addcdiv_"), sqrt = new("sqrt"), div = new("div_.Scalar"), maximum = new("maximum.out");

    internal static void Check(double? lr, double? beta1, double? beta2, double? eps, double? weight_decay)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(eps >= 0, $"Invalid ε: {eps}");
        Require(beta1 is >= 0 and < 1, $"Invalid beta1: {beta1}");
        Require(beta2 is >= 0 and < 1, $"Invalid beta2: {beta2}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
    }

    /// <summary>As the optimizers after Adam check: β = 1 passes.</summary>
    internal static void CheckUpToOne(double? lr, double? beta1, double? beta2, double? eps, double? weight_decay)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(beta1 is >= 0 and <= 1, $"Invalid beta1 value: {beta1}");
        Require(beta2 is >= 0 and <= 1, $"Invalid beta2 value: {beta2}");
        Require(eps >= 0, $"Invalid eps value: {eps}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
    }

    static void Require(bool valid, string message)
    {
        if (!valid) throw new ArgumentException(message);
    }

    internal static void Track(RawTensor gradient, Tensor mean, Tensor square, double beta1, double beta2)
    {
        mul.Into(mean, beta1);
        add.Into(mean, gradient, 1 - beta1);
        mul.Into(square, beta2);
        addcmul.Into(square, gradient, gradient, 1 - beta2);
    }

    internal static void Step(
        Parameter parameter, long step, Tensor mean, Tensor square, Tensor? largest, double lr, double beta1, double beta2,
        double eps)
    {
        if (largest is not null) maximum.Into(largest, square, largest);
        using var divisor = sqrt.Raw(largest ?? square);
        div.Raw(divisor, Math.Sqrt(1 - Math.Pow(beta2, step))).Dispose();
        addScalar.Raw(divisor, eps).Dispose();
        addcdiv.Into(parameter, mean, divisor, -lr / (1 - Math.Pow(beta1, step)));
    }
}
