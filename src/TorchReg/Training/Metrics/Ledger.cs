
namespace TorchReg.Training;

/// <summary>
/// What the objective came to on some rows at the end of an epoch, in eval mode: data loss and penalties apart.
/// </summary>
/// <param name="Loss">The data loss's name.</param>
/// <param name="DataLoss">The data loss, without penalties.</param>
/// <param name="Penalties">Each penalty by name with its value; constraints have none.</param>
/// <param name="Metrics">
/// "accuracy" for classes, "R²" for numbers (of each output that varies, then their mean), "D²" for counts and positive numbers
/// of one output (the share of the deviance explained), "exact zeros" among penalized weights
/// and "zero groups" of group penalties.
/// </param>
public sealed record Ledger(
    string Loss,
    double DataLoss,
    IReadOnlyList<(string Name, double Value)> Penalties,
    IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>Σ of the penalties.</summary>
    public double Penalty => Penalties.Sum(p => p.Value);

    /// <summary>Data loss + penalties: the objective.</summary>
    public double Total => DataLoss + Penalty;

    /// <summary>The share of rows classified right, from 0 to 1.</summary>
    /// <exception cref="KeyNotFoundException">The loss is not one of classes.</exception>
    public double Accuracy => Metrics["accuracy"];

    /// <summary>
    /// ‖penalties' gradient‖/‖data loss's gradient‖ over the penalized parameters, of the epoch's last batch; NaN where it was
    /// not measured.
    /// </summary>
    public double GradientRatio { get; init; } = double.NaN;

    /// <summary>"data 0.3139 + L1(0.001) 0.0711 = 0.3850, accuracy 0.9315".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"data {DataLoss:F4}") +
        string.Concat(Penalties.Select(p => FormattableString.Invariant($" + {p.Name} {p.Value:F4}"))) +
        FormattableString.Invariant($" = {Total:F4}, ") +
        string.Join(", ", Metrics.Select(m => FormattableString.Invariant($"{m.Key} {m.Value:0.####}")));
}
