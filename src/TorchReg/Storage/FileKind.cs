using System.Runtime.InteropServices;

namespace TorchReg.Storage;

/// <summary>What a path leads to.</summary>
enum FileKind
{
    /// <summary>Nothing, or a link to nothing.</summary>
    None,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, where links are not followed.</summary>
    Link,

    /// <summary>A device, a pipe, a socket: what is written into, never replaced.</summary>
    Other,
}

/// <summary>Tells files from what only looks like one; .NET itself takes a device for a file.</summary>
static class FileKinds
{
    const int WorkingFolder = -100, NoFollow = 0x100, ModeOffset = 28, TypeMask = 0xF000;
    const uint TypeAndMode = 3;

    /// <summary>
    /// Whether a path leads to a regular file. What else may stand at a file's name in a folder is not opened: a pipe would never
    /// answer, and a device never end.
    /// </summary>
    internal static bool IsFile(string path) => OfTarget(path) == FileKind.File;

    /// <summary>Of the path itself, which may be a link.</summary>
    internal static FileKind Of(string path) =>
        OperatingSystem.IsLinux() ? OnLinux(path, NoFollow) : Elsewhere(path, follow: false);

    /// <summary>Of what it leads to.</summary>
    internal static FileKind OfTarget(string path) =>
        OperatingSystem.IsLinux() ? OnLinux(path, 0) : Elsewhere(path, follow: true);

    static FileKind OnLinux(string path, int flags)
    {
        var answer = new byte[256];
        try
        {
            if (statx(WorkingFolder, path, flags, TypeAndMode, answer) != 0) return FileKind.None;
        }
        catch (EntryPointNotFoundException)
        {
            return Elsewhere(path, flags == 0);
        }
        return (BitConverter.ToUInt16(answer, ModeOffset) & TypeMask) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            _ => FileKind.Other,
        };
    }

    static FileKind Elsewhere(string path, bool follow)
    {
        var file = new FileInfo(path);
        var isLink = file.LinkTarget != null;
        if (isLink && !follow) return FileKind.Link;
        if (Directory.Exists(path)) return FileKind.Folder;
        var full = Path.GetFullPath(path);
        if (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith(@"\\.\", StringComparison.Ordinal))
            return FileKind.Other;
        return File.Exists(path) && (!isLink || file.ResolveLinkTarget(returnFinalTarget: true)?.Exists == true)
            ? FileKind.File
            : FileKind.None;
    }

    [DllImport("libc", EntryPoint = "statx")]
    static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] answer);
}
