using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>One place that settings come from.</summary>
/// <param name="Values">The keys and values that it holds.</param>
/// <param name="Origin">Where a key stands, for messages: "run.json", "environment variable TORCHREG_Training__Epochs".</param>
/// <param name="Spelling">How a known key is written there.</param>
sealed record SettingSource(IConfigurationRoot Values, Func<string, string> Origin, Func<string, string> Spelling)
{
    /// <summary>The keys that carry a value, in the order of the configuration; empty groups carry none.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Pairs(SettingSchema schema) =>
        Values
            .AsEnumerable()
            .Where(pair => !(schema.IsGroup(pair.Key) && string.IsNullOrEmpty(pair.Value)) && !HasOnlyChildren(pair));

    /// <summary>Refuses an unknown key, a wrong type and a value out of range.</summary>
    internal void Check(SettingSchema schema)
    {
        foreach (var (key, value) in Pairs(schema))
            if (schema.Find(key) is not { } setting)
                throw Misplaced(schema, key, value);
            else if (!setting.Allows(value))
                throw new UserError(
                    $"{Origin(key)}: {SettingKey.WithIndicesOf(setting.Pattern, key)} is {Quoted(value)}; it must be " +
                    $"{setting.AllowedFor(value)}");
    }

    UserError Misplaced(SettingSchema schema, string key, string? value)
    {
        var name = SettingKey.Display(key);
        if (schema.IsGroup(key)) return new($"{Origin(key)}: {name} is {Quoted(value)}; it must be a group of settings");
        if (schema.Above(key) is { } above)
            return new(
                $"{Origin(key)}: {SettingKey.WithIndicesOf(above.Pattern, key)} is a group or list; it must be {above.Allowed}");
        return new($"{Origin(key)}: unknown key {Shown.Value(name)}; {schema.Hint(key, Spelling)}");
    }

    bool HasOnlyChildren(KeyValuePair<string, string?> pair) =>
        pair.Value == null && Values.GetSection(pair.Key).GetChildren().Any();

    static string Quoted(string? value) => value == null ? "null" : $"'{Shown.Value(value)}'";
}
