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
        var logits = LinearGradients.Predict(linear, batch.Features);
        loss.Check(logits, batch.Targets);
        var logP = logits.log_softmax(1);
        var value = LossShapes.IsIndices(batch.Targets) ? OfIndices(logP, batch) : OfProbabilities(logP, batch);
        LinearGradients.Write(linear, batch.Features, logP, batch.Weights, accumulate, factor);
        return value.MoveToOuterDisposeScope();
    }

    // The loss; log P becomes P − Y in place.
    static Tensor OfIndices(Tensor logP, Dataset batch)
    {
        var index = batch.Targets.unsqueeze(1);
        var value = batch.Weights is null ? nn.functional.nll_loss(logP, batch.Targets)
            : LinearGradients.Mean(logP.gather(1, index).squeeze(1).neg_(), batch.Weights);
        logP.exp_().scatter_add_(1, index, full([logP.shape[0], 1L], -1, logP.dtype, logP.device));
        return value;
    }

    // One-hot rows sum to 1; probabilities that do not are weighed by their sum, as cross-entropy weighs them.
    static Tensor OfProbabilities(Tensor logP, Dataset batch)
    {
        var value = LinearGradients.Mean((logP * batch.Targets).sum(1).neg_(), batch.Weights);
        logP.exp_().mul_(batch.Targets.sum([1L], keepdim: true)).sub_(batch.Targets);
        return value;
    }
}
