using TorchReg.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Linear regression in closed form: with R = XWᵀ + b − Y and rows weighted by c, ∇W = (c∘R)ᵀX, ∇b = Σ c∘R in the half form; twice
/// that over the number of outputs in the mean form.
/// </summary>
sealed class SquaredErrorObjective(LinearPart linear, Loss loss, bool isHalf) : Objective
{
    public override string Kind => "closed form";

    public override Tensor Backward(Dataset batch, bool accumulate = false, double factor = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var residual = LinearGradients.Predict(linear, batch.Features);
        loss.Check(residual, batch.Targets);
        residual.sub_(batch.Targets);
        var scale = isHalf ? 1 : 2.0 / residual.shape[1];
        var rows = residual.square().sum(1).mul_(scale / 2);
        LinearGradients.Write(linear, batch.Features, residual, batch.Weights, accumulate, factor * scale);
        return LinearGradients.Mean(rows, batch.Weights).MoveToOuterDisposeScope();
    }
}
