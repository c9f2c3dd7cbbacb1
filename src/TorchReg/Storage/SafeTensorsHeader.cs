using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchReg.Storage;

/// <summary>A tensor's place in a file.</summary>
/// <param name="Name">torch's key.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Begin">Its first byte, counted from the header's end.</param>
/// <param name="End">The byte after its last.</param>
sealed record TensorEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>
/// What a safetensors file says it holds: 8 bytes with the length n of the header (little-endian), n bytes of JSON, then the
/// elements. Read and checked against the file's length before anything is allocated for the elements.
/// </summary>
/// <remarks>Format: github.com/huggingface/safetensors, README, section "Format".</remarks>
sealed class SafeTensorsHeader
{
    const string Metadata = "__metadata__";
    internal const int LongestHeader = 100_000_000;
    static readonly JsonDocumentOptions strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    readonly string file;

    SafeTensorsHeader(string file) => this.file = file;

    /// <summary>In the order of their bytes.</summary>
    internal IReadOnlyList<TensorEntry> Entries { get; private set; } = [];

    internal Dictionary<string, string> Notes { get; } = [];

    /// <summary>Reads the header; the stream stands at the first element then.</summary>
    internal static SafeTensorsHeader Read(Stream stream, string file)
    {
        var header = new SafeTensorsHeader(file);
        var bytes = header.Bytes(stream);
        try
        {
            using var json = JsonDocument.Parse(bytes, strict);
            header.Take(json.RootElement, stream.Length - stream.Position);
        }
        // Names that are no text make JsonDocument throw the second.
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            var where = bad is JsonException { BytePositionInLine: { } at } ? $"at byte {at}" : "a text in it is no Unicode";
            throw new InvalidDataException(
                $"{file}: the header is no valid JSON ({where}); the file is damaged or no safetensors file.",
                bad);
        }
        return header;
    }

    byte[] Bytes(Stream stream)
    {
        var left = stream.Length - stream.Position;
        if (left < 10) throw Wrong($"expected at least 10 bytes, found {left}");
        Span<byte> count = stackalloc byte[8];
        stream.ReadExactly(count);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(count);
        if (length > LongestHeader || length > (ulong)(left - 8))
            throw Wrong($"the header's length is {length}, of at most {Math.Min(LongestHeader, left - 8)}");
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes.Length > 0 && bytes[0] == '{' ? bytes : throw Wrong("the header must begin with {");
    }

    void Take(JsonElement root, long dataBytes)
    {
        var entries = new List<TensorEntry>();
        foreach (var property in root.EnumerateObject())
            if (property.Name == Metadata) TakeNotes(property.Value);
            else entries.Add(Entry(property.Name, property.Value));
        Entries = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        CheckPlaces(dataBytes);
    }

    void TakeNotes(JsonElement notes)
    {
        if (notes.ValueKind != JsonValueKind.Object) throw Wrong($"{Metadata} must hold texts");
        foreach (var note in notes.EnumerateObject())
            Notes[note.Name] =
                note.Value.ValueKind == JsonValueKind.String
                    ? note.Value.GetString()!
                    : throw Wrong($"{Metadata} must hold texts");
    }

    TensorEntry Entry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong($"'{name}' must be an object");
        var type = Member(name, value, "dtype", JsonValueKind.String).GetString()!;
        if (ElementTypes.Find(type) is not var (known, size)) throw Wrong($"'{name}' has elements of the unknown type {type}");
        var shape = Whole(name, Member(name, value, "shape", JsonValueKind.Array));
        if (Whole(name, Member(name, value, "data_offsets", JsonValueKind.Array)) is not [var begin, var end])
            throw Wrong($"'{name}' must have two data_offsets");
        if (shape.Length > 64) throw Wrong($"'{name}' has {shape.Length} dimensions, of at most 64");
        if (end < begin || Bytes(name, shape, size) != end - begin)
            throw Wrong($"'{name}' is {type} [{string.Join("×", shape)}] but has the bytes {begin} to {end}");
        return new(name, known, shape, begin, end);
    }

    JsonElement Member(string tensor, JsonElement value, string name, JsonValueKind kind) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == kind
            ? member
            : throw Wrong($"'{tensor}' has no right {name}");

    long[] Whole(string tensor, JsonElement numbers) =>
        [
            .. numbers
                .EnumerateArray()
                .Select(number =>
                    number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var whole) && whole >= 0
                        ? whole
                        : throw Wrong($"'{tensor}' has a size or offset that is no whole number from 0"))
        ];

    // Strides multiply sizes of at least 1: with a 0 among the sizes they may still overflow.
    long Bytes(string tensor, long[] shape, int elementSize)
    {
        try
        {
            checked
            {
                var strides = shape.Aggregate((long)elementSize, (product, size) => product * Math.Max(1, size));
                return shape.Contains(0) ? 0 : strides;
            }
        }
        catch (OverflowException overflow)
        {
            throw new InvalidDataException(
                $"{file}: '{Shown.Value(tensor)}' has more than 2⁶³ bytes; the file is damaged or no safetensors file.",
                overflow);
        }
    }

    // As the reference reader: tensors follow each other without gap or overlap, and fill the file.
    void CheckPlaces(long dataBytes)
    {
        var expected = 0L;
        foreach (var entry in Entries)
        {
            if (entry.Begin != expected) throw Wrong($"'{entry.Name}' begins at byte {entry.Begin}, expected {expected}");
            expected = entry.End;
        }
        if (expected != dataBytes) throw Wrong($"the tensors have {expected} bytes, the file {dataBytes}");
    }

    InvalidDataException Wrong(string what) => new($"{file}: {Shown.Line(what)}; the file is damaged or no safetensors file.");
}
