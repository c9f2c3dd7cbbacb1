using System.Buffers.Binary;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// The first 96 bytes of a <see cref="RowsFile"/>, numbers little-endian: "TORCHREG"; version and bytes of a feature, 4 or 8
/// (32 bits each); rows, columns, outputs, classes (64 bits each; one of outputs and classes is 0); flags (32 bits: 1 the columns
/// follow the rows, 2 there are weights); 4 bytes of 0; of version 2 the bytes of the columns' names (64 bits), of version 1,
/// which has none, 0; the SHA-256 of the 64 bytes before.
/// </summary>
sealed record RowsHeader(long Rows, int Columns, ScalarType Type, long Outputs, long Classes, bool HasColumns, bool HasWeights)
{
    internal const int Length = 96, Start = 4096;
    const int Checked = 64, Plain = 1, Named = 2;
    const long MostNames = 1L << 30;
    static ReadOnlySpan<byte> Magic => "TORCHREG"u8;

    /// <summary>Bytes of a feature.</summary>
    internal int Size => Type == ScalarType.Float32 ? 4 : 8;

    Int128 Matrix => (Int128)Rows * Columns * Size;

    /// <summary>Where each part begins, on a page of its own.</summary>
    internal long RowsAt => Start;

    internal long ColumnsAt => (long)Paged(Start + Matrix);
    internal long TargetsAt => (long)TargetsFrom;
    internal long WeightsAt => (long)WeightsFrom;

    Int128 TargetsFrom => HasColumns ? Paged(Paged(Start + Matrix) + Matrix) : Paged(Start + Matrix);
    Int128 WeightsFrom => Paged(TargetsFrom + TargetBytes);

    /// <summary>Bytes of the whole file.</summary>
    internal Int128 FileLength => NameBytes > 0 ? Paged(NamesFrom) + NameBytes : NamesFrom;

    Int128 NamesFrom => HasWeights ? WeightsFrom + (Int128)Rows * 8 : TargetsFrom + TargetBytes;

    /// <summary>Bytes of the columns' names, a list in JSON; 0 where they have none.</summary>
    internal long NameBytes { get; init; }

    internal long NamesAt => (long)Paged(NamesFrom);

    Int128 TargetBytes => (Int128)Rows * 8 * Math.Max(1, Outputs);

    static Int128 Paged(Int128 at) => (at + Start - 1) / Start * Start;

    internal byte[] Bytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), NameBytes > 0 ? Named : Plain);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Size);
        long[] numbers = [Rows, Columns, Outputs, Classes];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16 + 8 * i), numbers[i]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(48), (HasColumns ? 1 : 0) | (HasWeights ? 2 : 0));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(56), NameBytes);
        SHA256.HashData(bytes.AsSpan(0, Checked), bytes.AsSpan(Checked));
        return bytes;
    }

    /// <exception cref="InvalidDataException">It is none, or does not fit the file's length.</exception>
    internal static RowsHeader Parse(ReadOnlySpan<byte> bytes, long length, string path)
    {
        InvalidDataException Bad(string what) => new($"{path}: {what}; write the file anew.");
        if (bytes.Length < Length || !bytes[..8].SequenceEqual(Magic))
            throw new InvalidDataException(
                $"{path}: no file of rows, which begins with \"TORCHREG\"; write one from CSV, IDX or libsvm.");
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(bytes[..Checked], digest);
        if (!digest.SequenceEqual(bytes.Slice(Checked, 32))) throw Bad("the header is damaged, its SHA-256 is another");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version is not (Plain or Named))
            throw Bad($"it is of version {version}, and versions {Plain} and {Named} are read");
        var header = Read(bytes) ?? throw Bad("rows, columns, targets or types are none that are possible");
        return header.FileLength == length ? header
            : throw Bad($"expected {header.FileLength} bytes, as the header says, found {length}: it is cut off or damaged");
    }

    static RowsHeader? Read(ReadOnlySpan<byte> bytes)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var flags = BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]);
        Span<long> numbers = stackalloc long[4];
        for (var i = 0; i < 4; i++) numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(16 + 8 * i)..]);
        var (rows, columns, outputs, classes) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        var names = BinaryPrimitives.ReadInt64LittleEndian(bytes[56..]);
        var isNamed = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) == Named;
        if (names is < 0 or > MostNames || names > 0 != isNamed) return null;
        if (size is not (4 or 8) || flags is < 0 or > 3 || rows < 1 || columns is < 1 or > int.MaxValue - 1) return null;
        if (outputs is < 0 or > int.MaxValue || classes is < 0 or > int.MaxValue || (outputs > 0) == (classes > 0)) return null;
        return new(rows, (int)columns, size == 4 ? ScalarType.Float32 : ScalarType.Float64, outputs, classes,
            (flags & 1) != 0, (flags & 2) != 0)
        { NameBytes = names };
    }
}
