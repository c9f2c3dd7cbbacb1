using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TorchReg.Storage;

/// <summary>
/// Every operation that changes what is on a disk: each is one step, after which a process may die. Nothing else of TorchReg
/// creates, replaces, deletes or locks a file.
/// </summary>
static class Disk
{
    // Errno of what has no disk to sync to.
    const int Invalid = 22, ReadOnly = 30, NotSupported = 95;

    static readonly AsyncLocal<Action<string>?> before = new();

    /// <summary>
    /// Told before each operation of this flow of control; a fault that it throws comes in the operation's place.
    /// </summary>
    internal static Action<string>? Before { get => before.Value; set => before.Value = value; }

    /// <summary>A new file for this process alone; never one that is there.</summary>
    internal static FileStream Create(string path)
    {
        before.Value?.Invoke($"create {path}");
        return new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
    }

    /// <summary>A file that is there, to write behind its end.</summary>
    internal static FileStream Append(string path)
    {
        before.Value?.Invoke($"append {path}");
        return new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
    }

    /// <summary>What is no regular file, to write into as it is.</summary>
    internal static FileStream Open(string path)
    {
        before.Value?.Invoke($"open {path}");
        return new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
    }

    /// <summary>Brings a stream's content to the disk.</summary>
    internal static void Sync(FileStream file)
    {
        before.Value?.Invoke($"sync {file.Name}");
        if (!OperatingSystem.IsLinux())
        {
            file.Flush(flushToDisk: true);
            return;
        }
        // .NET's own says nothing where the disk refuses, and a content that is not there would replace one that is.
        file.Flush();
        Check(fsync(file.SafeFileHandle), file.Name);
    }

    // What has no disk to sync to says so by one of three numbers; any other is a disk that did not take it.
    static void Check(int answer, string path)
    {
        if (answer == 0 || Marshal.GetLastPInvokeError() is var error && error is ReadOnly or Invalid or NotSupported) return;
        throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    /// <summary>
    /// Puts a whole file in the place of another, and the name to the disk: what it replaced is needed no more after it.
    /// </summary>
    internal static void Replace(string part, string path)
    {
        before.Value?.Invoke($"replace {path}");
        File.Move(part, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    internal static void Delete(string path)
    {
        before.Value?.Invoke($"delete {path}");
        File.Delete(path);
    }

    /// <summary>Makes a folder and those above it, where they are missing.</summary>
    internal static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        // Another process may have made it since.
        if (FileKinds.OfTarget(path) is not (FileKind.None or FileKind.Folder))
            throw new IOException($"{path} is a file; name a folder.");
        if (Path.GetDirectoryName(path) is { } above) MakeFolder(above);
        before.Value?.Invoke($"make {path}");
        Directory.CreateDirectory(path);
        if (Path.GetDirectoryName(path) is { } parent) SyncFolder(parent);
    }

    internal static void RemoveEmptyFolder(string path)
    {
        before.Value?.Invoke($"remove {path}");
        Directory.Delete(path, recursive: false);
    }

    /// <summary>
    /// Takes a file that processes lock by; null where another holds it. The lock goes with the process, also with one that is
    /// killed.
    /// </summary>
    internal static FileStream? Lock(string path)
    {
        before.Value?.Invoke($"lock {path}");
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        // EAGAIN of Linux and of macOS, a sharing violation of Windows.
        catch (IOException held) when (held.HResult is 11 or 35 or unchecked((int)0x80070020))
        {
            return null;
        }
    }

    // A rename is on the disk when its folder is. Windows has no such call, and does it with the file.
    static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        // A folder that may be written but not read can't be opened.
        var folder = open(path, 0);
        if (folder < 0) return;
        try { Check(fsync(folder), path); }
        finally { _ = close(folder); }
    }

    [DllImport("libc", EntryPoint = "open")]
    static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    static extern int fsync(int file);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    static extern int fsync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "close")]
    static extern int close(int file);
}
