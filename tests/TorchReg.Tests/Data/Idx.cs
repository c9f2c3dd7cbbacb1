using System.Buffers.Binary;
using System.IO.Compression;

namespace TorchReg.Tests.Data;

/// <summary>Writes IDX files, right and wrong ones.</summary>
internal static class Idx
{
    public static byte[] Images(int count, int side = 28) => Content(0x0803, [count, side, side], Ramp(count * side * side));

    public static byte[] Labels(params byte[] labels) => Content(0x0801, [labels.Length], labels);

    public static byte[] Labels(int count) => Labels(Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());

    public static byte[] Content(uint magic, int[] sizes, byte[] data)
    {
        var bytes = new byte[4 + (4 * sizes.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        return [.. bytes, .. data];
    }

    public static byte[] Ramp(int length) => Enumerable.Range(0, length).Select(i => (byte)(i * 31 % 251)).ToArray();

    public static byte[] Gzip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            gzip.Write(content);
        return zipped.ToArray();
    }
}
