using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TorchReg.Cli.Settings;

/// <summary>Settings as JSON, with every value: what a run's folder keeps and <c>config show</c> prints.</summary>
static class SettingsJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new MetricJson() },
    };

    internal static JsonObject Of<T>(T settings) => JsonSerializer.SerializeToNode(settings, Options)!.AsObject();

    /// <summary>A value as a number, a truth value or a text.</summary>
    internal static object Plain(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<JsonElement>().GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetValue<string>(),
        _ => value?.ToJsonString(Options) ?? "",
    };

    internal static string Text(JsonNode node) => node.ToJsonString(Options);

    /// <summary>All values with their keys, training:epochs, in the settings' order; an empty list is one of them.</summary>
    internal static IEnumerable<(string Key, JsonNode? Value)> Flat(JsonNode? node, string key = "") => node switch
    {
        JsonObject group => group.SelectMany(pair => Flat(pair.Value, Join(key, pair.Key))),
        JsonArray { Count: > 0 } list => list.SelectMany((item, i) => Flat(item, Join(key, $"{i}"))),
        _ => [(key, node)],
    };

    static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";
}
