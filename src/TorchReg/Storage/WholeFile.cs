using System.Text;

namespace TorchReg.Storage;

/// <summary>
/// A file that is either wholly there or not at all: written beside its place, brought to the disk, then renamed. Until the
/// rename the file that was there before stays; a process that dies in between leaves a hidden <c>.part</c> beside it and nothing
/// else.
/// </summary>
/// <remarks>
/// A link to a file stays a link: the file that it leads to is replaced, in the same way. What is no regular file (a device, a
/// pipe, /dev/stdout) is written into and stays what it is. A folder is refused.
/// </remarks>
static class WholeFile
{
    /// <summary>What unfinished files end in.</summary>
    const string PartExtension = ".part";

    /// <summary>Writes a file through a stream; the folder is made where it is missing.</summary>
    /// <param name="path">Where it will be; a file there is replaced and keeps its permissions.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <exception cref="IOException">
    /// The disk is full, the folder can't be written, or the path is a folder; nothing is left behind.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = WriteTarget.Of(path);
        if (!target.IsReplaced) target.WriteInto(write);
        else Write(target.Path, PartIn(Path.GetDirectoryName(target.Path)!), write);
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/exception"/>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>A name for an unfinished file.</summary>
    internal static string PartIn(string folder) => Path.Combine(folder, $".{NewId()}{PartExtension}");

    /// <summary>16 random hexadecimal digits.</summary>
    internal static string NewId() => Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 8));

    /// <summary>Whether a name is one of those that <see cref="PartIn"/> gives.</summary>
    internal static bool IsPart(string name) =>
        name.Length == PartExtension.Length + 17 && name[0] == '.' && name.EndsWith(PartExtension, StringComparison.Ordinal)
        && name.AsSpan(1, 16).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <summary>Writes through an unfinished file of the same disk.</summary>
    internal static void Write(string path, string part, Action<Stream> write)
    {
        Interlocked.Increment(ref writing);
        try { WritePart(path, part, write); }
        finally { Interlocked.Decrement(ref writing); }
    }

    static int writing;

    /// <summary>Whether a file is half-written at this moment.</summary>
    internal static bool IsWriting => Volatile.Read(ref writing) > 0;

    static void WritePart(string path, string part, Action<Stream> write)
    {
        Disk.MakeFolder(Path.GetDirectoryName(path)!);
        var stream = Disk.Create(part);
        try
        {
            using (stream)
            {
                KeepPermissions(path, part);
                write(stream);
                Disk.Sync(stream);
            }
            Disk.Replace(part, path);
        }
        catch
        {
            Remove(part);
            throw;
        }
    }

    static void KeepPermissions(string path, string part)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(part, File.GetUnixFileMode(path));
    }

    // The failure that is told is the first one.
    static void Remove(string part)
    {
        try { Disk.Delete(part); }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException) { }
    }
}
