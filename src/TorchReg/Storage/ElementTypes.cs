using static TorchSharp.torch;

namespace TorchReg.Storage;

/// <summary>The names that safetensors gives to torch's element types, with their sizes in bytes.</summary>
static class ElementTypes
{
    static readonly (string Name, ScalarType Type, int Size)[] all =
    [
        ("BOOL", ScalarType.Bool, 1),
        ("U8", ScalarType.Byte, 1),
        ("I8", ScalarType.Int8, 1),
        ("I16", ScalarType.Int16, 2),
        ("I32", ScalarType.Int32, 4),
        ("I64", ScalarType.Int64, 8),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
    ];

    internal static (string Name, int Size) Of(ScalarType type, string tensor) =>
        Array.Find(all, known => known.Type == type) is { Name: { } name } known
            ? (name, known.Size)
            : throw new ArgumentException(
                $"{tensor}: tensors of {type} can't be saved; convert it to one of " +
                $"{string.Join(", ", all.Select(k => k.Type))}.");

    /// <summary>Null where the name is unknown.</summary>
    internal static (ScalarType Type, int Size)? Find(string name) =>
        Array.Find(all, known => known.Name == name) is { Name: not null } known ? (known.Type, known.Size) : null;
}
