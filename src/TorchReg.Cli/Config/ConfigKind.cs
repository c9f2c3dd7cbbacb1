using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Config.Train;

namespace TorchReg.Cli.Config;

/// <summary>A kind of configuration: how it is loaded and what its schema is.</summary>
sealed record ConfigKind(string Name, Func<SettingWords, IReadOnlyDictionary<string, string>, (JsonObject Values, IReadOnlyDictionary<string, string> Origins)> Load, Func<JsonObject> Schema)
{
    internal static ConfigKind Train { get; } = new("train",
        (words, environment) => Both(TrainConfig.Load(words, environment)), () => JsonSchema.Of<TrainSettings>("A run of torchreg train"));

    internal static ConfigKind Compare { get; } = new("compare",
        (words, environment) => Both(CompareConfig.Load(words, environment)), () => JsonSchema.Of<CompareSettings>("A comparison of torchreg compare"));

    internal static IReadOnlyList<ConfigKind> All { get; } = [Train, Compare];

    /// <summary>A comparison has runs; without a file it is the built-in comparison.</summary>
    internal static ConfigKind Of(SettingWords words) =>
        words.Files.FirstOrDefault() is { } path && !JsonSource.FromFile(path).Values.GetSection("runs").Exists() ? Train : Compare;

    static (JsonObject, IReadOnlyDictionary<string, string>) Both<T>(ResolvedSettings<T> settings) where T : new() => (SettingsJson.Of(settings.Values), settings.Origins);
}
