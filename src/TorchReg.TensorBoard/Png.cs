using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace TorchReg.TensorBoard;

/// <summary>A picture of 8-bit red, green and blue as PNG: three chunks, unfiltered rows.</summary>
/// <remarks>https://www.w3.org/TR/png-3/, sections 5 and 11.2.</remarks>
static class Png
{
    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    /// <param name="color">0xrrggbb of column and row.</param>
    internal static byte[] Of(int width, int height, Func<int, int, int> color)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);   // bits of a channel; red, green, blue
        using var file = new MemoryStream();
        file.Write(Signature);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Packed(Rows(width, height, color)));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Each row behind a byte that says "no filter".
    static byte[] Rows(int width, int height, Func<int, int, int> color)
    {
        var rows = new byte[height * (1 + (3 * width))];
        for (var (y, at) = (0, 0); y < height; y++)
        {
            at++;
            for (var x = 0; x < width; x++)
            {
                var pixel = color(x, y);
                (rows[at], rows[at + 1], rows[at + 2]) = ((byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel);
                at += 3;
            }
        }
        return rows;
    }

    static byte[] Packed(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(rows);
        return packed.ToArray();
    }

    static void Chunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(content);
        var crc = new Crc32();
        crc.Append(kind);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
