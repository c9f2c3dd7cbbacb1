using System.Buffers.Binary;
using System.IO.Compression;

namespace TorchReg.Data;

/// <summary>
/// The bytes of a file, unzipped where its content (not its name) is gzip; damage is an error that names the file.
/// </summary>
sealed class GzipChecked(Stream bytes, string name, uint length) : CheckedStream(bytes)
{
    long passed;

    internal static Stream Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: no such file; give the path of a file.", path);
        var file = File.OpenRead(path);
        if (!file.CanSeek) return file;
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        var length = isGzip ? LastNumber(file) : 0;
        file.Position = 0;
        return isGzip ? new GzipChecked(new GZipStream(file, CompressionMode.Decompress), path, length) : file;
    }

    // RFC 1952: the length before compression, modulo 2³². Of a file that is cut off .NET gives what there is, and says nothing.
    static uint LastNumber(FileStream file)
    {
        Span<byte> last = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - 4);
        return file.ReadAtLeast(last, 4, throwOnEndOfStream: false) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(last) : 0;
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = Source.Read(buffer);
            passed += count;
            if (count == 0 && buffer.Length > 0 && (uint)passed != length)
                throw new InvalidDataException(
                    $"{name}: the gzip file is damaged, cut off, or of several parts; get it anew, or unzip it first.");
            return count;
        }
        catch (InvalidDataException damaged) when (!damaged.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: the gzip file is damaged or cut off; get it anew.", damaged);
        }
    }
}
