using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Minimises loss(model(x), y) + penalty(w) by plain SGD over shuffled batches.</summary>
/// <param name="model">The model, trained in place.</param>
/// <param name="loss">The data loss.</param>
/// <param name="regularization">The penalty on that model's weights; none where null.</param>
/// <param name="options">How long and how fast.</param>
public sealed class Trainer(
    nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization = null, TrainingOptions? options = null)
{
    readonly TrainingOptions options = (options ?? new TrainingOptions()).Checked();

    /// <summary>Trains; a new order of the rows every epoch, the same for the same seed.</summary>
    /// <param name="data">The training rows, on the model's device.</param>
    /// <param name="progress">Told the number of finished epochs after each.</param>
    /// <param name="cancellation">Ends training between two steps.</param>
    /// <exception cref="InvalidOperationException">The loss became infinite or no number: the learning rate is too large.</exception>
    public void Fit(Dataset data, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        model.train();
        using var optimizer = optim.SGD(model.parameters(), options.LearningRate);
        using var shuffling = new Generator((ulong)options.Seed);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            var order = randperm(data.Rows, ScalarType.Int64, generator: shuffling).to(data.Features.device);
            RunEpoch(data, order, optimizer, epoch, cancellation);
            progress?.Report(epoch);
        }
    }

    void RunEpoch(Dataset data, Tensor order, optim.Optimizer optimizer, int epoch, CancellationToken cancellation)
    {
        for (long start = 0; start < data.Rows; start += options.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = data.Select(order.narrow(0, start, Math.Min(options.BatchSize, data.Rows - start)));
            var value = Step(batch, optimizer);
            var isLast = start + options.BatchSize >= data.Rows;
            if (isLast && !double.IsFinite(value.ToDouble()))
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The loss is {value.ToDouble()} after epoch {epoch}: training diverged. Lower the learning rate, {options.LearningRate}."));
        }
    }

    Tensor Step(Dataset batch, optim.Optimizer optimizer)
    {
        optimizer.zero_grad();
        var value = loss(model.call(batch.Features), batch.Targets);
        if (regularization is { ActsInLoss: true }) value = value + regularization.Value();
        value.backward();
        regularization?.AddGradients();
        regularization?.DecoupledStep(optimizer);
        optimizer.step();
        regularization?.ProximalStep(optimizer);
        return value;
    }
}
