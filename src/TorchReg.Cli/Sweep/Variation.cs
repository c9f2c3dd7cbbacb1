using System.Text.Json.Nodes;
using TorchReg.Data;

namespace TorchReg.Cli.Sweep;

/// <summary>A key with the values that it takes: listed ones, or drawn ones.</summary>
/// <param name="Key">As people write it: penalties.0.lambda.</param>
/// <param name="Values">Listed values, one or more; empty where they are drawn.</param>
/// <param name="Draw">Draws a value; null where they are listed.</param>
sealed record Variation(string Key, IReadOnlyList<JsonNode> Values, Func<SplitMix64, JsonNode>? Draw)
{
    internal JsonNode Any(SplitMix64 random) => Draw?.Invoke(random) ?? Values[random.Below(Values.Count)];
}
