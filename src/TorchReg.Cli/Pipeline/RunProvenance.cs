using System.Text.Json.Nodes;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Cli.Pipeline;

/// <summary>
/// What a run belongs to: rows, versions, threads, and every setting that decides its numbers. Epochs may become more (but where
/// the rate's schedule counts them), files may move, checkpoints come as often as one likes.
/// </summary>
static class RunProvenance
{
    const string OfSettings = "setting.";

    internal static Provenance Of(TrainSettings settings, RunData data) =>
        new(
            Settings(settings)
                .Concat(RunPenalties.Digests(settings.Penalties))
                .Concat(Provenance.Versions)
                .Concat(
                    new Dictionary<string, string>
                    {
                        ["rows.training"] = Rows(data.Train.Rows, data.TrainSha256),
                        ["rows.validation"] =
                            data.Validation == null ? "none" : Rows(data.Validation.Rows, data.ValidationSha256!),
                        ["rows.test"] = Rows(data.Test.Rows, data.TestSha256),
                        ["threads"] = FormattableString.Invariant($"{torch.get_num_threads()}"),
                    }));

    static string Rows(long rows, string sha256) => FormattableString.Invariant($"{rows} rows, SHA-256 {sha256}");

    /// <summary>The settings alone, by names that no other value has.</summary>
    internal static Dictionary<string, string> Settings(TrainSettings settings) =>
        SettingsJson
            .Flat(SettingsJson.Of(settings))
            .Where(pair =>
                !(IsFree(pair.Key) || IsUsualOfLater(pair)
                    || (pair.Key == "training:epochs" && settings.Schedule.Kind != ScheduleKind.Cosine)))
            .ToDictionary(
                pair => OfSettings + pair.Key.Replace(':', '.'),
                pair => pair.Value?.ToJsonString(SettingsJson.Options) ?? "null");

    /// <summary>An earlier provenance with other settings: what a model's rows, versions and threads were stays.</summary>
    internal static IReadOnlyDictionary<string, string> WithSettings(
        IReadOnlyDictionary<string, string> earlier, TrainSettings settings) =>
        earlier
            .Where(pair => !pair.Key.StartsWith(OfSettings, StringComparison.Ordinal))
            .Concat(Settings(settings))
            .ToDictionary();

    // Rows are told by their digests, threads by what they were.
    static bool IsFree(string key) =>
        key is "data:source" or "training:threads" || key.StartsWith("checkpoints:", StringComparison.Ordinal);

    // A run is the one that it was before these could be set.
    static readonly Dictionary<string, string> usualOfLater = new()
    {
        ["model:inputs"] = "[]",
        ["model:dropoutSchedule:kind"] = "\"constant\"",
        ["model:dropoutSchedule:passes"] = "1000",
        ["training:autograd"] = "false",
        ["training:precision"] = "\"float32\"",
        ["refit"] = "0",
    };

    static bool IsUsualOfLater((string Key, JsonNode? Value) pair) =>
        usualOfLater.GetValueOrDefault(pair.Key) is { } usual && pair.Value?.ToJsonString() == usual;

    /// <summary>What of the settings is another than in an earlier provenance.</summary>
    internal static IReadOnlyList<string> ChangedSettings(TrainSettings settings, IReadOnlyDictionary<string, string> earlier) =>
        new Provenance(Settings(settings)).ChangesSince(
            new(earlier.Where(pair => pair.Key.StartsWith(OfSettings, StringComparison.Ordinal))));
}
