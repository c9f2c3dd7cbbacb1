using System.Text;

namespace TorchReg.Storage;

/// <summary>
/// Which files of a folder its program made: a line for each name, in a hidden folder within, brought to the disk before the file
/// is there. Processes that share a folder write a list each; all lists count.
/// </summary>
sealed class FolderManifest
{
    const string Header = "torchreg folder: ", List = "files";

    readonly string mark, kind;
    readonly HashSet<string> names = [];
    string? own;
    bool isAlone;

    FolderManifest(string mark, string kind) => (this.mark, this.kind) = (mark, kind);

    internal IReadOnlyCollection<string> Names => names;

    /// <summary>The kind of folder that the hidden folder says; null where it says none.</summary>
    internal static string? KindOf(string mark) =>
        Lists(mark).Select(list => Lines(list) is [var head, ..] ? Kind(head) : null).FirstOrDefault(found => found != null);

    /// <summary>Whether a hidden folder holds nothing but what a process leaves that was ended before it had a list.</summary>
    internal static bool IsHalfMade(string mark) =>
        Directory
            .EnumerateFileSystemEntries(mark)
            .All(entry =>
                FileKinds.Of(entry) == FileKind.File
                && Path.GetFileName(entry) is var name
                && (name is "lock" or "holder" || WholeFile.IsPart(name) || IsList(name)));

    /// <summary>What the lists say; nothing where there is none.</summary>
    internal static FolderManifest Read(string mark, string kind)
    {
        var manifest = new FolderManifest(mark, kind);
        manifest.Read();
        return manifest;
    }

    void Read()
    {
        foreach (var list in Lists(mark))
            if (Lines(list) is [var head, .. var lines] && Kind(head) == kind)
                names.UnionWith(lines.Where(line => IsName(line.EndsWith('/') ? line[..^1] : line)));
    }

    /// <summary>
    /// Whether a text is the name of a file within a folder, with / between names; of a damaged list no other is anybody's.
    /// </summary>
    internal static bool IsName(string name) =>
        name.Length > 0
        && !name.Any(char.IsControl)
        && !Path.IsPathRooted(name)
        && !name.Split('/').Any(part => part is "" or "." or "..");

    /// <summary>Whether a name is on a list; another process may have put it there since they were read.</summary>
    internal bool Knows(string name)
    {
        if (!names.Contains(name) && !isAlone) Read();
        return names.Contains(name);
    }

    /// <summary>
    /// One list of all that is still there, in place of those that there are; what ended processes left unfinished goes.
    /// </summary>
    internal void Settle()
    {
        names.RemoveWhere(name => FileKinds.Of(Path.Combine(Path.GetDirectoryName(mark)!, name)) == FileKind.None);
        var text = string.Concat(names.Order(StringComparer.Ordinal).Select(name => name + "\n").Prepend($"{Header}{kind}\n"));
        (own, isAlone) = (Path.Combine(mark, List), true);
        if (FileKinds.Of(own) != FileKind.File || File.ReadAllText(own) != text)
            WholeFile.Write(own, WholeFile.PartIn(mark), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        foreach (var left in Directory.GetFiles(mark))
            if (left != own && Path.GetFileName(left) is var name && (WholeFile.IsPart(name) || IsList(name))) Disk.Delete(left);
    }

    /// <summary>Deletes what processes that are no more left half-written; nothing is written for an hour.</summary>
    internal static void Tidy(string mark)
    {
        foreach (var left in Directory.GetFiles(mark))
            if (WholeFile.IsPart(Path.GetFileName(left))
                && DateTime.UtcNow - File.GetLastWriteTimeUtc(left) > TimeSpan.FromHours(1))
                Disk.Delete(left);
    }

    /// <summary>Puts a name on the list, before its file is made.</summary>
    internal void Add(string name)
    {
        if (names.Contains(name)) return;
        var isNew = own == null;
        own ??= Path.Combine(mark, $"{List}.{WholeFile.NewId()}");
        using var list = isNew ? Disk.Create(own) : Disk.Append(own);
        list.Write(Encoding.UTF8.GetBytes($"{(isNew ? $"{Header}{kind}\n" : "")}{name}\n"));
        Disk.Sync(list);
        names.Add(name);
    }

    internal void Forget(string name) => names.Remove(name);

    /// <summary>Deletes the lists: the folder is nobody's then.</summary>
    internal void Dissolve()
    {
        foreach (var list in Lists(mark).ToArray()) Disk.Delete(list);
    }

    static string? Kind(string head) => head.StartsWith(Header, StringComparison.Ordinal) ? head[Header.Length..] : null;

    static bool IsList(string name) =>
        name == List || (name.StartsWith($"{List}.", StringComparison.Ordinal) && name.Length == List.Length + 17);

    static IEnumerable<string> Lists(string mark) =>
        Directory.Exists(mark)
            ? Directory
                .GetFiles(mark, $"{List}*")
                .Where(file => IsList(Path.GetFileName(file)) && FileKinds.Of(file) == FileKind.File)
                .Order(StringComparer.Ordinal)
            : [];

    // A last line without an end was never whole, nor was the file that it names begun.
    static string[] Lines(string list)
    {
        using var stream = new FileStream(list, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
