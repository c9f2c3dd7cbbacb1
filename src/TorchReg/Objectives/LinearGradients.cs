using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>What the closed forms share: z = XWᵀ + b (called without a graph), and the gradients Rᵀ X and Σ R written into <c>.grad</c> in place.</summary>
static class LinearGradients
{
    internal static Tensor Predict(LinearPart linear, Tensor x) => nn.functional.linear(x, linear.Weight, linear.Bias);

    internal static void Write(LinearPart linear, Tensor x, Tensor residual, Tensor? weights, bool accumulate, double factor)
    {
        // The factor goes onto the small residual: addmm's own is a float, too coarse for float64.
        residual.mul_(weights is null ? factor / x.shape[0] : factor);
        if (weights is not null) residual.mul_((weights / weights.sum()).unsqueeze(1));
        Gradient(linear.Weight).addmm_(residual.t(), x, beta: accumulate ? 1 : 0);
        if (linear.Bias is null) return;
        if (accumulate) Gradient(linear.Bias).add_(residual.sum([0L]));
        else Gradient(linear.Bias).copy_(residual.sum([0L]));
    }

    internal static Tensor Mean(Tensor rows, Tensor? weights) => weights is null ? rows.mean() : (rows * weights).sum() / weights.sum();

    static Tensor Gradient(Parameter parameter)
    {
        if (parameter.grad is { } gradient) return gradient;
        parameter.grad = zeros_like(parameter);
        return parameter.grad!;
    }
}
