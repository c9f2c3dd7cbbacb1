using System.Diagnostics;
using System.Globalization;

namespace TorchReg.Storage;

/// <summary>That one process has a folder, and which. It ends with the process, also with one that is killed.</summary>
sealed class FolderLock : IDisposable
{
    const string LockName = "lock", HolderName = "holder";
    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(50);

    readonly string mark;
    readonly FileStream file;

    FolderLock(string mark, FileStream file) => (this.mark, this.file) = (mark, file);

    /// <exception cref="FolderRefusedException">Another process has it; the message says which.</exception>
    internal static FolderLock Take(string path, string mark, TimeSpan patience)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(pause))
        {
            // Nor is a link to somewhere else made or held.
            var name = Path.Combine(mark, LockName);
            if (FileKinds.Of(name) is not (FileKind.None or FileKind.File))
                throw new FolderRefusedException(
                    $"{name} was not made here (or is a link); move it away, or name another folder.");
            if (Disk.Lock(name) is { } file) return new FolderLock(mark, file).Signed();
            if (watch.Elapsed >= patience)
                throw new FolderRefusedException($"{path} is in use by {Holder(mark)}; wait for it, or name another folder.");
        }
    }

    FolderLock Signed()
    {
        try
        {
            WholeFile.Write(
                Path.Combine(mark, HolderName),
                WholeFile.PartIn(mark),
                stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(Self())));
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    static string Self() => string.Create(CultureInfo.InvariantCulture,
        $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss zzz}");

    // The one before, for an instant after a change; it is told for people.
    static string Holder(string mark)
    {
        try
        {
            return FileKinds.Of(Path.Combine(mark, HolderName)) == FileKind.File
                ? File.ReadAllText(Path.Combine(mark, HolderName)).Trim()
                : "another process";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException) { return "another process"; }
    }

    /// <summary>Gives it up for good, with its files.</summary>
    internal void Dissolve()
    {
        Disk.Delete(Path.Combine(mark, HolderName));
        Disk.Delete(Path.Combine(mark, LockName));
        file.Dispose();
    }

    public void Dispose() => file.Dispose();
}
