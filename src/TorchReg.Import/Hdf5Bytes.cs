using System.Buffers.Binary;
using System.Text;

namespace TorchReg.Import;

/// <summary>
/// The bytes of an HDF5 file by their place: what lies beyond the file's end is refused before memory is taken for it.
/// </summary>
sealed class Hdf5Bytes(Stream stream, string file)
{
    internal const ulong Undefined = ulong.MaxValue;
    const int LongestName = 1_000, MostReads = 2_000_000;
    int reads;

    internal long Length => stream.Length;

    internal byte[] At(ulong place, long count)
    {
        if (place > (ulong)stream.Length || (ulong)count > (ulong)stream.Length - place)
            throw Wrong($"{count} bytes at {place}, of {stream.Length}");
        if (++reads > MostReads) throw Wrong("more parts than a model has");
        var bytes = new byte[count];
        stream.Position = (long)place;
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A block that begins with four letters.</summary>
    internal byte[] Block(ulong place, string signature, long count)
    {
        var bytes = At(place, count);
        return bytes.AsSpan(0, 4).SequenceEqual(Encoding.ASCII.GetBytes(signature)) ? bytes
            : throw Wrong($"no {signature} at {place}");
    }

    /// <summary>A name that ends with a zero, of a heap's data.</summary>
    internal string Name(ulong place, ulong end)
    {
        if (place >= end) throw Wrong("a name outside of its heap");
        var bytes = At(place, (long)Math.Min(LongestName, Math.Min(end, (ulong)stream.Length) - place));
        var length = Array.IndexOf(bytes, (byte)0);
        if (length <= 0) throw Wrong("a name without an end");
        try { return new UTF8Encoding(false, true).GetString(bytes, 0, length); }
        catch (DecoderFallbackException bad) { throw Wrong("a name is no UTF-8", bad); }
    }

    internal static ulong Eight(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));

    internal static uint Four(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    internal static int Two(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    internal InvalidDataException Wrong(string what, Exception? inner = null) =>
        new($"{file}: {Shown.Line(what)}; the file is damaged, or not HDF5 as Keras writes it.", inner);
}
