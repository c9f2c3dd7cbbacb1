using System.Text.Json.Nodes;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>The JSON schema of a sweep: that of its own settings, with base and vary.</summary>
static class SweepSchema
{
    internal static JsonObject Create()
    {
        var schema = JsonSchema.Of<SweepSettings>("A sweep of torchreg sweep");
        var run = JsonSchema.Of<TrainSettings>("A run of torchreg train");
        run.Remove("$schema");
        var properties = schema["properties"]!.AsObject();
        properties.Insert(1, "base", new JsonObject
        {
            ["description"] = "A run's settings, or the path of their file relative to this one.",
            ["anyOf"] = new JsonArray { new JsonObject { ["type"] = "string" }, run },
        });
        properties.Insert(2, "vary", Vary());
        schema["required"] = new JsonArray("base", "vary");
        return schema;
    }

    static JsonObject Vary() => new()
    {
        ["description"] = "Keys of the base, as penalties.0.lambda, with the values that they take.",
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject
        {
            ["anyOf"] = new JsonArray
            {
                List(),
                Range(),
                Drawn(["uniform", "logUniform"], "from", "to"),
                Drawn(["normal"], "mean", "deviation")
            }
        },
    };

    static JsonObject List() => new() { ["type"] = "array", ["minItems"] = 1 };

    static JsonObject Range()
    {
        var range = Group(("from", Number()), ("to", Number()), ("count", new() { ["type"] = "integer", ["minimum"] = 2 }));
        range["properties"]!["scale"] = new JsonObject { ["enum"] = new JsonArray("linear", "log"), ["default"] = "linear" };
        return range;
    }

    static JsonObject Drawn(string[] kinds, string first, string second) =>
        Group(
            ("distribution", new() { ["enum"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind)]) }),
            (first, Number()),
            (second, Number()));

    static JsonObject Group(params (string Name, JsonObject Schema)[] members) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))),
        ["required"] = new JsonArray([.. members.Select(member => (JsonNode)member.Name)]),
        ["additionalProperties"] = false,
    };

    static JsonObject Number() => new() { ["type"] = "number" };
}
