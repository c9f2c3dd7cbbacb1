namespace TorchReg.Training;

/// <summary>A number of an epoch's ledger to watch, of the validation rows where there are any.</summary>
public abstract record MetricMonitor
{
    readonly double minDelta;
    readonly int patience;

    /// <summary>The metric that is watched. Default: the data loss, without penalties.</summary>
    public Metric Watch { get; init; } = Metric.Loss;

    /// <summary>
    /// p, epochs to wait for an improvement, 0 or more: the p-th epoch without one acts, as in Keras and Lightning (0 acts as 1;
    /// torch's ReduceLROnPlateau waits one epoch more). Default 5.
    /// </summary>
    public int Patience { get => patience; init => patience = Require.AtLeast(0, value); }

    /// <summary>What counts as an improvement, 0 or more. Default 0: any.</summary>
    public double MinDelta { get => minDelta; init => minDelta = Require.NonNegative(value); }

    private protected MetricMonitor() => patience = 5;

    internal double Of(Ledger ledger) => ledger.Of(Watch) ?? throw new ArgumentException(
        $"There is no metric '{Watch}' to watch. There are: loss, {string.Join(", ", ledger.Metrics.Keys)}.");

    internal bool Improves(double value, double best) => Watch.IsBetter(value, best, MinDelta);

    internal virtual int FirstEpoch => 1;

    internal virtual double? Goal => null;

    internal double Worst => Watch.Worst;
}

/// <summary>
/// Stops when the watched number has not improved for <see cref="MetricMonitor.Patience"/> epochs; the best weights are restored,
/// always.
/// </summary>
/// <remarks>
/// Keras's <c>EarlyStopping</c>: https://keras.io/api/callbacks/early_stopping/ (with <c>restore_best_weights</c>).
/// </remarks>
public sealed record EarlyStopping : MetricMonitor
{
    readonly int startFromEpoch = 1;
    readonly double? baseline;

    /// <summary>
    /// A number that must be beaten: an improvement that does not beat it does not begin the waiting anew. Default null, none.
    /// </summary>
    public double? Baseline
    {
        get => baseline;
        init =>
            baseline =
                value is null || double.IsFinite(value.Value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Baseline),
                        value,
                        FormattableString.Invariant($"Baseline must be a finite number; given {value}."));
    }

    /// <summary>
    /// The first epoch that is watched and whose weights may be the best, 1 or more: Keras's <c>start_from_epoch</c> + 1. Default
    /// 1.
    /// </summary>
    public int StartFromEpoch { get => startFromEpoch; init => startFromEpoch = Require.AtLeast(1, value); }

    internal override int FirstEpoch => StartFromEpoch;

    internal override double? Goal => Baseline;
}

/// <summary>
/// Multiplies η by a factor when the watched number has not improved for <see cref="MetricMonitor.Patience"/> epochs, as Keras's
/// callback of that name.
/// </summary>
public sealed record ReduceOnPlateau : MetricMonitor
{
    readonly double factor = 0.1, least;

    /// <summary>The factor, above 0 and below 1. Default 0.1.</summary>
    public double Factor { get => factor; init => factor = Require.Rate(Require.Positive(value)); }

    /// <summary>η goes no lower, 0 or more; a group's that began lower stays where it began. Default 0.</summary>
    public double MinLearningRate { get => least; init => least = Require.NonNegative(value); }
}
