using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>Sets a key of resolved settings to a value: a group's keys one by one, a list as a whole.</summary>
static class SettingChange
{
    /// <summary>Refuses a value that the key can't take, in the words of a configuration file.</summary>
    internal static void Check(SettingSchema schema, string key, JsonNode value, string origin)
    {
        JsonNode tree = value.DeepClone();
        foreach (var segment in key.Split('.').Reverse()) tree = new JsonObject { [segment] = tree };
        JsonSource.FromText($"{origin}: vary.{key}", tree.ToJsonString()).Check(schema);
        foreach (var (place, leaf) in SettingsJson.Flat(value, key.Replace('.', ':')))
            if (schema.Find(place) is { } setting && !Fits(setting, leaf))
                throw new UserError(
                    $"{origin}: vary.{key} has the value {leaf?.ToJsonString() ?? "null"}; " +
                    $"{SettingKey.WithIndicesOf(setting.Pattern, place)} must be {setting.AllowedFor(leaf?.ToString())}");
    }

    // A configuration file may hold "5" for 5; here values become columns of a table, of one type.
    static bool Fits(Setting setting, JsonNode? leaf) => leaf != null && leaf.GetValueKind() switch
    {
        JsonValueKind.Number => setting.Type == typeof(int) || setting.Type == typeof(double),
        JsonValueKind.True or JsonValueKind.False => setting.Type == typeof(bool),
        _ => setting.Type.IsEnum || setting.Type == typeof(string),
    };

    /// <summary>The key as the settings' JSON writes it: Penalties.0.Lambda as penalties.0.lambda.</summary>
    internal static string Canonical(SettingSchema schema, string key, string origin)
    {
        var inside = key.Replace('.', ':');
        if (schema.Find(inside) is { } setting) return SettingKey.WithIndicesOf(setting.Pattern, inside);
        if (schema.IsGroup(inside)) return string.Join('.', key.Split('.').Select(SettingKey.CamelCase));
        throw new UserError($"{origin}: vary has the unknown key {key}; {schema.Hint(inside, nearest => nearest)}");
    }

    internal static void Apply(JsonObject settings, string key, JsonNode value, string origin)
    {
        var segments = key.Split('.');
        JsonNode? place = settings;
        foreach (var segment in segments[..^1])
            place =
                In(place, segment)
                ?? throw new UserError(
                    $"{origin}: vary.{key} has no place: the base has no {segment} there; give the list's entries in the " +
                    "base first");
        Set(place!, segments[^1], value, key, origin);
    }

    static JsonNode? In(JsonNode? place, string segment) => place switch
    {
        JsonObject group => group[segment],
        JsonArray list when NumberText.TryRead(segment, NumberStyles.None, out var i) && i < list.Count => list[i],
        _ => null,
    };

    static void Set(JsonNode place, string segment, JsonNode value, string key, string origin)
    {
        if (value is JsonObject group && In(place, segment) is JsonObject there)
            foreach (var (name, inner) in group) Set(there, SettingKey.CamelCase(name), inner!, $"{key}.{name}", origin);
        else if (place is JsonObject into) into[segment] = CamelCased(value);
        else if (place is JsonArray list && NumberText.TryRead(segment, NumberStyles.None, out var i) && i < list.Count)
            list[i] = CamelCased(value);
        else throw new UserError($"{origin}: vary.{key} has no place: the base's list ends before {segment}");
    }

    static JsonNode CamelCased(JsonNode value) => value switch
    {
        JsonObject group => new JsonObject(
            group.Select(pair =>
                KeyValuePair.Create(
                    SettingKey.CamelCase(pair.Key),
                    pair.Value == null ? null : (JsonNode?)CamelCased(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item == null ? null : CamelCased(item))]),
        _ => value.DeepClone(),
    };
}
