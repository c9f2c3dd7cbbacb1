using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>A type of storage as torch names it.</summary>
/// <param name="Name">As in <c>torch.FloatStorage</c>.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Size">Bytes of one.</param>
sealed record TorchStorageType(string Name, ScalarType Type, int Size)
{
    static readonly TorchStorageType[] all =
    [
        new("FloatStorage", ScalarType.Float32, 4),
        new("DoubleStorage", ScalarType.Float64, 8),
        new("HalfStorage", ScalarType.Float16, 2),
        new("BFloat16Storage", ScalarType.BFloat16, 2),
        new("LongStorage", ScalarType.Int64, 8),
        new("IntStorage", ScalarType.Int32, 4),
        new("ShortStorage", ScalarType.Int16, 2),
        new("CharStorage", ScalarType.Int8, 1),
        new("ByteStorage", ScalarType.Byte, 1),
        new("BoolStorage", ScalarType.Bool, 1),
    ];

    /// <summary>Of "torch.FloatStorage"; null where there is none.</summary>
    internal static TorchStorageType? Find(string global) => Array.Find(all, known => $"torch.{known.Name}" == global);
}
