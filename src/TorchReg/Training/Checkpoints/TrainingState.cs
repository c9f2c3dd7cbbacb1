using System.Text.Json;
using System.Text.Json.Serialization;
using TorchReg.Objectives;

namespace TorchReg.Training;

/// <summary>The numbers of a training's state; its tensors stand beside them.</summary>
/// <param name="Epoch">The epoch that goes on, 1, 2, ….</param>
/// <param name="Batches">Batches of it that are done.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="PenaltySteps">Steps by which schedules of λ count.</param>
/// <param name="OptimizerSteps">Each parameter's count of steps, where its optimizer counts.</param>
/// <param name="Stop">Early stopping.</param>
/// <param name="Plateau">Reduce-on-plateau.</param>
/// <param name="PlateauFactor">By which η was lowered.</param>
/// <param name="BestEpoch">The best epoch so far, 0 for none.</param>
/// <param name="AveragedEpochs">Epochs in the average.</param>
/// <param name="StoppedEarly">Why training ended; null where it did not.</param>
/// <param name="Uncopied">Half-precision weights that have no float32 copy yet.</param>
/// <param name="Records">The finished epochs.</param>
/// <param name="Schedules">What schedules of λ know; null in a file of before.</param>
/// <param name="Scale">The loss scale; null where there is none.</param>
sealed record TrainingState(
    int Epoch, long Batches, long Step, long PenaltySteps, long[] OptimizerSteps, PatienceState? Stop, PatienceState? Plateau,
    double PlateauFactor, int BestEpoch, int AveragedEpochs, string? StoppedEarly, string[] Uncopied, RecordState[] Records,
    double[][]? Schedules = null, ScaleState? Scale = null)
{
    static readonly JsonSerializerOptions options = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
    };

    // Elements of arrays may be null, whatever their type says.
    static bool IsWhole(RecordState? r) =>
        r != null
        && new[] { r.Training, r.Validation }.All(l => l == null || l.IsWhole());

    internal string ToJson() => JsonSerializer.Serialize(this, options);

    internal static TrainingState Of(IReadOnlyDictionary<string, string> notes, string file)
    {
        try
        {
            var state = notes.TryGetValue("state", out var json)
                ? JsonSerializer.Deserialize<TrainingState>(json, options)
                : null;
            if (state
                    is
                {
                    Epoch: >= 1,
                    Batches: >= 0,
                    Step: >= 0,
                    PenaltySteps: >= 0,
                    PlateauFactor: > 0 and <= 1,
                    BestEpoch: >= 0,
                    AveragedEpochs: >= 0
                }
                && state.Records.All(IsWhole)
                && state.Scale is not ({ IsSound: false })
                && state.Schedules?.Contains(null) != true)
                return state;
        }
        catch (JsonException) { }
        throw new InvalidDataException($"{file}: the checkpoint's state is not readable; it was made by another version.");
    }
}

/// <summary>What a loss scale remembers.</summary>
sealed record ScaleState(double Factor, int Steps, long Skipped)
{
    internal static ScaleState? Of(LossScale? scale) =>
        scale is null ? null : new(scale.Factor, scale.Steps, scale.Skipped);

    [JsonIgnore]
    internal bool IsSound => Factor is >= LossScale.Least and <= LossScale.Most && Steps >= 0 && Skipped >= 0;
}

/// <summary>What a <see cref="PatienceCounter"/> remembers.</summary>
sealed record PatienceState(double Best, int Waited);

/// <summary>An <see cref="EpochRecord"/> in a file.</summary>
sealed record RecordState(int Epoch, LedgerState? Training, LedgerState? Validation, double LearningRate, long Ticks)
{
    internal static RecordState Of(EpochRecord r) =>
        new(r.Epoch, LedgerState.Of(r.Training), LedgerState.Of(r.Validation), r.LearningRate, r.Elapsed.Ticks);

    internal EpochRecord ToRecord() =>
        new(Epoch, Training?.ToLedger(), Validation?.ToLedger(), LearningRate, TimeSpan.FromTicks(Ticks));
}

/// <summary>A <see cref="Ledger"/> in a file.</summary>
sealed record LedgerState(string Loss, double DataLoss, PenaltyState[] Penalties, NamedNumber[] Metrics, double GradientRatio)
{
    /// <summary>Whether every number has a name, and every metric is one.</summary>
    internal bool IsWhole() =>
        Array.TrueForAll(Penalties, p => p?.Name != null)
        && Array.TrueForAll(Metrics, m => m?.Name != null && Metric.Find(m.Name) != null)
        && Metrics.DistinctBy(m => m.Name).Count() == Metrics.Length;

    internal static LedgerState? Of(Ledger? ledger) =>
        ledger == null
            ? null
            : new(
                ledger.Loss,
                ledger.DataLoss,
                [.. ledger.Penalties.Select(p => new PenaltyState(p.Name, p.Value, p.Lambda))],
                [.. ledger.Metrics.Select(m => new NamedNumber(m.Key.Name, m.Value))],
                ledger.GradientRatio);

    internal Ledger ToLedger() =>
        new(
            Loss,
            DataLoss,
            [.. Penalties.Select(p => new PenaltyShare(p.Name, p.Lambda, p.Value))],
            Metrics.ToDictionary(m => Metric.Find(m.Name)!, m => m.Value))
        {
            GradientRatio = GradientRatio
        };
}

/// <summary>A <see cref="PenaltyShare"/> in a file; one of before says no λ.</summary>
sealed record PenaltyState(string Name, double Value, double? Lambda = null);

/// <summary>A number and its name.</summary>
sealed record NamedNumber(string Name, double Value);
