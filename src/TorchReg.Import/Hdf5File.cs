namespace TorchReg.Import;

/// <summary>
/// The arrays of an HDF5 file as h5py writes Keras's: groups by symbol tables, arrays in one piece. Links to other files, soft
/// links, arrays in other files, virtual and compressed ones are refused: nothing but this file is ever opened.
/// </summary>
/// <remarks>
/// HDF5 file format 3.0, sections II.A, III.A.1, III.B, III.C, III.D: https://support.hdfgroup.org/documentation/. Why not a
/// library: what there is follows links and external storage into any file of the machine.
/// </remarks>
sealed class Hdf5File(Hdf5Bytes bytes)
{
    const int MostDepth = 32, MostObjects = 100_000;
    static readonly byte[] signature = [0x89, .. "HDF\r\n\x1a\n"u8];

    readonly HashSet<ulong> groups = [];
    readonly Dictionary<string, Hdf5Dataset> found = [];
    int objects;

    /// <summary>Every array by its path.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has what Keras does not write.</exception>
    internal IReadOnlyDictionary<string, Hdf5Dataset> Datasets()
    {
        Group(Root(), "", 0);
        return found;
    }

    ulong Root()
    {
        var start = bytes.At(0, Math.Min(bytes.Length, 104));
        if (start.Length < 96 || !start.AsSpan(0, 8).SequenceEqual(signature)) throw bytes.Wrong(
            "it does not begin as HDF5 does");
        return start[8] switch
        {
            0 when start[13] == 8 && start[14] == 8 => Hdf5Bytes.Eight(start, 64),
            1 when start[13] == 8 && start[14] == 8 && start.Length >= 104 => Hdf5Bytes.Eight(start, 68),
            2 or 3 when start[9] == 8 && start[10] == 8 => Hdf5Bytes.Eight(start, 36),
            _ => throw bytes.Wrong($"a superblock of version {start[8]}"),
        };
    }

    void Object(ulong place, string path, int depth)
    {
        if (++objects > MostObjects) throw bytes.Wrong($"more than {MostObjects:N0} objects");
        var header = Hdf5Header.Read(bytes, place);
        if (header.Has(Hdf5Header.Layout)) found[path] = Hdf5Dataset.Of(header, bytes, path);
        else Group(place, path, depth);
    }

    void Group(ulong place, string path, int depth)
    {
        if (depth > MostDepth || !groups.Add(place)) throw bytes.Wrong($"group '{path}' holds itself, or too many others");
        var header = Hdf5Header.Read(bytes, place);
        if (header.Has(Hdf5Header.LinkInfo) || header.Has(Hdf5Header.Link))
            throw bytes.Wrong($"group '{path}' has links of a newer form, as those to other files are, which are not followed");
        if (!header.Has(Hdf5Header.Symbols)) return;
        var symbols = header.Message(Hdf5Header.Symbols, 16, bytes);
        var heap = bytes.Block(Hdf5Bytes.Eight(symbols, 8), "HEAP", 32);
        Tree(Hdf5Bytes.Eight(symbols, 0), 256, (Hdf5Bytes.Eight(heap, 24), Hdf5Bytes.Eight(heap, 8)), path, depth);
    }

    void Tree(ulong place, int above, (ulong Place, ulong Size) heap, string path, int depth)
    {
        var node = bytes.Block(place, "TREE", 24);
        var (level, count) = (node[5], Hdf5Bytes.Two(node, 6));
        if (node[4] != 0 || level >= above) throw bytes.Wrong("a tree of groups that is none");
        var children = bytes.At(place + 24, (16 * count) + 8);
        for (var i = 0; i < count; i++)
        {
            var child = Hdf5Bytes.Eight(children, (16 * i) + 8);
            if (level > 0) Tree(child, level, heap, path, depth);
            else Symbols(child, heap, path, depth);
        }
    }

    void Symbols(ulong place, (ulong Place, ulong Size) heap, string path, int depth)
    {
        var count = Hdf5Bytes.Two(bytes.Block(place, "SNOD", 8), 6);
        var entries = bytes.At(place + 8, 40 * count);
        for (var i = 0; i < count; i++)
        {
            var (name, at) = (Hdf5Bytes.Eight(entries, 40 * i), Hdf5Bytes.Eight(entries, (40 * i) + 8));
            if (name >= heap.Size) throw bytes.Wrong("a name outside of its heap");
            var own = path + (path.Length > 0 ? "/" : "") +
                bytes.Name(unchecked(heap.Place + name), unchecked(heap.Place + heap.Size));
            if (Hdf5Bytes.Four(entries, (40 * i) + 16) == 2) throw bytes.Wrong(
                $"'{own}' is a soft link, which Keras does not write");
            Object(at, own, depth + 1);
        }
    }
}
