using System.Text;

namespace TorchReg.Storage;

/// <summary>
/// A folder that a program fills and of which it owns what it made, and nothing else. A list in the hidden folder
/// <c>.torchreg</c> names the files that it made; only those are ever replaced or deleted, no link is followed, and a folder that
/// holds anything else is refused. A folder whose maker was killed before it began is taken as if it were new.
/// </summary>
sealed class OwnedFolder : IDisposable
{
    readonly FolderManifest manifest;
    readonly PlacesWithin places;
    readonly FolderLock? taken;

    OwnedFolder(string path, FolderManifest manifest, FolderLock? taken) =>
        (Path, this.manifest, places, this.taken) = (path, manifest, new(path, manifest), taken);

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
        var mark = FolderChoice.Prepare(path, kind);
        var taken = FolderLock.Take(path, mark, patience);
        try
        {
            FolderChoice.Expect(path, mark, kind);
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
        var mark = FolderChoice.Prepare(path, kind);
        FolderManifest.Tidy(mark);
        return new(path, FolderManifest.Read(mark, kind), null);
    }

    /// <summary>Whether a folder is of that kind, or was being made as such.</summary>
    public static bool IsOne(string path, string kind) =>
        FolderManifest.KindOf(System.IO.Path.Combine(path, FolderChoice.Mark)) == kind;

    /// <summary>Whether the program made the file of that name, and it is there.</summary>
    /// <param name="name">Within the folder, with / between a folder's name and a file's.</param>
    public bool Has(string name) => places.Has(name);

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
        var path = places.Claim(name);
        WholeFile.Write(path, WholeFile.PartIn(places.At(FolderChoice.Mark)), write);
    }

    /// <summary>Writes a file of text, in UTF-8, whole or not at all.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/param|/exception"/>
    public void Write(string name, string text) => Write(name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Begins a new file that grows: what is written is on the disk after <c>Flush</c>.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})" path="/param[@name = 'name']|/exception"/>
    public Stream Begin(string name)
    {
        var path = places.Claim(name);
        return new GrowingFile(Disk.Create(path));
    }

    /// <summary>A folder within, made where it is missing.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="FolderRefusedException">There is something of that name that the program did not make.</exception>
    public string Folder(string name) => places.Folder(name);

    /// <summary>Deletes a file that the program made; nothing where there is none.</summary>
    public void Delete(string name)
    {
        if (!Has(name)) return;
        Disk.Delete(places.At(name));
        manifest.Forget(name);
    }

    /// <summary>Deletes all that the program made in it. The folder itself stays.</summary>
    public void Clear()
    {
        foreach (var name in Files) Delete(name);
        foreach (var name in manifest.Names.Where(name => name.EndsWith('/')).OrderDescending(StringComparer.Ordinal).ToArray())
        {
            var path = places.At(name.TrimEnd('/'));
            if (!places.IsWithin(name.TrimEnd('/'))
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
        var mark = places.At(FolderChoice.Mark);
        manifest.Dissolve();
        taken?.Dissolve();
        if (!Directory.EnumerateFileSystemEntries(mark).Any()) Disk.RemoveEmptyFolder(mark);
        if (!Directory.EnumerateFileSystemEntries(Path).Any()) Disk.RemoveEmptyFolder(Path);
    }

    /// <summary>Lets other processes have it.</summary>
    public void Dispose() => taken?.Dispose();
}
