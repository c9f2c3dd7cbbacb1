using System.Globalization;

namespace TorchReg.Cli.Runs;

/// <summary>What came out of a run, in lines.</summary>
static class MetricsText
{
    internal static IEnumerable<string> Of(RunMetrics metrics)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{metrics.Epochs} epochs, the weights of epoch " +
            $"{metrics.RestoredEpoch}{(metrics.StoppedEarly == null ? "" : $" ({metrics.StoppedEarly})")}, {metrics.Objective}");
        yield return $"  training    {Of(metrics.Training)}";
        if (metrics.Validation != null) yield return $"  validation  {Of(metrics.Validation)}";
        yield return $"  test        {Of(metrics.Test)}";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  weights     {metrics.ExactZeros:N0} of {metrics.Weights:N0} are exactly zero");
        if (metrics.Optimum != null) yield return $"  objective   {metrics.Optimum}";
        if (metrics.Distance is { } distance)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  distance    {distance:0.##E+0} to optimality, 0 at the optimum");
    }

    internal static string Of(LedgerRecord ledger) =>
        string.Join(
            ", ",
            [
                $"{ledger.Loss} {Number(ledger.DataLoss)}",
                .. ledger.Penalties.Select(p => $"{p.Name} {Number(p.Value)}"),
                .. ledger.Metrics.Select(m => $"{m.Key.Name} {Number(m.Value)}")
            ]);

    static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
