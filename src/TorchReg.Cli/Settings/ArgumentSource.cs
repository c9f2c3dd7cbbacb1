using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>
/// Settings from arguments: --training.epochs=5, --training:epochs=5, or --epochs=5 where only one setting has that name.
/// </summary>
static class ArgumentSource
{
    internal static SettingSource From(SettingWords words, SettingSchema schema)
    {
        var (values, arguments) = (
            new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase),
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        foreach (var flag in words.Flags)
        {
            if (flag.Split('=', 2) is not [['-', '-', _, ..] name, var value]) throw NotASetting(flag, words, schema);
            var key = Key(name[2..].Replace('.', ':'), flag, words, schema);
            foreach (var (one, text) in Values(key, value, schema)) (values[one], arguments[one]) = (text, flag);
        }
        if (words.Data != null) (values["data:source"], arguments["data:source"]) = (words.Data, $"--data {words.Data}");
        return new(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(),
            key => $"argument {Shown.Value(arguments[key])}",
            key => $"--{key}=…");
    }

    // A list of values may be written with commas: --hidden=64,32.
    static IEnumerable<(string, string)> Values(string key, string value, SettingSchema schema) =>
        schema.IsGroup(key) && schema.Find($"{key}:0") is not null
            ? value.Split(',', StringSplitOptions.TrimEntries).Select((one, i) => ($"{key}:{i}", one))
            : [(key, value)];

    static string Key(string key, string flag, SettingWords words, SettingSchema schema)
    {
        if (key.Contains(':') || schema.IsGroup(key)) return key;
        var candidates = schema
            .Settings.Where(setting => setting.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
            .Select(setting => setting.Pattern)
            .ToArray();
        return candidates switch
        {
            [var pattern] when !pattern.Contains(".N.") => (pattern.EndsWith(".N") ? pattern[..^2] : pattern).Replace('.', ':'),
            [var pattern] => throw new UserError(
                $"argument {Shown.Value(flag)}: each run has its own {key}; write --{pattern.Replace(".N.", ".0.")}=… for " +
                "the first"),
            [] => throw NotASetting(flag, words, schema),
            _ => throw new UserError(
                $"argument {Shown.Value(flag)}: {key} may be {string.Join(" or ", candidates)}; write --{candidates[0]}=…"),
        };
    }

    static UserError NotASetting(string flag, SettingWords words, SettingSchema schema)
    {
        var name = flag.Split('=')[0];
        var isSetting = schema.Settings.FirstOrDefault(setting =>
            $"--{setting.Leaf}".Equals(name, StringComparison.OrdinalIgnoreCase)
            || $"--{setting.Pattern}".Equals(name, StringComparison.OrdinalIgnoreCase));
        return isSetting != null
            ? new($"{name} has no value; write {name}=…, it must be {isSetting.Allowed}")
            : ParseFailure.UnknownFlag(
                flag,
                words.Command,
                schema.Settings.SelectMany(setting => new[] { $"--{setting.Name}", $"--{setting.Pattern}" }));
    }
}
