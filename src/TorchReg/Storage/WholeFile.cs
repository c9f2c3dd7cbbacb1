namespace TorchReg.Storage;

/// <summary>
/// A file that is either wholly there or not at all: written beside its place, flushed to the disk, then renamed. Until the rename the
/// file that was there before stays; a process that dies in between leaves a <c>.part</c> beside it and nothing else.
/// </summary>
public static class WholeFile
{
    /// <summary>What unfinished files end in.</summary>
    public const string PartExtension = ".part";

    /// <summary>Writes a file through a stream; the folder is made where it is missing.</summary>
    /// <param name="path">Where it will be; a file there is replaced.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var part = PartOf(path);
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/exception"/>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/exception"/>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var part = PartOf(path);
        try
        {
            await File.WriteAllBytesAsync(part, content, cancellation).ConfigureAwait(false);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    static string PartOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{Path.GetFileName(path)}.{Path.GetRandomFileName()}{PartExtension}");
    }
}
