using System.Text;
using static TorchSharp.torch;

namespace TorchReg.Storage;

/// <summary>
/// TorchSharp's own model format, as <c>Module.save</c> writes it: the number of tensors; for each its key, type, number of
/// sizes, sizes (whole numbers in LEB128) and its elements' bytes. Read beside the model that it is for: nothing is made that the
/// model has not.
/// </summary>
static class DatFile
{
    /// <exception cref="InvalidDataException">The file is damaged, or of another model.</exception>
    internal static LoadedTensors Read(string path, IReadOnlyDictionary<string, Tensor> model)
    {
        using var stream = File.OpenRead(path);
        using var reader = new BinaryReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var scope = NewDisposeScope();
        try
        {
            var tensors = new Dictionary<string, Tensor>();
            var count = Number(reader);
            if (count != model.Count) throw Wrong(path, $"it has {count} tensors, the model {model.Count}");
            for (var i = 0; i < count; i++)
            {
                var name = Name(reader, path);
                if (!model.TryGetValue(name, out var own)) throw Wrong(path, $"'{Shown.Value(name)}' is not in the model");
                if (!tensors.TryAdd(name, Tensor(reader, name, own, path))) throw Wrong(path, $"'{name}' stands in it twice");
            }
            if (stream.Position != stream.Length)
                throw Wrong(path, $"{stream.Length - stream.Position} bytes follow the last tensor");
            foreach (var tensor in tensors.Values) tensor.DetachFromDisposeScope();
            return new(tensors, new Dictionary<string, string>());
        }
        catch (Exception bad)
            when (bad is EndOfStreamException or FormatException or DecoderFallbackException or ArgumentException)
        {
            throw Wrong(path, "it ends within a tensor, or is no such file", bad);
        }
    }

    static Tensor Tensor(BinaryReader reader, string name, Tensor own, string path)
    {
        var type = (ScalarType)Number(reader);
        if (type != own.dtype) throw Wrong(path, $"'{name}' is of type {type}, in the model {own.dtype}");
        var rank = Number(reader);
        if (rank != own.Dimensions) throw Wrong(path, $"'{name}' has {rank} sizes, in the model {own.Dimensions}");
        long[] shape = [.. Enumerable.Range(0, (int)rank).Select(_ => Number(reader))];
        if (!shape.AsSpan().SequenceEqual(own.shape))
            throw Wrong(path, $"'{name}' is [{string.Join("×", shape)}], in the model [{string.Join("×", own.shape)}]");
        var bytes = own.numel() * own.ElementSize;
        if (reader.BaseStream.Length - reader.BaseStream.Position < bytes) throw Wrong(path, $"it ends within '{name}'");
        var tensor = empty(shape, type);
        if (bytes > 0) tensor.ReadBytesFromStream(reader.BaseStream, (int)Math.Clamp(bytes, 1, 1 << 20));
        return tensor;
    }

    // BinaryReader.ReadString would take a length of 2 GB at its word.
    static string Name(BinaryReader reader, string path)
    {
        var length = Number(reader);
        if (length is < 0 or > 10_000 || length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw Wrong(path, $"a key of {length} bytes");
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(reader.ReadBytes((int)length));
    }

    static long Number(BinaryReader reader)
    {
        var number = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = reader.ReadByte();
            number |= (long)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }
        throw new FormatException("a number of more than 63 bits");
    }

    static InvalidDataException Wrong(string path, string what, Exception? inner = null) =>
        new($"{path}: {what}; the file is damaged, or of another model.", inner);
}
