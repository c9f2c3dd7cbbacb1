using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// The gradients of all models of a stack from one product with the batch: in float32 on the host by one pass over the
/// predictions, else by libtorch's operators; rows and losses that neither takes, one model after the other.
/// </summary>
sealed class StackedObjective(ModelStack stack, Loss loss)
{
    readonly Objective[] alone = [.. stack.Models.Select(model => Objective.Of(model, loss))];
    readonly bool isSoftmax = loss.IsPlainCrossEntropy;
    readonly double? squares = loss.TimesHalfSquaredError?.Invoke(stack.Outputs);
    readonly StackedOperators operators = new(stack, loss);
    bool[] isLeft = [];
    Tensor? left;

    /// <summary>
    /// Whether such rows' losses are one vector on the models' device, so that nothing is read and as many operators are called
    /// as for one model.
    /// </summary>
    internal bool StaysOnDevice(Dataset data) => !HostMemory.Has(stack.Weight.Value) && operators.Takes(data);

    /// <summary>Writes the gradients of the active models (others' are 0) and their losses.</summary>
    /// <returns>The losses in place of <paramref name="losses"/> where they stay on a device, of the caller's scope.</returns>
    internal Tensor? Backward(Dataset batch, ReadOnlySpan<bool> active, Span<BatchLoss> losses, double? meanWeight = null)
    {
        if (TryOnHost(batch, active, losses, meanWeight)) return null;
        if (operators.Takes(batch))
        {
            var all = operators.Backward(batch, Left(active), meanWeight);
            if (!HostMemory.Has(all)) return all;
            var numbers = HostMemory.Numbers(all);
            for (var m = 0; m < losses.Length; m++) losses[m] = new(numbers[m]);
            return null;
        }
        for (var m = 0; m < losses.Length; m++)
            if (active[m]) losses[m] = alone[m].Backward(batch, meanWeight: meanWeight);
        return null;
    }

    // Made anew when a model ends.
    Tensor? Left(ReadOnlySpan<bool> active)
    {
        if (!active.Contains(false)) return null;
        if (isLeft.Length == active.Length && Same(active)) return left;
        isLeft = [.. active.ToArray().Select(isActive => !isActive)];
        left?.Dispose();
        using var scope = NewDisposeScope();
        long[] numbers = [.. isLeft.Select(ended => ended ? 1L : 0)];
        return left = HostMemory.Filled<long>(numbers, stack.Weight.Value.device, 1, numbers.Length, 1)
            .ne(Scalars.Of(0L)).DetachFromDisposeScope();
    }

    bool Same(ReadOnlySpan<bool> active)
    {
        for (var m = 0; m < isLeft.Length; m++)
            if (isLeft[m] == active[m]) return false;
        return true;
    }

    /// <summary>Frees what is kept from batch to batch; it is made anew where it is needed.</summary>
    internal void Release()
    {
        left?.Dispose();
        (left, isLeft) = (null, []);
    }

    bool TryOnHost(Dataset batch, ReadOnlySpan<bool> active, Span<BatchLoss> losses, double? meanWeight)
    {
        using var noGrad = no_grad();
        if (batch.Stored is not null) return false;
        var x = batch.Features;
        Span<float> weights = default, bias = default, biasGradient = default;
        if (x.dtype != ScalarType.Float32 || x.Dimensions != 2 || !HostMemory.TryGet<float>(stack.Weight.Value, out _))
            return false;
        if (batch.Weights is { } w && !HostMemory.TryGet(w, out weights)) return false;
        if (stack.Bias is { } b && !(HostMemory.TryGet(b.Value, out bias) && HostMemory.TryGet(b.Gradient, out biasGradient)))
            return false;
        if (!CanTake(batch, out var labels, out var targets)) return false;
        var divisor = Loss.Divisor(batch.Rows, weights, meanWeight);
        using var columns = x.t();
        using var z = stack.Weight.Value.mm(columns);
        if (!HostMemory.TryGet<float>(z, out var all)) return false;
        var (outputs, size) = (stack.Outputs, stack.Outputs * (int)x.size(0));
        for (var m = 0; m < losses.Length; m++)
        {
            var residual = all.Slice(m * size, size);
            if (active[m])
                losses[m] = new(
                    Residual(
                        residual,
                        bias.IsEmpty ? default : bias.Slice(m * outputs, outputs),
                        labels,
                        targets,
                        weights,
                        divisor));
            else residual.Clear();
        }
        stack.Weight.Gradient.addmm_(z, x, beta: 0);
        if (!biasGradient.IsEmpty) RowSums.OfEach(all, biasGradient, accumulate: false);
        return true;
    }

    // The labels of classes or the targets of one output, whichever the loss takes.
    bool CanTake(Dataset batch, out Span<long> labels, out Span<float> targets)
    {
        labels = default;
        targets = default;
        if (isSoftmax) return batch.Targets.Dimensions == 1 && HostMemory.TryGet(batch.Targets, out labels);
        return squares != null && stack.Outputs == 1 && batch.Targets.Dimensions == 2
            && batch.Targets.size(1) == 1 && HostMemory.TryGet(batch.Targets, out targets);
    }

    double Residual(
        Span<float> z,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<long> labels,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> weights,
        double divisor) =>
        isSoftmax
            ? SoftmaxResidual.Of(z, bias, labels, weights, divisor, 1)
            : SquaredResidual.Of(z, bias.IsEmpty ? 0 : bias[0], targets, weights, divisor, squares!.Value, 1);
}
