using System.Diagnostics.Metrics;

namespace TorchReg.Training;

/// <summary>What a <see cref="Trainer"/> measures at the end of each epoch: host numbers that its record has anyway.</summary>
static class TrainingMeters
{
    static readonly Counter<long> epochs = Meters.Meter.CreateCounter<long>(
        "torchreg.training.epochs", "{epoch}", "Epochs that were finished.");

    static readonly Counter<long> steps = Meters.Meter.CreateCounter<long>(
        "torchreg.training.steps", "{step}", "Optimizer steps that were taken.");

    static readonly Gauge<double> rate = Meters.Meter.CreateGauge<double>(
        "torchreg.training.step_rate", "{step}/s", "Steps of the last epoch over its time, ledgers included.");

    static readonly Histogram<double> duration = Meters.Meter.CreateHistogram<double>(
        "torchreg.training.epoch.duration", "s", "Time of an epoch, ledgers included.");

    static readonly Gauge<double> loss = Meters.Meter.CreateGauge<double>(
        "torchreg.training.loss", "1", "The data loss of the last epoch, without penalties, by rows.");

    static readonly Gauge<double> penalty = Meters.Meter.CreateGauge<double>(
        "torchreg.training.penalty", "1", "What each penalty came to in the last epoch.");

    static readonly Gauge<double> zeros = Meters.Meter.CreateGauge<double>(
        "torchreg.training.exact_zeros", "{weight}", "Penalized weights that are exactly 0.");

    static readonly Gauge<double> learningRate = Meters.Meter.CreateGauge<double>(
        "torchreg.training.learning_rate", "1", "The learning rate of the last epoch.");

    /// <summary>Measures a finished epoch.</summary>
    /// <param name="epoch">Its record.</param>
    /// <param name="taken">Its optimizer steps.</param>
    internal static void Measure(EpochRecord epoch, long taken)
    {
        epochs.Add(1);
        steps.Add(taken);
        duration.Record(epoch.Elapsed.TotalSeconds);
        learningRate.Record(epoch.LearningRate);
        if (rate.Enabled && epoch.Elapsed > TimeSpan.Zero) rate.Record(taken / epoch.Elapsed.TotalSeconds);
        if (loss.Enabled)
        {
            Loss("training", epoch.Training);
            Loss("validation", epoch.Validation);
        }
        if ((epoch.Training ?? epoch.Validation) is not { } ledger) return;
        if (zeros.Enabled && ledger.Of(Metric.ExactZeros) is { } count) zeros.Record(count);
        if (penalty.Enabled) Penalties(ledger);
    }

    static void Loss(string rows, Ledger? ledger)
    {
        if (ledger != null) loss.Record(ledger.DataLoss, new("rows", rows), new("loss", ledger.Loss));
    }

    // By its place and its kind: λ would make a series of each.
    static void Penalties(Ledger ledger)
    {
        foreach (var (place, share) in ledger.Penalties.Index())
            penalty.Record(
                share.Value, new KeyValuePair<string, object?>("penalty", $"{place + 1} {share.Name.Split('(')[0]}"));
    }
}
