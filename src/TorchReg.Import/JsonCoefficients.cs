using System.Text.Json;

namespace TorchReg.Import;

/// <summary>
/// {"coef": [[…]], "intercept": […], "features": […], "classes": […]}: what scikit-learn's models are written as.
/// </summary>
static class JsonCoefficients
{
    const int Longest = 256 << 20;
    static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    internal static LinearCoefficients Read(string path)
    {
        if (new FileInfo(path).Length > Longest) throw Wrong(path, "it is larger than 256 MB");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), strict);
            return Of(json.RootElement, path);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            var where = bad is JsonException { LineNumber: { } line } ? $"line {line + 1}; NaN and Infinity are none"
                : "a text in it is no Unicode";
            throw Wrong(path, $"it is no JSON ({where})", bad);
        }
    }

    static LinearCoefficients Of(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("coef", out var coef))
            throw Wrong(path, "there is no 'coef'");
        var rows = IsOfRows(coef) ? [.. coef.EnumerateArray().Select(row => Numbers(row, "coef", path))]
            : new[] { Numbers(coef, "coef", path) };
        var bias = root.TryGetProperty("intercept", out var own) && own.ValueKind != JsonValueKind.Null
            ? own.ValueKind == JsonValueKind.Number ? [Number(own, "intercept", path)] : Numbers(own, "intercept", path)
            : null;
        return LinearCoefficients.Of(rows, bias, Names(root, "features", path), Names(root, "classes", path), path);
    }

    static bool IsOfRows(JsonElement coef) =>
        coef.ValueKind == JsonValueKind.Array && coef.GetArrayLength() > 0 && coef[0].ValueKind == JsonValueKind.Array;

    static double[] Numbers(JsonElement list, string key, string path) => list.ValueKind != JsonValueKind.Array
        ? throw Wrong(path, $"'{key}' is no list of numbers")
            : [.. list.EnumerateArray().Select(item => Number(item, key, path))];

    static double Number(JsonElement item, string key, string path) =>
        item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var number) && double.IsFinite(number) ? number
            : throw Wrong(path, $"'{key}' holds {Shown.Value(item.GetRawText())}, which is no number");

    // Classes that are numbers are named by them.
    static string[]? Names(JsonElement root, string key, string path)
    {
        if (!root.TryGetProperty(key, out var list) || list.ValueKind == JsonValueKind.Null) return null;
        if (list.ValueKind != JsonValueKind.Array) throw Wrong(path, $"'{key}' is no list of names");
        string[] names =
            [.. list.EnumerateArray().Select(item =>
                item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())];
        return names.Length == 0 ? null : names;
    }

    static InvalidDataException Wrong(string path, string what, Exception? inner = null) => new(
        $"{path}: {what}; write {{\"coef\": [[…]], \"intercept\": […], \"features\": […], \"classes\": […]}} as " +
        "docs/certify.md does.", inner);
}
