using TorchReg.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// What the closed forms share: z = XWᵀ + b (called without a graph), and the gradients written into <c>.grad</c> in place.
/// </summary>
static class LinearGradients
{
    internal static Tensor Predict(LinearPart linear, Dataset batch) => batch.Stored is { } rows
        ? rows.Linear(linear.Weight, linear.Bias)
        : nn.functional.linear(batch.Features, linear.Weight, linear.Bias);

    /// <summary>W Xᵀ, outputs × rows: the linear map of W's rows by X, one call in place of a view's and a product's.</summary>
    internal static Tensor Products(LinearPart linear, Dataset batch) => batch.Stored is { } rows
        ? rows.Products(linear.Weight)
        : nn.functional.linear(linear.Weight, batch.Features);

    /// <summary>The residual is rows × outputs, not yet weighted.</summary>
    internal static void Write(
        LinearPart linear,
        Dataset batch,
        Tensor residual,
        bool accumulate,
        double factor,
        double? meanWeight)
    {
        // The factor goes onto the small residual: addmm's own is a float, too coarse for float64.
        var weights = batch.Weights;
        var isPlain = weights is null || meanWeight is not null;
        residual.mul_(Scalars.Of(isPlain ? factor / (batch.Rows * (meanWeight ?? 1)) : factor));
        if (weights is not null) residual.mul_((isPlain ? weights : weights / weights.sum()).unsqueeze(1));
        WriteWeight(linear, residual.t(), batch, accumulate);
        if (linear.Bias is null) return;
        if (accumulate) Of(linear.Bias).add_(residual.sum([0L]), Scalars.One);
        else Of(linear.Bias).copy_(residual.sum([0L]));
    }

    /// <summary>The residual is outputs × rows.</summary>
    internal static void WriteWeight(LinearPart linear, Tensor residual, Dataset batch, bool accumulate)
    {
        using var gradient = Of(linear.Weight);
        if (batch.Stored is { } rows) rows.WriteGradient(residual, gradient, accumulate);
        else gradient.addmm_(residual, batch.Features, beta: accumulate ? 1 : 0);
    }

    internal static Tensor Mean(Tensor rows, Tensor? weights, double? meanWeight) =>
        weights is null && meanWeight is null
            ? rows.mean()
            : Loss.Mean(weights is null ? rows : rows * weights, weights, meanWeight);

    /// <summary>The parameter's gradient, made where there is none.</summary>
    internal static Tensor Of(Parameter parameter)
    {
        if (parameter.grad is { } gradient) return gradient;
        using (var zeros = zeros_like(parameter)) parameter.grad = zeros;
        return parameter.grad!;
    }
}
