namespace TorchReg.Training;

/// <summary>Counts the epochs since a watched number improved, as Keras's callbacks and Lightning's do.</summary>
sealed class PatienceCounter(MetricMonitor monitor)
{
    double best = monitor.Worst;
    int waited;

    internal MetricMonitor MetricMonitor => monitor;

    /// <summary>Whether the last epoch ended the patience.</summary>
    internal bool IsOver { get; private set; }

    internal bool Improved(Ledger ledger, int epoch)
    {
        IsOver = false;
        if (epoch < monitor.FirstEpoch) return false;
        var value = monitor.Of(ledger);
        if (double.IsNaN(value))
            throw new InvalidOperationException(
                $"{monitor.Watch}, which is watched, is NaN in epoch {epoch} (R² is where the targets do not vary): watch the " +
                "loss, or other rows.");
        waited++;
        if (monitor.Improves(value, best))
        {
            best = value;
            if (monitor.Goal is not { } goal || monitor.Improves(value, goal)) waited = 0;
            return true;
        }
        IsOver = waited >= monitor.Patience;
        return false;
    }

    internal string Reason(int bestEpoch) => monitor.Goal is { } goal && !monitor.Improves(best, goal)
        ? FormattableString.Invariant($"{monitor.Watch} did not beat the baseline {goal} in {waited} epochs")
        : $"{monitor.Watch} has not improved since epoch {bestEpoch}";

    internal void Reset() => waited = 0;

    internal PatienceState State { get => new(best, waited); set => (best, waited) = (value.Best, value.Waited); }
}
