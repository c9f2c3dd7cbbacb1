using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TorchReg.Cli.Settings;

/// <summary>
/// A JSON schema of an options record, by which editors complete and check a file (json-schema.org, draft 2020-12).
/// </summary>
static class JsonSchema
{
    internal static JsonObject Of<T>(string title) where T : new()
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        var group = Group(typeof(T), new T());
        group["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        foreach (var (key, value) in group.ToArray())
        {
            group.Remove(key);
            schema[key] = value;
        }
        return schema;
    }

    static JsonObject Group(Type type, object? defaults)
    {
        var properties = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            properties[SettingKey.CamelCase(property.Name)] = Described(
                property,
                Of(property, defaults == null ? null : property.GetValue(defaults)));
        return new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    static JsonObject Of(PropertyInfo property, object? value)
    {
        var type = property.PropertyType;
        if (!type.IsGenericType) return Setting.IsValue(type) ? Value(property, type, value) : Group(type, value);
        var item = type.GetGenericArguments()[0];
        return new()
        {
            ["type"] = "array",
            ["items"] = Setting.IsValue(item) ? Value(property, item, null) : Group(item, Activator.CreateInstance(item))
        };
    }

    static JsonObject Value(PropertyInfo property, Type type, object? value)
    {
        var schema = Setting.ChoicesOf(property, type) is { } names
            ? new() { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) }
            : new JsonObject
            {
                ["type"] =
                    type == typeof(bool) ? "boolean"
                    : type == typeof(string) ? "string"
                    : type == typeof(int) ? "integer"
                    : "number"
            };
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = JsonValue.Create(Convert.ToDouble(range.Minimum));
            schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = JsonValue.Create(Convert.ToDouble(range.Maximum));
        }
        if (value != null) schema["default"] = JsonSerializer.SerializeToNode(value, SettingsJson.Options);
        return schema;
    }

    static JsonObject Described(PropertyInfo property, JsonObject schema)
    {
        if (SettingTexts.Of(property) is { } text) schema.Insert(0, "description", text);
        return schema;
    }
}
