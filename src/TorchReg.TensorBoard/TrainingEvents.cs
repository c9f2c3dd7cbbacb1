using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.TensorBoard;

/// <summary>
/// A training as TensorBoard shows it, epoch by epoch: <c>trainer.Fit(train, validation, new TrainingEvents(file, model))</c>.
/// Scalars are the data loss, the sum with the penalties, each penalty, every metric, exact zeros among them, and the learning
/// rate, by names that runs of other λ share; weights are histograms and pictures.
/// </summary>
/// <param name="file">Where to; it stays the caller's.</param>
/// <param name="model">Whose weights are shown; none where null.</param>
public sealed class TrainingEvents(EventFile file, nn.Module? model = null) : IProgress<EpochRecord>
{
    bool hasBegun;

    /// <summary>Epochs from one look at the weights to the next, 1 or more. Default 1. The first is always one.</summary>
    public int WeightsEvery { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>Writes a finished epoch.</summary>
    public void Report(EpochRecord value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!hasBegun && value.Epoch > 1) file.Restart(value.Epoch);
        if (!hasBegun || value.Epoch % WeightsEvery == 0) Weights(value.Epoch);
        hasBegun = true;
        file.Scalar("learning rate", value.Epoch, value.LearningRate);
        Ledger("training", value.Epoch, value.Training);
        Ledger("validation", value.Epoch, value.Validation);
        Penalties(value.Epoch, value.Training ?? value.Validation);
        if (value.Training is { } training && !double.IsNaN(training.GradientRatio))
            file.Scalar("gradient ratio", value.Epoch, training.GradientRatio);
    }

    void Ledger(string rows, int epoch, Ledger? ledger)
    {
        if (ledger == null) return;
        file.Scalar($"loss/{rows}", epoch, ledger.DataLoss);
        file.Scalar($"objective/{rows}", epoch, ledger.Total);
        foreach (var (metric, number) in ledger.Metrics) file.Scalar($"{metric.Name}/{rows}", epoch, number);
    }

    // Without λ, so that runs of other λ are curves of one chart.
    void Penalties(int epoch, Ledger? ledger)
    {
        foreach (var (place, penalty) in (ledger?.Penalties ?? []).Index())
            file.Scalar($"penalty/{place + 1} {penalty.Name.Split('(')[0]}", epoch, penalty.Value);
    }

    void Weights(int epoch)
    {
        foreach (var (name, parameter) in model?.named_parameters() ?? [])
        {
            if (!parameter.is_floating_point() || parameter.numel() == 0) continue;
            file.Histogram($"weights/{name}", epoch, parameter);
            if (parameter.dim() >= 2) file.Image($"pictures/{name}", epoch, parameter);
        }
    }
}
