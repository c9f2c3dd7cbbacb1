namespace TorchReg.Import;

/// <summary>What an object's header says: its messages by type, of which a model's groups and datasets have few.</summary>
/// <remarks>
/// HDF5 file format 3.0, IV.A.1.a "Version 1 data object header prefix": https://support.hdfgroup.org/documentation/.
/// </remarks>
sealed class Hdf5Header
{
    internal const int Dataspace = 0x1, LinkInfo = 0x2, Datatype = 0x3, Link = 0x6, External = 0x7, Layout = 0x8, Symbols = 0x11;
    const int Continuation = 0x10, MostBlocks = 100;

    readonly Dictionary<int, byte[]> messages = [];

    internal static Hdf5Header Read(Hdf5Bytes bytes, ulong place)
    {
        var start = bytes.At(place, 16);
        if (start[0] != 1) throw bytes.Wrong("an object of a newer form (libver='latest'), which Keras does not write");
        var header = new Hdf5Header();
        List<(ulong Place, ulong Length)> blocks = [(place + 16, Hdf5Bytes.Four(start, 8))];
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks.Count > MostBlocks) throw bytes.Wrong("an object of too many parts");
            if (blocks[i].Length > 1 << 20) throw bytes.Wrong($"a header of {blocks[i].Length} bytes");
            header.Take(bytes, bytes.At(blocks[i].Place, (long)blocks[i].Length), blocks);
        }
        return header;
    }

    void Take(Hdf5Bytes bytes, byte[] block, List<(ulong, ulong)> blocks)
    {
        for (var at = 0; at + 8 <= block.Length;)
        {
            var (type, size, flags) = (Hdf5Bytes.Two(block, at), Hdf5Bytes.Two(block, at + 2), block[at + 4]);
            if (size > block.Length - at - 8) throw bytes.Wrong("a message that is longer than its header");
            var message = block[(at + 8)..(at + 8 + size)];
            at += 8 + size;
            if (type == Continuation && size >= 16) blocks.Add((Hdf5Bytes.Eight(message, 0), Hdf5Bytes.Eight(message, 8)));
            // A message that is elsewhere, shared, is of a committed type.
            else if (type is Dataspace or Datatype or Layout && (flags & 2) != 0) throw bytes.Wrong("a shared type");
            else messages.TryAdd(type, message);
        }
    }

    internal bool Has(int type) => messages.ContainsKey(type);

    /// <summary>A message of at least so many bytes.</summary>
    internal byte[] Message(int type, int least, Hdf5Bytes bytes) =>
        messages.TryGetValue(type, out var message) && message.Length >= least ? message
            : throw bytes.Wrong($"an object without a whole message 0x{type:x}");
}
