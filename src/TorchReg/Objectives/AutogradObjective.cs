using TorchReg.Data;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Any model and loss, differentiated by autograd; of sparse rows from the first layer's output on, whose own gradients are
/// sparse products.
/// </summary>
sealed class AutogradObjective(
    nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, InputPenalty? inputPenalty = null,
    LowPrecision? precision = null, LossScale? scale = null) : ObjectiveForm
{
    public override string Kind => precision is null ? "autograd" : $"autograd in {precision}";

    public override BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null)
    {
        if (!is_grad_enabled())
            throw new InvalidOperationException(
                "Gradients are off here, by no_grad or inference mode, and this model needs them: call it outside of that.");
        if (!accumulate) model.zero_grad();
        if (precision is null) return OfAny(batch, factor, meanWeight);
        using var pass = precision.Begin();
        var value = OfAny(batch, factor, meanWeight);
        precision.ExpectCalled();
        return value;
    }

    BatchLoss OfAny(Dataset batch, double factor, double? meanWeight)
    {
        if (batch.Stored is { IsSparse: true } rows) return OfSparse(rows, batch, factor, meanWeight);
        return batch.Stored is { } stored ? OfFile(stored, batch, factor, meanWeight)
            : OfRows(batch.Features, batch, factor, meanWeight);
    }

    BatchLoss OfRows(Tensor features, Dataset batch, double factor, double? meanWeight)
    {
        if (inputPenalty is null) return Backward(model.call(features), batch, factor, meanWeight);
        if (!features.is_floating_point())
            throw new NotSupportedException(
                $"{inputPenalty} needs inputs that can change a little; these are {features.dtype}: put it on a model behind " +
                "the embedding.");
        var input = features.detach().requires_grad_();
        return Backward(model.call(input), batch, factor, meanWeight, input);
    }

    // Chunk by chunk, each with its share of the mean over all rows.
    BatchLoss OfFile(StoredRows rows, Dataset batch, double factor, double? meanWeight)
    {
        if (batch.Rows <= rows.ChunkRows) return OfRows(rows.Dense(0, batch.Rows), batch, factor, meanWeight);
        meanWeight ??= loss.MeanWeight(batch.Targets, batch.Weights);
        var sum = 0.0;
        for (long start = 0; start < batch.Rows; start += rows.ChunkRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(rows.ChunkRows, batch.Rows - start);
            var share = (double)count / batch.Rows;
            using var slice = batch.Slice(start, count);
            using var part = slice.Dense();
            sum += share * OfRows(part.Features, part, factor * share, meanWeight).ToDouble();
        }
        return new(sum);
    }

    BatchLoss OfSparse(StoredRows rows, Dataset batch, double factor, double? meanWeight)
    {
        if (inputPenalty is not null)
            throw new NotSupportedException($"{inputPenalty} needs dense rows, and these are sparse: take the rows' Dense().");
        var first = FirstLayer.Of(model);
        var hidden = first.First(rows).requires_grad_();
        var value = Backward(first.Rest(hidden), batch, factor, meanWeight);
        using var noGrad = no_grad();
        using var gradient = hidden.grad;
        if (gradient is not null) first.AddGradients(rows, gradient);
        return value;
    }

    BatchLoss Backward(Tensor prediction, Dataset batch, double factor, double? meanWeight, Tensor? input = null)
    {
        var data = loss.Value(prediction, batch.Targets, batch.Weights, meanWeight);
        var total = regularization is { ActsInLoss: true } ? data.add(regularization.Value(), Scalars.One) : data;
        if (input is not null) total = total.add(inputPenalty!.Of(input, prediction, batch, loss, meanWeight), Scalars.One);
        // s is a power of two, by which nothing is rounded.
        var times = factor * (scale?.Factor ?? 1);
        if (times != 1) total *= Scalars.Of(times);
        if (input is null) total.backward();
        else InputGradient.Backward(total, input);
        return new(data.detach());
    }
}
