using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Loads a run's settings: CONFIG, then the environment, then arguments.</summary>
static class TrainConfig
{
    internal const string Digits = "digits";
    internal static SettingSchema Schema { get; } = SettingSchema.Of<TrainSettings>();

    internal static System.Text.Json.Nodes.JsonObject JsonSchema() =>
        Settings.JsonSchema.Of<TrainSettings>("A run of torchreg train");

    internal static ResolvedSettings<TrainSettings> Load(SettingWords words, IReadOnlyDictionary<string, string> environment)
    {
        words = words.WithRows();
        var arguments = ArgumentSource.From(words, Schema);
        var file = words.Files.ToArray() switch
        {
            [] when words.Data is { } rows => Usual(rows),
            [] => throw new UserError(
                $"{words.Command.Name} needs a CONFIG, a JSON file, or rows, as a CSV file; see configs/ for examples"),
            [var path] => JsonSource.FromFile(path),
            [var path, var second, ..] => throw new UserError(
                $"{words.Command.Name} takes one CONFIG; after {path} there is also {second}"),
        };
        return Resolve(file, environment, [arguments]);
    }

    /// <summary>Whether a source is a file of columns that may be of any size.</summary>
    internal static bool IsTable(string source) => File.Exists(source) && FileFormat.Of(source) is null;

    /// <summary>What is meant where rows stand alone: columns of any size, and epochs for a linear model of them.</summary>
    internal static SettingSource Usual(string rows) => JsonSource.FromText(
        "what is usual for rows without a CONFIG",
        IsTable(rows)
            ? """{ "data": { "standardize": true }, "training": { "epochs": 50 } }""" : "{}");

    /// <summary>Settings from a file, then the environment, then further sources.</summary>
    internal static ResolvedSettings<TrainSettings> Resolve(
        SettingSource file,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<SettingSource> further)
    {
        // TORCHREG_DATA names digits; a config that learns from something else is not meant.
        var takesDigits = (file.Values["data:source"] ?? Digits) == Digits;
        var settings = ResolvedSettings<TrainSettings>.From(
            Schema,
            [file, EnvironmentSource.From(environment, takesDigits), .. further]);
        TrainChecks.Check(settings);
        return settings;
    }

    /// <summary>The settings that a run's folder keeps.</summary>
    internal static TrainSettings LoadResolved(string path)
    {
        var settings = ResolvedSettings<TrainSettings>.From(Schema, JsonSource.FromFile(path));
        TrainChecks.Check(settings);
        return settings.Values;
    }
}
