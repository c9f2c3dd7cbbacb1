using static TorchSharp.torch;

namespace TorchReg.Import;

/// <summary>An array of numbers in an HDF5 file: its sizes, its type and where its bytes lie in this very file.</summary>
/// <param name="Type">torch's.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Place">Of its first byte; unless it is kept in its header.</param>
/// <param name="Kept">Its bytes, where its header keeps them.</param>
sealed record Hdf5Dataset(ScalarType Type, int Size, long[] Shape, ulong Place, byte[]? Kept)
{
    const int MostSizes = 32, Compact = 0, Contiguous = 1;

    internal double Bytes => Shape.Aggregate((double)Size, (product, size) => product * size);

    internal static Hdf5Dataset Of(Hdf5Header header, Hdf5Bytes bytes, string name)
    {
        if (header.Has(Hdf5Header.External))
            throw bytes.Wrong($"'{name}' lies in another file, which is not opened");
        var (type, size) = TypeOf(header.Message(Hdf5Header.Datatype, 8, bytes), bytes, name);
        var shape = ShapeOf(header.Message(Hdf5Header.Dataspace, 4, bytes), bytes);
        var own = new Hdf5Dataset(type, size, shape, 0, null);
        if (own.Bytes > bytes.Length) throw bytes.Wrong($"'{name}' [{string.Join("×", shape)}] is larger than the file");
        return own.Placed(header.Message(Hdf5Header.Layout, 4, bytes), bytes, name);
    }

    Hdf5Dataset Placed(byte[] layout, Hdf5Bytes bytes, string name)
    {
        if (layout[0] is not (3 or 4)) throw bytes.Wrong($"'{name}' has a layout of version {layout[0]}");
        if (layout[1] == Compact && Hdf5Bytes.Two(layout, 2) == (int)Bytes && layout.Length >= 4 + (int)Bytes)
            return this with { Kept = layout[4..(4 + (int)Bytes)] };
        if (layout[1] != Contiguous || layout.Length < 18)
            throw bytes.Wrong($"'{name}' is compressed, in chunks or virtual; Keras writes arrays whole");
        var place = Hdf5Bytes.Eight(layout, 2);
        if (Bytes > 0 && (place == Hdf5Bytes.Undefined || Hdf5Bytes.Eight(layout, 10) != (ulong)Bytes))
            throw bytes.Wrong($"'{name}' has no bytes, or others than of its sizes");
        return this with { Place = place };
    }

    static long[] ShapeOf(byte[] space, Hdf5Bytes bytes)
    {
        var at = space[0] switch { 1 => 8, 2 => 4, _ => throw bytes.Wrong($"a dataspace of version {space[0]}") };
        if (space[1] > MostSizes || space.Length < at + (8 * space[1])) throw bytes.Wrong($"an array of {space[1]} dimensions");
        // Version 2 says of an array without a value that it is null.
        if (space[0] == 2 && space[3] == 2) throw bytes.Wrong("an array without a value");
        return [.. Enumerable.Range(0, space[1]).Select(i => Hdf5Bytes.Eight(space, at + (8 * i)) is <= int.MaxValue and var size
            ? (long)size : throw bytes.Wrong("an array of more than 2³¹ rows"))];
    }

    // Classes 0 and 1: whole numbers and IEEE's floats.
    static (ScalarType Type, int Size) TypeOf(byte[] type, Hdf5Bytes bytes, string name)
    {
        var (kind, bits, size) = (type[0] & 15, type[1], (int)Math.Min(Hdf5Bytes.Four(type, 4), int.MaxValue));
        if (kind is 0 or 1 && (bits & 1) != 0) throw bytes.Wrong($"'{name}' is big-endian");
        var exponent = kind == 1 && type.Length >= 20 ? type[13] : 0;
        return (kind, size, exponent, (bits & 8) != 0) switch
        {
            (1, 2, 5, _) => (ScalarType.Float16, 2),
            (1, 4, 8, _) => (ScalarType.Float32, 4),
            (1, 8, 11, _) => (ScalarType.Float64, 8),
            (0, 8, _, _) => (ScalarType.Int64, 8),
            (0, 4, _, _) => (ScalarType.Int32, 4),
            (0, 2, _, true) => (ScalarType.Int16, 2),
            (0, 1, _, true) => (ScalarType.Int8, 1),
            (0, 1, _, false) => (ScalarType.Byte, 1),
            _ => throw bytes.Wrong($"'{name}' has elements that are no numbers of torch (class {kind}, {size} bytes)"),
        };
    }
}
