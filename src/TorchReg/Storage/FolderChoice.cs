namespace TorchReg.Storage;

/// <summary>Whether a folder may become the program's: a new one, an empty one, or one that it made for the same.</summary>
static class FolderChoice
{
    internal const string Mark = ".torchreg";

    /// <summary>Makes the folder and the hidden one in it, whose path is given back.</summary>
    /// <exception cref="FolderRefusedException">It holds what is not the program's, or is of another kind.</exception>
    internal static string Prepare(string path, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var mark = Path.Combine(full, Mark);
        if (FileKinds.OfTarget(full) is not (FileKind.None or FileKind.Folder))
            throw new FolderRefusedException($"{path} is a file; name a folder.");
        if (Directory.Exists(full)) Expect(path, mark, kind);
        Disk.MakeFolder(mark);
        return mark;
    }

    /// <summary>Refuses a folder that is not free and not of that kind.</summary>
    internal static void Expect(string path, string mark, string kind)
    {
        if (IsFree(path)) return;
        var found = FileKinds.Of(mark) == FileKind.Folder ? FolderManifest.KindOf(mark) : null;
        if (found == null)
            throw new FolderRefusedException($"{path} is not empty; name another folder, so that nothing is overwritten.");
        if (found != kind) throw new FolderRefusedException($"{path} holds a {found}, not a {kind}; name another folder.");
    }

    // Empty, or made by a process that was ended before it could say what for.
    static bool IsFree(string path) =>
        Directory
            .EnumerateFileSystemEntries(path)
            .All(entry =>
                Path.GetFileName(entry) == Mark
                && FileKinds.Of(entry) == FileKind.Folder
                && FolderManifest.KindOf(entry) == null
                && FolderManifest.IsHalfMade(entry));
}
