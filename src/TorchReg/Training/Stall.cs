namespace TorchReg.Training;

/// <summary>Counts the epochs since a watched number improved.</summary>
sealed class Stall(Monitor monitor)
{
    double best = monitor.Worst;
    int waited;

    internal Monitor Monitor => monitor;
    internal bool IsOver => waited > monitor.Patience;

    internal bool Improved(Ledger ledger)
    {
        var value = monitor.Of(ledger);
        if (monitor.Improves(value, best))
        {
            (best, waited) = (value, 0);
            return true;
        }
        waited++;
        return false;
    }

    internal void Reset() => waited = 0;

    internal StallState State { get => new(best, waited); set => (best, waited) = (value.Best, value.Waited); }
}
