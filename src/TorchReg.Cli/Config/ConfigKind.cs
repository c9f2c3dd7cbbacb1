using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Select;
using TorchReg.Cli.Settings;
using TorchReg.Cli.Sweep;

namespace TorchReg.Cli.Config;

/// <summary>A kind of configuration: how it is loaded and what its schema is.</summary>
sealed record ConfigKind(
    string Name,
    Func<
        SettingWords,
        IReadOnlyDictionary<string, string>,
        (JsonObject Values, IReadOnlyDictionary<string, string> Origins)
    > Load,
    Func<JsonObject> Schema)
{
    internal static ConfigKind Train { get; } =
        new(
            "train",
            (words, environment) => Both(TrainConfig.Load(words, environment)),
            TrainConfig.JsonSchema);

    internal static ConfigKind Compare { get; } =
        new(
            "compare",
            (words, environment) => Both(CompareConfig.Load(words, environment)),
            () => JsonSchema.Of<CompareSettings>("A comparison of torchreg compare"));

    internal static ConfigKind Select { get; } =
        new(
            "select",
            (words, environment) => Both(SelectConfig.Load(words, environment)),
            () => JsonSchema.Of<SelectSettings>("A choice of λ by torchreg select"));

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

    internal static IReadOnlyList<ConfigKind> All { get; } = [Train, Compare, Select, Sweep];

    /// <summary>
    /// A comparison has runs, a sweep varies, a choice of λ has a problem, a path or folds; without a file it is the built-in
    /// comparison.
    /// </summary>
    internal static ConfigKind Of(SettingWords words) =>
        words.WithRows().Data is { } rows && File.Exists(rows) ? throw new UserError(
            $"{rows} holds rows, and config show takes a configuration, a JSON file; " +
            $"torchreg init {rows} writes one for these rows") :
        words.Files.FirstOrDefault() is not { } path || Has(path, "runs") ? Compare
        : Has(path, "vary") ? Sweep
        : Has(path, "problem", "path", "folds") ? Select : Train;

    static bool Has(string path, params string[] groups) =>
        JsonSource.FromFile(path).Values is var values && groups.Any(group => values.GetSection(group).Exists());

    static (JsonObject, IReadOnlyDictionary<string, string>) Both<T>(ResolvedSettings<T> settings)
        where T : new() => (SettingsJson.Of(settings.Values), settings.Origins);
}
