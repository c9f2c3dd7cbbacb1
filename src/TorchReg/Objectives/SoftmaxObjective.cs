using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Softmax regression: with P = softmax(XWᵀ + b) and rows weighted by c (1/n each without weights) the residual is c∘(P − Y).
/// </summary>
sealed class SoftmaxObjective(LinearPart linear, Loss loss) : ClosedForm(linear)
{
    readonly LinearPart linear = linear;

    protected override double? Residual(
        Span<float> z,
        ReadOnlySpan<float> bias,
        Dataset batch,
        ReadOnlySpan<float> weights,
        double divisor,
        double factor)
    {
        if (batch.Targets.Dimensions != 1 || !HostMemory.TryGet<long>(batch.Targets, out var labels)) return null;
        return SoftmaxResidual.Of(z, bias, labels, weights, divisor, factor);
    }

    protected override Tensor ByOperators(Dataset batch, bool accumulate, double factor, double? meanWeight)
    {
        var logits = LinearGradients.Predict(linear, batch);
        loss.Check(logits, batch.Targets);
        var logP = logits.log_softmax(1);
        var value = LossShapes.IsIndices(batch.Targets)
            ? OfIndices(logP, batch, meanWeight)
            : OfProbabilities(logP, batch, meanWeight);
        LinearGradients.Write(linear, batch, logP, accumulate, factor, meanWeight);
        return value;
    }

    // The loss; log P becomes P − Y in place.
    static Tensor OfIndices(Tensor logP, Dataset batch, double? meanWeight)
    {
        var index = batch.Targets.unsqueeze(1);
        var value = batch.Weights is null && meanWeight is null ? nn.functional.nll_loss(logP, batch.Targets)
            : LinearGradients.Mean(logP.gather(1, index).squeeze(1).neg_(), batch.Weights, meanWeight);
        logP.exp_().scatter_add_(1, index, full([logP.shape[0], 1L], Scalars.Of(-1), logP.dtype, logP.device));
        return value;
    }

    // One-hot rows sum to 1; probabilities that do not are weighed by their sum, as cross-entropy weighs them.
    static Tensor OfProbabilities(Tensor logP, Dataset batch, double? meanWeight)
    {
        var value = LinearGradients.Mean((logP * batch.Targets).sum(1).neg_(), batch.Weights, meanWeight);
        logP.exp_().mul_(batch.Targets.sum([1L], keepdim: true)).sub_(batch.Targets);
        return value;
    }
}
