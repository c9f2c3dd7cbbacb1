using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace TorchReg.Storage;

/// <summary>
/// Named tensors in a file of the safetensors format, which holds numbers and names and nothing that could run:
/// Python reads it with <c>safetensors.torch.load_file</c>. Rows follow each other as in torch, whatever the tensor's strides.
/// </summary>
public static class SafeTensors
{
    // TorchSharp allocates a buffer of the size it is given, however small the tensor is.
    static int BufferSize(long bytes) => (int)Math.Clamp(bytes, 1, 1 << 20);

    /// <summary>Writes a file, wholly or not at all.</summary>
    /// <param name="path">The file; the extension is customarily <c>.safetensors</c>.</param>
    /// <param name="tensors">By torch's keys, as <c>state_dict()</c> gives them; on any device.</param>
    /// <param name="metadata">The file's __metadata__: names and texts.</param>
    /// <exception cref="ArgumentException">A tensor's type has no name in the format.</exception>
    public static void Save(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) => WholeFile.Write(path, stream => Save(stream, tensors, metadata));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="Save(string, IReadOnlyDictionary{string, Tensor}, IReadOnlyDictionary{string, string})"
    /// path="/*[not(self::summary)]"/>
    public static void Save(
        Stream stream,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        // Wide elements first, so that each stands at a multiple of its size.
        var ordered = tensors.OrderByDescending(pair => ElementTypes.Of(pair.Value.dtype, pair.Key).Size).ToArray();
        WriteHeader(stream, ordered, metadata);
        using var noGrad = no_grad();
        foreach (var (_, tensor) in ordered)
        {
            if (tensor.numel() == 0) continue;
            using var scope = NewDisposeScope();
            tensor.detach().cpu().contiguous().WriteBytesToStream(stream, BufferSize(tensor.numel() * tensor.ElementSize));
        }
    }

    /// <summary>Reads a file. Sizes and places are checked against the file's length before tensors are made.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or of another format; one line that says what is wrong.
    /// </exception>
    public static LoadedTensors Load(string path)
    {
        if (!FileKinds.IsFile(path))
            throw new FileNotFoundException($"{path}: no such file; give the path of a safetensors file.", path);
        using var stream = File.OpenRead(path);
        return Load(stream, path);
    }

    /// <summary>Reads from a stream that knows its length, to its end.</summary>
    /// <param name="stream">From its position on.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static LoadedTensors Load(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = SafeTensorsHeader.Read(stream, name);
        var tensors = new Dictionary<string, Tensor>();
        using var scope = NewDisposeScope();
        foreach (var entry in header.Entries)
        {
            var tensor = empty(entry.Shape, entry.Type);
            if (entry.End > entry.Begin) tensor.ReadBytesFromStream(stream, BufferSize(entry.End - entry.Begin));
            tensors[entry.Name] = tensor;
        }
        foreach (var tensor in tensors.Values) tensor.DetachFromDisposeScope();
        return new(tensors, header.Notes);
    }

    static void WriteHeader(Stream stream, KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
            header["__metadata__"] = new JsonObject(
                metadata.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
        var begin = 0L;
        foreach (var (name, tensor) in tensors)
        {
            if (name == "__metadata__")
                throw new ArgumentException("A tensor can't be called __metadata__ in a safetensors file.", nameof(tensors));
            var (type, size) = ElementTypes.Of(tensor.dtype, name);
            var end = begin + (tensor.numel() * size);
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. tensor.shape.Select(s => (JsonNode)s)]),
                ["data_offsets"] = new JsonArray(begin, end),
            };
            begin = end;
        }
        var bytes = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = new byte[8 + ((bytes.Length + 7) / 8 * 8)];
        padded.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(padded, padded.Length - 8);
        bytes.CopyTo(padded, 8);
        stream.Write(padded);
    }
}

/// <summary>What a safetensors file held. Owns its tensors, which are on the CPU.</summary>
/// <param name="Tensors">By name.</param>
/// <param name="Metadata">The file's __metadata__: names and texts.</param>
public sealed record LoadedTensors(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
    : IDisposable
{
    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
