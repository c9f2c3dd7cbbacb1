using System.Globalization;
using System.Text.Json;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// What a training's checkpoints belong to: rows, model, loss, penalties, every option that decides the numbers, versions,
/// threads. <see cref="OptimizerProvenance"/> is added to it. Epochs may grow; functions (schedules) are told only by their being
/// there and by what the caller adds.
/// </summary>
static class TrainingProvenance
{
    internal static Provenance Of(
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        Regularization? regularization,
        TrainingOptions options,
        Dataset? rows,
        Dataset? validation)
    {
        var values = new Dictionary<string, string>(Provenance.Versions)
        {
            ["rows.training"] = rows == null ? "a stream of batches" : DatasetDigest.Of(rows),
            ["rows.validation"] = validation == null ? "none" : DatasetDigest.Of(validation),
            ["model.state"] = string.Join(
                ", ",
                model.state_dict().Select(pair => $"{pair.Key} {pair.Value.dtype} [{string.Join('×', pair.Value.shape)}]")),
            ["loss"] = loss.Name,
            ["penalties"] = regularization?.ToString().ReplaceLineEndings("; ") ?? "none",
            ["threads"] = Text(get_num_threads()),
        };
        foreach (var (name, value) in Options(options)) values[$"options.{name}"] = value;
        if (options.InputPenalty is { } penalty) values["options.inputPenalty"] = penalty.Name;
        foreach (var (name, value) in options.Checkpoints?.BelongTo ?? new Dictionary<string, string>()) values[name] = value;
        return new(values);
    }

    static IEnumerable<(string Name, string Value)> Options(TrainingOptions o) =>
        [
            ("batchSize", Text(o.BatchSize)),
            ("learningRate", Text(o.LearningRate)),
            ("seed", Text(o.Seed)),
            ("shuffle", Text(o.Shuffle)),
            ("validationFraction", Text(o.ValidationFraction)),
            ("clipNorm", Text(o.ClipNorm)),
            ("clipValue", Text(o.ClipValue)),
            ("epsilonHat", Text(o.EpsilonHat)),
            ("accumulateBatches", Text(o.AccumulateBatches)),
            ("autograd", Text(o.Autograd)),
            ("precision", Text(o.Precision)),
            ("lossScaling", JsonSerializer.Serialize(PrecisionChoice.Scaling(o))),
            ("ledgerOfTraining", Text(o.EvaluateTraining)),
            (
                "averaging",
                o.Averaging is { } average
                    ? FormattableString.Invariant($"{average.Decay} from epoch {average.FromEpoch}")
                    : "none"),
            ("earlyStopping", JsonSerializer.Serialize(o.EarlyStopping)),
            ("reduceOnPlateau", JsonSerializer.Serialize(o.ReduceOnPlateau)),
            ("schedule", Text(o.LearningRateSchedule != null)),
            ("meanWeight", Text(o.MeanWeight)),
        ];

    static string Text(object? value) => value == null ? "none" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
