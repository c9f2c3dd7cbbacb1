using System.Text.Json;

namespace TorchReg.Tests.Reference;

/// <summary>Numbers that other software computed, copied beside the tests.</summary>
static class ReferenceFile
{
    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", name))).RootElement;

    /// <summary>A number, a list or a matrix as a float64 tensor.</summary>
    public static Tensor Tensor(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number) return tensor(element.GetDouble());
        var rows = element.EnumerateArray().ToArray();
        if (rows.Length == 0 || rows[0].ValueKind == JsonValueKind.Number)
            return tensor(rows.Select(r => r.GetDouble()).ToArray());
        return stack(rows.Select(Tensor).ToArray());
    }
}
