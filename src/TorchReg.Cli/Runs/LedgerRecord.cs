using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>What a model came to on some rows.</summary>
sealed record LedgerRecord(
    string Loss,
    double DataLoss,
    IReadOnlyList<PenaltyRecord> Penalties,
    double Total,
    IReadOnlyDictionary<Metric, double> Metrics)
{
    /// <summary>Every metric that suits the loss, with its standard error; a file of before has none.</summary>
    public IReadOnlyDictionary<Metric, ScoreRecord> Scores { get; init; } = new Dictionary<Metric, ScoreRecord>();

    /// <summary>Of classes: how often which is taken for which, and whether probabilities are shares; null for numbers.</summary>
    public ClassRecord? Classes { get; init; }

    internal static LedgerRecord Of(Ledger ledger) =>
        new(
            ledger.Loss,
            ledger.DataLoss,
            [.. ledger.Penalties.Select(p => new PenaltyRecord(p.Name, p.Value, p.Lambda))],
            ledger.Total,
            ledger.Metrics);

    /// <summary>Judges a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Rows with answers, on its device.</param>
    /// <param name="loss">What it learned by.</param>
    /// <param name="regularization">Its penalties.</param>
    /// <param name="isLearnedFrom">Rows that it has learned from have no standard errors: they are no sample to it.</param>
    internal static LedgerRecord Of(
        nn.Module<Tensor, Tensor> model, Dataset rows, Loss loss, Regularization? regularization, bool isLearnedFrom = false)
    {
        var ledger = Of(Evaluation.Of(model, rows, loss, regularization));
        using var scope = NewDisposeScope();
        return ledger.With(loss, Evaluation.Predict(model, rows), rows, isLearnedFrom);
    }

    /// <summary>With the metrics of predictions before the link.</summary>
    internal LedgerRecord With(Loss loss, Tensor predictions, Dataset rows, bool isLearnedFrom = false) => this with
    {
        Scores = Training.Scores.Of(loss, predictions, rows, withErrors: !isLearnedFrom)
            .ToDictionary(score => score.Metric, score => new ScoreRecord(score.Value, score.StandardError)),
        Classes = isLearnedFrom ? null : ClassRecord.Of(loss, predictions, rows),
    };

    /// <summary>The number of a metric, the data loss among them; null where there is none.</summary>
    internal double? Of(Metric metric) =>
        metric == Metric.Loss ? DataLoss : Metrics.TryGetValue(metric, out var value) ? value
        : Scores.TryGetValue(metric, out var score) ? score.Value : null;

    /// <summary>The metrics to show: a loss that is the log loss by another name is shown once.</summary>
    internal IEnumerable<Metric> Shown => Scores.Keys.Where(metric => metric != Metric.Loss
        || !Scores.TryGetValue(Metric.LogLoss, out var log) || Math.Abs(log.Value - Scores[Metric.Loss].Value) > 1e-6);

    /// <summary>The same with its standard error, where that is known.</summary>
    internal Score? ScoreOf(Metric metric) =>
        Scores.TryGetValue(metric, out var score) ? new Score(metric, score.Value, score.StandardError) : null;
}

/// <summary>
/// What a rule's penalty came to; two rules may have equal penalties. A file of before says λ in the name alone.
/// </summary>
readonly record struct PenaltyRecord(string Name, double Value, double? Lambda = null)
{
    /// <summary>"L1, λ = 0.002".</summary>
    internal string InWords => Lambda is { } lambda && Name.Contains('(', StringComparison.Ordinal)
        ? FormattableString.Invariant($"{Name[..Name.IndexOf('(', StringComparison.Ordinal)]}, λ = {lambda:G4}")
        : Name;
}

/// <summary>A metric's number and how much it would vary with other rows.</summary>
readonly record struct ScoreRecord(double Value, double StandardError);
