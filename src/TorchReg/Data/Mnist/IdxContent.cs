using System.IO.Compression;

namespace TorchReg.Data;

/// <summary>
/// A file's bytes, unzipped if need be, read so that no header can make it allocate more than the file can hold.
/// </summary>
internal sealed class IdxContent : IDisposable
{
    private const int Chunk = 1 << 16;

    // Deflate's shortest code is 1 bit per 129 bytes (RFC 1951: one 258-byte match takes two bits at least).
    private const int GzipMaxRatio = 1032;

    // Drawn digits come to 5 : 1, equal labels to a thousand. A small file must not fill the memory.
    private const int GzipLikelyRatio = 100, GzipSmall = 16 << 20;

    private readonly string path;
    private readonly FileStream file;
    private readonly Stream stream;
    private long position;

    private IdxContent(string path, FileStream file)
    {
        (this.path, this.file) = (path, file);
        IsGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        stream = IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private bool IsGzip { get; }

    public static IdxContent Open(string path) => new(path, File.OpenRead(path));

    public void Dispose()
    {
        stream.Dispose();
        file.Dispose();
    }

    public InvalidDataException Bad(string expected, string found, string remedy, Exception? inner = null) =>
        new($"{path}: expected {expected}, found {found}; {remedy}.", inner);

    public void ReadHeader(Span<byte> header)
    {
        var read = Fill(header);
        if (read < header.Length)
            throw Bad($"a header of {header.Length} bytes", $"{read} bytes", "the file is truncated, get it anew");
    }

    /// <summary>Reads exactly <paramref name="length"/> bytes and the end of the file.</summary>
    public byte[] ReadToEnd(Int128 length)
    {
        CheckPossible(length);
        var bytes = ReadUpTo((int)length);
        if (bytes.Length < length)
            throw Truncated(length, bytes.Length);
        if (Fill(stackalloc byte[1]) > 0)
            throw Trailing(length, IsGzip ? "more" : $"{file.Length - position + 1 + length}");
        return bytes;
    }

    private void CheckPossible(Int128 length)
    {
        if (!IsGzip && file.Length - position < length)
            throw Truncated(length, file.Length - position);
        if (IsGzip && (Int128)file.Length * GzipMaxRatio < length)
            throw Bad(
                $"{length} bytes after the header",
                $"a gzip file of {file.Length} bytes, too short to hold them",
                "the file is truncated or its header damaged, get it anew");
        if (IsGzip && length > GzipSmall && length > (Int128)file.Length * GzipLikelyRatio)
            throw Bad(
                $"at most {GzipLikelyRatio} bytes for each of a gzip file",
                $"{length} in {file.Length}",
                "unzip it first if it is really so empty");
    }

    // Grows with what really arrives, up to the promised length.
    private byte[] ReadUpTo(int length)
    {
        var bytes = new byte[IsGzip ? Math.Min(length, Chunk) : length];
        var read = Fill(bytes);
        while (read == bytes.Length && read < length)
        {
            Array.Resize(ref bytes, (int)Math.Min(2L * read, length));
            read += Fill(bytes.AsSpan(read));
        }
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private int Fill(Span<byte> buffer)
    {
        try
        {
            var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            position += read;
            return read;
        }
        catch (InvalidDataException damaged)
        {
            throw Bad(
                "a whole gzip file",
                "a damaged or truncated one",
                "the download or copy was cut short, get it anew",
                damaged);
        }
    }

    private InvalidDataException Truncated(Int128 expected, long found) =>
        Bad($"{expected} bytes after the header", $"{found}", "the file is truncated, get it anew");

    private InvalidDataException Trailing(Int128 expected, string found) =>
        Bad($"{expected} bytes after the header", found, "the file has trailing bytes, get it anew");
}
