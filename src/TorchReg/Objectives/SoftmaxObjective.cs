using TorchReg.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Softmax regression in closed form: with P = softmax(XWᵀ + b) and rows weighted by c (1/n each without weights),
/// ∇W = (c∘(P − Y))ᵀX and ∇b = Σ c∘(P − Y), without an autograd graph.
/// </summary>
sealed class SoftmaxObjective(LinearPart linear, Loss loss) : Objective
{
    public override string Kind => "closed form";

    public override Tensor Backward(Dataset batch, bool accumulate = false, double factor = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var x = batch.Features;
        var residual = LinearGradients.Predict(linear, x);
        loss.Check(residual, batch.Targets);
        residual.sub_(residual.logsumexp(1, keepdim: true));
        var isIndices = LossShapes.IsIndices(batch.Targets);
        var index = isIndices ? batch.Targets.unsqueeze(1) : null;
        var rows = index is null ? (residual * batch.Targets).sum(1).neg_() : residual.gather(1, index).squeeze(1).neg_();
        residual.exp_();
        // One-hot rows sum to 1; probabilities that do not are weighed by their sum, as cross-entropy weighs them.
        if (index is null) residual.mul_(batch.Targets.sum([1L], keepdim: true)).sub_(batch.Targets);
        else residual.scatter_add_(1, index, full_like(rows, -1).unsqueeze(1));
        LinearGradients.Write(linear, x, residual, batch.Weights, accumulate, factor);
        return LinearGradients.Mean(rows, batch.Weights).MoveToOuterDisposeScope();
    }
}
