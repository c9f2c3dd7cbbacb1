using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Config.Train;
using TorchReg.Cli.Sweep;

namespace TorchReg.Cli.Config;

/// <summary>A kind of configuration: how it is loaded and what its schema is.</summary>
sealed record ConfigKind(string Name, Func<SettingWords, IReadOnlyDictionary<string, string>, (JsonObject Values, IReadOnlyDictionary<string, string> Origins)> Load, Func<JsonObject> Schema)
{
    internal static ConfigKind Train { get; } = new("train",
        (words, environment) => Both(TrainConfig.Load(words, environment)), () => JsonSchema.Of<TrainSettings>("A run of torchreg train"));

    internal static ConfigKind Compare { get; } = new("compare",
        (words, environment) => Both(CompareConfig.Load(words, environment)), () => JsonSchema.Of<CompareSettings>("A comparison of torchreg compare"));

    /// <summary>Shown are the settings of the base, and then the sweep's own.</summary>
    internal static ConfigKind Sweep { get; } = new("sweep", (words, environment) =>
    {
        var config = SweepConfig.Load(words, environment);
        var own = config.Resolved();
        own.Remove("base");
        var all = SettingsJson.Of(config.Base.Values);
        all["sweep"] = own;
        return (all, config.Base.Origins);
    }, SweepSchema.Create);

    internal static IReadOnlyList<ConfigKind> All { get; } = [Train, Compare, Sweep];

    /// <summary>A comparison has runs, a sweep varies; without a file it is the built-in comparison.</summary>
    internal static ConfigKind Of(SettingWords words) =>
        words.Files.FirstOrDefault() is not { } path ? Compare
        : JsonSource.FromFile(path).Values is var values && values.GetSection("runs").Exists() ? Compare
        : values.GetSection("vary").Exists() ? Sweep : Train;

    static (JsonObject, IReadOnlyDictionary<string, string>) Both<T>(ResolvedSettings<T> settings) where T : new() => (SettingsJson.Of(settings.Values), settings.Origins);
}
