using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>
/// Settings from environment variables: TORCHREG_Training__Epochs for training.epochs, TORCHREG_DATA for data.source.
/// </summary>
static class EnvironmentSource
{
    const string Prefix = "TORCHREG_";
    const string Data = Prefix + "DATA";

    // These speak to the program, not to a configuration.
    static readonly string[] reserved = [Data, Prefix + "DEBUG"];

    /// <param name="environment">All variables.</param>
    /// <param name="takesDigits">Whether the settings learn from digits, so that TORCHREG_DATA says which.</param>
    internal static SettingSource From(IReadOnlyDictionary<string, string> environment, bool takesDigits = true)
    {
        var settings = environment
            .Where(variable =>
                variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !reserved.Contains(variable.Key))
            .GroupBy(variable => variable.Key[Prefix.Length..].Replace("__", ":"), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, string? (same) => One([.. same]).Value, StringComparer.OrdinalIgnoreCase);
        var names = settings.Keys.ToDictionary(
            key => key,
            key => Prefix + key.Replace(":", "__"),
            StringComparer.OrdinalIgnoreCase);
        // Set but empty is how a shell switches a variable off for one command.
        if (takesDigits && environment.TryGetValue(Data, out var folder) && folder.Length > 0)
            (settings["data:source"], names["data:source"]) = (folder, Data);
        return new(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            key => $"environment variable {Shown.Value(names[key])}",
            key => Prefix + string.Join("__", key.Split('.').Select(SettingKey.PascalCase)));
    }

    static KeyValuePair<string, string> One(KeyValuePair<string, string>[] same) =>
        same is [var one]
            ? one
            : throw new UserError(
                $"environment variables {Shown.Value(same[0].Key)} and {Shown.Value(same[1].Key)} are one setting in two " +
                "spellings; keep one");
}
