using System.Text.Json;
using System.Text.Json.Serialization;
using TorchReg.Training;

namespace TorchReg.Cli.Settings;

/// <summary>A metric as a key in a file: its name.</summary>
sealed class MetricJson : JsonConverter<Metric>
{
    public override Metric Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Named(reader.GetString())
            : throw new JsonException("expected a metric's name");

    public override Metric ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Named(reader.GetString());

    public override void Write(Utf8JsonWriter writer, Metric value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Metric value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Name);

    static Metric Named(string? name) =>
        Metric.Find(name ?? "") ?? throw new JsonException(
            $"'{Shown.Value(name)}' is no metric; there are {string.Join(", ", Metric.All)}");
}
