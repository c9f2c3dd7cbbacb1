using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Early stopping: the weights of the best epoch are kept, and training ends when the patience does.</summary>
sealed class EarlyStop(MetricMonitor monitor, nn.Module model) : IDisposable
{
    internal PatienceCounter Counter { get; } = new(monitor);

    internal BestWeights Best { get; } = new(model);

    /// <summary>An epoch has ended. Why training ends, where it does.</summary>
    internal string? Watch(Ledger ledger, int epoch)
    {
        if (Counter.Improved(ledger, epoch)) Best.Keep(epoch);
        return Counter.IsOver ? Counter.Reason(Best.Epoch) : null;
    }

    public void Dispose() => Best.Dispose();
}
