using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// The gradients of all models of a stack by libtorch's operators, on any device: one product with the batch, the loss over a
/// view of rows × models × outputs, one product back. Their number is that of one model; nothing is read.
/// </summary>
sealed class StackedOperators(ModelStack stack, Loss loss)
{
    readonly long models = stack.Models.Count;
    readonly double? squares = loss.TimesHalfSquaredError?.Invoke(stack.Outputs);

    /// <summary>
    /// Whether it takes such rows and the loss: not sparse rows, not a loss whose rows have to do with each other, and not a
    /// user's, which may count its rows.
    /// </summary>
    internal bool Takes(Dataset data) => data.Stored is null && data.Features.Dimensions == 2
        && (loss.IsPlainCrossEntropy || squares is not null || loss.Joint is null && !loss.IsOwn);

    /// <summary>Writes the gradients and gives the losses of the models, a vector of the caller's scope.</summary>
    /// <param name="batch">The rows, on the models' device.</param>
    /// <param name="left">1 × models × 1, true where gradients are to be 0; null where none are.</param>
    /// <param name="meanWeight">As in <see cref="Loss.Value"/>.</param>
    internal Tensor Backward(Dataset batch, Tensor? left, double? meanWeight)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var z = nn.functional.linear(batch.Features, stack.Weight.Value, stack.Bias?.Value)
            .view(batch.Rows, models, stack.Outputs);
        var (losses, residual) = loss.IsPlainCrossEntropy || squares is not null
            ? InClosedForm(z, batch, meanWeight)
            : ByAutograd(z, batch, meanWeight);
        if (left is not null) residual.masked_fill_(left, Scalars.Of(0.0));
        Write(residual.reshape(batch.Rows, models * stack.Outputs), batch.Features);
        return losses.MoveToOuterDisposeScope();
    }

    void Write(Tensor residual, Tensor features)
    {
        stack.Weight.Gradient.addmm_(residual.t(), features, beta: 0);
        stack.Bias?.Gradient.copy_(residual.sum([0L]));
    }

    (Tensor Losses, Tensor Residual) InClosedForm(Tensor z, Dataset batch, double? meanWeight)
    {
        var rows = squares is { } times ? Squares(z, batch.Targets, times)
            : LossShapes.IsIndices(batch.Targets) ? OfLabels(z.log_softmax(2), batch.Targets, out z)
            : OfShares(z.log_softmax(2), batch.Targets, out z);
        var losses = Means(rows, batch.Weights, meanWeight);
        // The factor goes onto the residual: addmm's own is a float, too coarse for float64.
        var isPlain = batch.Weights is null || meanWeight is not null;
        z.mul_(Scalars.Of((squares ?? 1) / (isPlain ? batch.Rows * (meanWeight ?? 1) : 1)));
        if (batch.Weights is { } weights) z.mul_((isPlain ? weights : weights / weights.sum()).view(-1, 1, 1));
        return (losses, z);
    }

    // Rows × models. z becomes the residual in place.
    static Tensor Squares(Tensor z, Tensor targets, double times) =>
        z.sub_(targets.unsqueeze(1)).Squared().sum([2L]).mul_(Scalars.Of(times / 2));

    // The losses; log P becomes P − Y in place.
    static Tensor OfLabels(Tensor logP, Tensor labels, out Tensor residual)
    {
        var index = labels.view(-1, 1, 1).expand(logP.shape[0], logP.shape[1], 1);
        var rows = logP.gather(2, index).squeeze(2).neg_();
        var minus = full([1L, 1L, 1L], Scalars.Of(-1.0), logP.dtype, logP.device).expand_as(index);
        residual = logP.exp_().scatter_add_(2, index, minus);
        return rows;
    }

    // One-hot rows sum to 1; probabilities that do not are weighed by their sum.
    static Tensor OfShares(Tensor logP, Tensor shares, out Tensor residual)
    {
        var y = shares.unsqueeze(1);
        var rows = (logP * y).sum([2L]).neg_();
        residual = logP.exp_().mul_(y.sum([2L], keepdim: true)).sub_(y);
        return rows;
    }

    static Tensor Means(Tensor rows, Tensor? weights, double? meanWeight)
    {
        if (weights is not null) rows = rows * weights.unsqueeze(1);
        var sums = rows.sum([0L]);
        return weights is null || meanWeight is not null
            ? sums.div_(Scalars.Of(rows.shape[0] * (meanWeight ?? 1)))
            : sums.div_(weights.sum());
    }

    // The models' rows one after the other, as the rows of one model.
    (Tensor Losses, Tensor Residual) ByAutograd(Tensor z, Dataset batch, double? meanWeight)
    {
        using var graph = enable_grad();
        var predictions = z.transpose(0, 1).reshape(models * batch.Rows, stack.Outputs).detach().requires_grad_();
        var rows = loss.EachOf(models, predictions, batch.Targets);
        if (batch.Weights is { } weights) rows = rows * weights;
        var sums = rows.sum([1L]);
        var losses = meanWeight is not null || loss.WeightsOf(batch.Targets, batch.Weights) is not { } counts
            ? sums / Scalars.Of(batch.Rows * (meanWeight ?? 1))
            : sums / counts.sum().to(sums.dtype);
        losses.sum().backward();
        return (losses.detach(), predictions.grad!.view(models, batch.Rows, stack.Outputs).transpose(0, 1));
    }
}
