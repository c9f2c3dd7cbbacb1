using System.Security.Cryptography;
using System.Text;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// A run's name: 16 hexadecimal digits of the SHA-256 of its resolved settings. Settings that have their default are left out, so
/// that a version with further settings gives the same names; so are the checkpoints, which change no number.
/// </summary>
static class RunId
{
    static readonly Dictionary<string, string?> defaults = Defaults();

    internal static string Of(TrainSettings settings) => Of(Canonical(settings));

    /// <summary>16 hexadecimal digits of the SHA-256 of a text.</summary>
    internal static string Of(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>The settings that differ from their defaults, a line each, sorted by key.</summary>
    internal static string Canonical(TrainSettings settings)
    {
        var lines = SettingsJson
            .Flat(SettingsJson.Of(settings))
            .Where(pair => !pair.Key.StartsWith("checkpoints:", StringComparison.Ordinal))
            .Select(pair => (pair.Key, Text: pair.Value?.ToJsonString(SettingsJson.Options)))
            .Where(pair =>
                !(
                    defaults.TryGetValue(
                        pair.Key.AsSpan().ContainsAnyInRange('0', '9')
                            ? SettingKey.Pattern(pair.Key)
                            : pair.Key.Replace(':', '.'),
                        out var usual)
                    && usual == pair.Text));
        return string.Concat(lines.OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => $"{line.Key}={line.Text}\n"));
    }

    static Dictionary<string, string?> Defaults()
    {
        var all = SettingsJson.Flat(SettingsJson.Of(new TrainSettings()));
        var ofPenalty = SettingsJson.Flat(SettingsJson.Of(new PenaltySettings()), "penalties:0");
        return all.Concat(ofPenalty)
            .ToDictionary(pair => SettingKey.Pattern(pair.Key), pair => pair.Value?.ToJsonString(SettingsJson.Options));
    }
}
