using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A loss and its gradient at the predictions of a batch: a pass of our own where the loss has one, else autograd's, whose graph
/// begins at the predictions.
/// </summary>
sealed class PredictionLoss(Loss loss)
{
    float[] byClass = [];

    /// <summary>gradient := factor·∂loss/∂predictions; gives the loss.</summary>
    internal double Backward(
        KeptMatrix predictions, KeptMatrix gradient, Dataset batch, double factor, double? meanWeight) =>
        OnHost(predictions, gradient, batch, factor, meanWeight)
        ?? ByAutograd(predictions.Tensor, gradient.Tensor, batch, factor, meanWeight);

    double ByAutograd(Tensor predictions, Tensor gradient, Dataset batch, double factor, double? meanWeight)
    {
        using var scope = NewDisposeScope();
        // A copy, because a loss of a user's may keep it.
        var leaf = predictions.clone().requires_grad_();
        var value = loss.Value(leaf, batch.Targets, batch.Weights, meanWeight);
        (factor == 1 ? value : value * Scalars.Of(factor)).backward();
        using var noGrad = no_grad();
        if (leaf.grad is { } own) gradient.copy_(own);
        else gradient.zero_();
        return value.ReadDouble();
    }

    double? OnHost(KeptMatrix predictions, KeptMatrix gradient, Dataset batch, double factor, double? meanWeight)
    {
        if (predictions.Tensor.dtype != ScalarType.Float32 || batch.Rows > int.MaxValue) return null;
        Span<float> weights = default;
        if (batch.Weights is { } w && !(w.Dimensions == 1 && HostMemory.TryGet(w, out weights))) return null;
        var rows = (int)batch.Rows;
        if (batch.Weights is not null && weights.Length != rows) return null;
        if (loss.IsPlainCrossEntropy)
            return CrossEntropy(predictions.Numbers<float>(), gradient.Numbers<float>(), batch, weights, factor, meanWeight);
        if (loss.TimesHalfSquaredError is { } times)
            return SquaredError(predictions, gradient.Numbers<float>(), batch, weights, factor, meanWeight, times);
        return null;
    }

    static double? SquaredError(
        KeptMatrix predictions, Span<float> gradient, Dataset batch, ReadOnlySpan<float> weights, double factor,
        double? meanWeight, Func<long, double> times)
    {
        var outputs = predictions.Tensor.size(1);
        var y = batch.Targets;
        if (y.Dimensions != 2 || y.size(1) != outputs || !HostMemory.TryGet<float>(y, out var targets)) return null;
        if (targets.Length != gradient.Length) return null;
        var divisor = Loss.Divisor(batch.Rows, weights, meanWeight);
        return SquaredResidual.OfOutputs(
            predictions.Numbers<float>(), targets, weights, gradient, (int)outputs, divisor, times(outputs), factor);
    }

    double? CrossEntropy(
        Span<float> z, Span<float> gradient, Dataset batch, ReadOnlySpan<float> weights, double factor, double? meanWeight)
    {
        if (batch.Targets.Dimensions != 1 || !HostMemory.TryGet<long>(batch.Targets, out var labels)) return null;
        if (labels.Length != batch.Rows) return null;
        if (byClass.Length < z.Length) byClass = new float[z.Length];
        var turned = byClass.AsSpan(0, z.Length);
        LayerPasses.Transpose<float>(z, turned, z.Length / labels.Length);
        var divisor = Loss.Divisor(labels.Length, weights, meanWeight);
        var value = SoftmaxResidual.Of(turned, [], labels, weights, divisor, factor);
        LayerPasses.Transpose<float>(turned, gradient, labels.Length);
        return value;
    }
}
