
namespace TorchReg.Training;

/// <summary>
/// What the objective came to on some rows at the end of an epoch, in eval mode: data loss and penalties apart.
/// </summary>
/// <param name="Loss">The data loss's name.</param>
/// <param name="DataLoss">The data loss, without penalties.</param>
/// <param name="Penalties">What each penalty came to; constraints have no value.</param>
/// <param name="Metrics">
/// <see cref="Metric.Accuracy"/> for classes, <see cref="Metric.RSquared"/> for numbers,
/// <see cref="Metric.ExplainedDeviance"/> for counts and positive numbers of one output, <see cref="Metric.ExactZeros"/> among
/// penalized weights and <see cref="Metric.ZeroGroups"/> of group penalties.
/// </param>
public sealed record Ledger(
    string Loss,
    double DataLoss,
    IReadOnlyList<PenaltyShare> Penalties,
    IReadOnlyDictionary<Metric, double> Metrics)
{
    /// <summary>Σ of the penalties.</summary>
    public double Penalty => Penalties.Sum(p => p.Value);

    /// <summary>Data loss + penalties: the objective.</summary>
    public double Total => DataLoss + Penalty;

    /// <summary>The share of rows classified right, from 0 to 1.</summary>
    /// <exception cref="KeyNotFoundException">The loss is not one of classes.</exception>
    public double Accuracy => Metrics[Metric.Accuracy];

    /// <summary>
    /// ‖penalties' gradient‖/‖data loss's gradient‖ over the penalized parameters, of the epoch's last batch; NaN where it was
    /// not measured.
    /// </summary>
    public double GradientRatio { get; init; } = double.NaN;

    /// <summary>The number of a metric, the data loss among them; null where these rows and this model have none.</summary>
    public double? Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric == Metric.Loss ? DataLoss : Metrics.TryGetValue(metric, out var value) ? value : null;
    }

    /// <summary>"data 0.3139 + L1(0.001) 0.0711 = 0.3850, accuracy 0.9315".</summary>
    public override string ToString() =>
        $"data {Number(DataLoss)}" +
        string.Concat(Penalties.Select(p => $" + {p.Name} {Number(p.Value)}")) +
        $" = {Number(Total)}, " +
        string.Join(", ", Metrics.Select(m => FormattableString.Invariant($"{m.Key.Name} {m.Value:0.####}")));

    // Of squared prices four decimals say nothing.
    static string Number(double value) =>
        value.ToString(Math.Abs(value) < 1e5 ? "F4" : "N0", System.Globalization.CultureInfo.InvariantCulture);
}
