using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Layers;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Makes ledgers: in eval mode, without a graph, in chunks of rows; every module gets back the mode that it was in.
/// </summary>
public static class Evaluation
{
    const long ChunkRows = 8192;

    /// <summary>What model, loss and penalties come to on a dataset.</summary>
    /// <param name="model">Any module from features to predictions.</param>
    /// <param name="data">The rows, on the model's device.</param>
    /// <param name="loss">The data loss.</param>
    /// <param name="regularization">The penalties; none where null.</param>
    /// <param name="inputPenalty">
    /// A penalty on derivatives by the inputs, for which the rows are passed once more, backward too; of random projections
    /// always by the same. None where null.
    /// </param>
    public static Ledger Of(
        nn.Module<Tensor, Tensor> model, Dataset data, Loss loss, Regularization? regularization = null,
        InputPenalty? inputPenalty = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        using var modes = new RememberedModes(model);
        modes.Set(_ => false);
        regularization?.ExpectOf(model);
        using var noGrad = no_grad();
        using var activations = regularization?.MeasureActivations();
        var sums = new MetricSums(loss);
        var (value, weight) = (new RunningSum(), new RunningSum());
        var together = new List<Tensor>();
        var chunk = data.Stored?.ChunkRows ?? ChunkRows;
        for (long start = 0; start < data.Rows; start += chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(chunk, data.Rows - start);
            var (y, c) = (data.Targets.narrow(0, start, count), data.Weights?.narrow(0, start, count));
            var prediction = RowChecks.Predict(model, data, start, count);
            if (data.Stored is not null) (y, c) = (y.to(prediction.device), c?.to(prediction.device));
            activations?.Add(count);
            if (loss.Joint is not null)
            {
                together.Add(prediction.MoveToOuterDisposeScope());
                continue;
            }
            loss.AddSums(value, weight, prediction, y, c);
            sums.Add(prediction, y, c);
        }
        if (loss.Joint is not null)
        {
            using var all = NewDisposeScope();
            var prediction = cat(together.ToArray(), 0);
            loss.AddSums(value, weight, prediction, data.Targets, data.Weights);
            sums.Add(prediction, data.Targets, data.Weights);
            foreach (var part in together) part.Dispose();
        }
        PenaltyShare[] penalties = [.. (regularization?.ValuesByRule(activations) ?? []).Select(
            v => new PenaltyShare(v.Rule.Penalty.Name, v.Rule.Penalty.Strength, v.Value))];
        // Its passes are none that rules on activations measure.
        activations?.Dispose();
        if (inputPenalty is not null) penalties = [.. penalties, InputShare.Of(model, data, loss, inputPenalty, ChunkRows)];
        return new(loss.Name, value.Value / weight.Value, penalties, sums.Metrics(regularization));
    }

    /// <summary>What the model says of the rows, n × outputs: in eval mode, without a graph, in chunks.</summary>
    /// <param name="model">Any module; of sparse rows one that begins with a linear layer.</param>
    /// <param name="data">The rows, on the model's device; their targets are not looked at.</param>
    /// <returns>The caller's.</returns>
    public static Tensor Predict(nn.Module<Tensor, Tensor> model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        using var modes = new RememberedModes(model);
        modes.Set(_ => false);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        var chunk = data.Stored?.ChunkRows ?? ChunkRows;
        for (long start = 0; start < data.Rows; start += chunk)
        {
            using var own = NewDisposeScope();
            var count = Math.Min(chunk, data.Rows - start);
            parts.Add(RowChecks.Predict(model, data, start, count).alias().MoveToOuterDisposeScope());
        }
        return cat(parts.ToArray()).MoveToOuterDisposeScope();
    }
}
