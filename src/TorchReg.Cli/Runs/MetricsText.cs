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
        if (metrics.RefitEpochs > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  refit       {metrics.RefitEpochs} epochs more without penalties, what was zero held there");
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
        foreach (var line in Truth(metrics)) yield return $"  {line}";
    }

    // Of the fall from the null model little is missing where the objective is this near.
    const double Near = 1e-3;

    /// <summary>How far a linear model's training is from the exact optimum of its objective, and what finds that.</summary>
    internal static IEnumerable<string> Truth(RunMetrics metrics)
    {
        if (metrics.Optimum is not { } optimum) yield break;
        // Where all can be fitted the optimum is 0, of which nothing is a share.
        var share = optimum.Above / Math.Max(Math.Abs(optimum.Objective), 1e-12);
        var above = share < 100
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} % above")
            : string.Create(CultureInfo.InvariantCulture, $"{optimum.Above:0.###E+0} above");
        yield return share <= Near
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The weights are at the exact optimum, to {Math.Max(share, 1e-9):0.#E+0} of the objective.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The weights are not at the optimum: their objective is {above} the exact one, which has ") +
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{optimum.ExactZeros:N0} weights of exactly 0, not {optimum.TrainedZeros:N0}. Train longer.");
        yield return "torchreg select solves such a model to its optimum with a certificate, and chooses λ by cross-validation.";
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
