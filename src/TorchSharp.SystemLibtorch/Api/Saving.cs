using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// TorchSharp's tensor format: dtype, rank and sizes as LEB128 numbers, then the elements' bytes in row-major order.
/// </summary>
internal static class TensorFormat
{
    internal static void Encode(this BinaryWriter writer, long value)
    {
        for (; value > 0x7F; value >>= 7) writer.Write((byte)(value & 0x7F | 0x80));
        writer.Write((byte)value);
    }

    internal static long Decode(this BinaryReader reader)
    {
        long value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = reader.ReadByte();
            value |= (long)(part & 0x7F) << shift;
            if ((part & 0x80) == 0) return value;
        }
        throw new InvalidDataException("This is not a tensor file: a number has more than 64 bits.");
    }

    internal static (ScalarType Type, long[] Shape) DecodeHeader(this BinaryReader reader)
    {
        var type = (ScalarType)reader.Decode();
        if (!Enum.IsDefined(type))
            throw new InvalidDataException($"This is not a tensor file: {(int)type} is no type of elements.");
        var rank = reader.Decode();
        if (rank is < 0 or > 64) throw new InvalidDataException($"This is not a tensor file: a tensor of {rank} dimensions.");
        var shape = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = reader.Decode();
        return (type, shape);
    }
}

public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        if (writer is null) throw Null(nameof(writer));
        writer.Encode((long)tensor.dtype);
        writer.Encode(tensor.Dimensions);
        foreach (var size in tensor.shape) writer.Encode(size);
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        if (reader is null) throw Null(nameof(reader));
        var (type, shape) = reader.DecodeHeader();
        if (type != tensor.dtype)
            throw new ArgumentException(
                $"Mismatched tensor data types while loading: {type} in the file, {tensor.dtype} expected. " +
                "Make sure that the model you are loading into is exactly the same as the origin.");
        if (!skip && !shape.SequenceEqual(tensor.shape))
            throw new ArgumentException(
                $"Mismatched tensor shape while loading: [{string.Join(", ", shape)}] in the file, " +
                    $"[{string.Join(", ", tensor.shape)}] expected. Make sure that the model you are loading into is exactly " +
                    "the same as the origin.");
        if (!skip) tensor.ReadBytesFromStream(reader.BaseStream);
        else using (var unused = empty(shape, type)) unused.ReadBytesFromStream(reader.BaseStream);
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var loaded = Tensor.Load(reader);
        if (skip) loaded.Dispose();
        else tensor = loaded;
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var loaded = Tensor.Load(reader);
        if (!skip) return loaded;
        loaded.Dispose();
        return null!;
    }
}

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor Load(BinaryReader reader)
        {
            if (reader is null) throw Null(nameof(reader));
            var (type, shape) = reader.DecodeHeader();
            var tensor = torch.empty(shape, type, CPU);
            try { tensor.ReadBytesFromStream(reader.BaseStream); }
            catch { tensor.Dispose(); throw; }
            return tensor;
        }

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            if (!File.Exists(location)) throw new FileNotFoundException(location);
            using var stream = File.OpenRead(location);
            return Load(stream);
        }
    }
}
