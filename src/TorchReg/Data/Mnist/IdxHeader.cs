using System.Buffers.Binary;

namespace TorchReg.Data;

/// <summary>Magic number 0x0000080d, then d sizes of 4 bytes, big-endian.</summary>
internal static class IdxHeader
{
    private const int UnsignedByte = 0x0800;

    public static int[] Read(IdxContent content, int dimensions)
    {
        Span<byte> header = stackalloc byte[4 * (1 + dimensions)];
        content.ReadHeader(header);
        CheckMagic(content, BinaryPrimitives.ReadUInt32BigEndian(header), dimensions);
        var sizes = new int[dimensions];
        for (var i = 0; i < dimensions; i++)
            sizes[i] = CheckSize(content, BinaryPrimitives.ReadUInt32BigEndian(header[(4 * (1 + i))..]));
        if (Product(sizes) > Array.MaxLength)
            throw content.Bad(
                $"at most {Array.MaxLength} bytes of data",
                $"a header of {string.Join(" × ", sizes)}",
                "the header is damaged, get the file anew");
        return sizes;
    }

    public static Int128 Product(int[] sizes) => sizes.Aggregate((Int128)1, (product, size) => product * size);

    private static void CheckMagic(IdxContent content, uint found, int dimensions)
    {
        var expected = (uint)(UnsignedByte + dimensions);
        if (found == expected)
            return;
        var swapped = found is UnsignedByte + 1 or UnsignedByte + 3;
        var remedy = swapped
            ? "images and labels are swapped, rename the files"
            : "this is no IDX file of that kind, give another";
        throw content.Bad($"magic number 0x{expected:X8} ({Kind(dimensions)})", $"0x{found:X8}", remedy);
    }

    private static string Kind(int dimensions) => dimensions == 3 ? "images" : "labels";

    private static int CheckSize(IdxContent content, uint size) =>
        size <= int.MaxValue
            ? (int)size
            : throw content.Bad(
                $"sizes of at most {int.MaxValue} in the header",
                $"{size}",
                "the header is damaged, get the file anew");
}
