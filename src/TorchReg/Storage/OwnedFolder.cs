using System.Globalization;
using System.Text;

namespace TorchReg.Storage;

/// <summary>
/// A folder that a program fills and of which it owns what it made, and nothing else. A list in the hidden folder
/// <c>.torchreg</c> names the files that it made; only those are ever replaced or deleted, no link is followed, and a folder that
/// holds anything else is refused. A folder whose maker was killed before it began is taken as if it were new.
/// </summary>
public sealed class OwnedFolder : IDisposable
{
    internal const string Mark = ".torchreg";

    readonly FolderManifest manifest;
    readonly FolderLock? taken;

    OwnedFolder(string path, FolderManifest manifest, FolderLock? taken) =>
        (Path, this.manifest, this.taken) = (path, manifest, taken);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>
    /// Takes a folder for this process alone: a new one, an empty one, or one of the same kind; what a killed process left
    /// half-written goes.
    /// </summary>
    /// <param name="path">Where; made where it is missing.</param>
    /// <param name="kind">What it is for, a word or two, as "run".</param>
    /// <param name="patience">How long to wait for another process that has it. Default: not at all.</param>
    /// <exception cref="FolderRefusedException">
    /// It holds what is not the program's, is of another kind, or another process has it.
    /// </exception>
    public static OwnedFolder Take(string path, string kind, TimeSpan patience = default)
    {
        var mark = Prepare(path, kind);
        var taken = FolderLock.Take(path, mark, patience);
        try
        {
            Check(path, mark, kind);
            var manifest = FolderManifest.Read(mark, kind);
            manifest.Settle();
            return new(path, manifest, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Joins the processes that write into a folder at once, each its own files.</summary>
    /// <inheritdoc cref="Take" path="/param[@name != 'patience']|/exception"/>
    public static OwnedFolder Join(string path, string kind)
    {
        var mark = Prepare(path, kind);
        FolderManifest.Tidy(mark);
        return new(path, FolderManifest.Read(mark, kind), null);
    }

    /// <summary>Whether a folder is of that kind, or was being made as such.</summary>
    public static bool IsOne(string path, string kind) => FolderManifest.KindOf(System.IO.Path.Combine(path, Mark)) == kind;

    static string Prepare(string path, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var mark = System.IO.Path.Combine(full, Mark);
        if (FileKinds.OfTarget(full) is not (FileKind.None or FileKind.Folder))
            throw new FolderRefusedException($"{path} is a file; name a folder.");
        if (Directory.Exists(full)) Check(path, mark, kind);
        Disk.MakeFolder(mark);
        return mark;
    }

    static void Check(string path, string mark, string kind)
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
                System.IO.Path.GetFileName(entry) == Mark
                && FileKinds.Of(entry) == FileKind.Folder
                && FolderManifest.KindOf(entry) == null
                && FolderManifest.IsHalfMade(entry));


    /// <summary>Whether the program made the file of that name, and it is there.</summary>
    /// <param name="name">Within the folder, with / between a folder's name and a file's.</param>
    public bool Has(string name) => manifest.Knows(name) && IsWithin(name) && FileKinds.Of(At(name)) == FileKind.File;

    // A link in place of a folder leads to what is not ours, whatever the list says of it.
    bool IsWithin(string name) =>
        Enumerable.Range(0, name.Length).Where(i => name[i] == '/').All(i => FileKinds.Of(At(name[..i])) == FileKind.Folder);

    /// <summary>Names of the files that the program made and that are there, ordered.</summary>
    public IReadOnlyList<string> Files =>
        [.. manifest.Names.Where(name => !name.EndsWith('/') && Has(name)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file whole, or not at all.</summary>
    /// <param name="name">As in <see cref="Has"/>.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <exception cref="FolderRefusedException">There is one of that name that the program did not make.</exception>
    /// <exception cref="IOException">The disk is full or can't be written; what was there before stays.</exception>
    public void Write(string name, Action<Stream> write)
    {
        var path = Claim(name);
        WholeFile.Write(path, WholeFile.PartIn(At(Mark)), write);
    }

    /// <summary>Writes a file of text, in UTF-8, whole or not at all.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/param|/exception"/>
    public void Write(string name, string text) => Write(name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Begins a new file that grows: what is written is on the disk after <c>Flush</c>.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/param[@name = 'name']|/exception"/>
    public Stream Begin(string name)
    {
        var path = Claim(name);
        return new GrowingFile(Disk.Create(path));
    }

    /// <summary>A folder within, made where it is missing.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="FolderRefusedException">There is something of that name that the program did not make.</exception>
    public string Folder(string name)
    {
        var (path, entry) = (At(name), name + "/");
        var there = FileKinds.Of(path);
        if (there != FileKind.None && (there != FileKind.Folder || !manifest.Knows(entry))) throw Foreign(path);
        manifest.Add(entry);
        Disk.MakeFolder(path);
        return path;
    }

    /// <summary>Deletes a file that the program made; nothing where there is none.</summary>
    public void Delete(string name)
    {
        if (!Has(name)) return;
        Disk.Delete(At(name));
        manifest.Forget(name);
    }

    /// <summary>Deletes all that the program made in it. The folder itself stays.</summary>
    public void Clear()
    {
        foreach (var name in Files) Delete(name);
        foreach (var name in manifest.Names.Where(name => name.EndsWith('/')).OrderDescending(StringComparer.Ordinal).ToArray())
        {
            var path = At(name.TrimEnd('/'));
            if (!IsWithin(name.TrimEnd('/'))
                || FileKinds.Of(path) != FileKind.Folder
                || Directory.EnumerateFileSystemEntries(path).Any())
                continue;
            Disk.RemoveEmptyFolder(path);
            manifest.Forget(name);
        }
    }

    /// <summary>Deletes all that the program made, and the folder with it where nothing else is in it.</summary>
    public void Remove()
    {
        Clear();
        var mark = At(Mark);
        manifest.Dissolve();
        taken?.Dissolve();
        if (!Directory.EnumerateFileSystemEntries(mark).Any()) Disk.RemoveEmptyFolder(mark);
        if (!Directory.EnumerateFileSystemEntries(Path).Any()) Disk.RemoveEmptyFolder(Path);
    }

    string Claim(string name)
    {
        var path = At(name);
        if (name.LastIndexOf('/') is > 0 and var slash) Folder(name[..slash]);
        var there = FileKinds.Of(path);
        if (there != FileKind.None && (there != FileKind.File || !manifest.Knows(name))) throw Foreign(path);
        manifest.Add(name);
        return path;
    }

    string At(string name)
    {
        if (!FolderManifest.IsName(name))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"'{name}' is no name of a file within a folder."),
                nameof(name));
        return System.IO.Path.Combine(System.IO.Path.GetFullPath(Path), name);
    }

    static FolderRefusedException Foreign(string path) =>
        new($"{path} is there, and was not made here (or is a link); move it away, or name another folder.");

    /// <summary>Lets other processes have it.</summary>
    public void Dispose() => taken?.Dispose();
}
