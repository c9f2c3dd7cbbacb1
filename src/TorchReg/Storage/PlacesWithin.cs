using System.Globalization;

namespace TorchReg.Storage;

/// <summary>Where the files of an owned folder lie: names that lead out of it, and what was not made here, are refused.</summary>
sealed class PlacesWithin(string root, FolderManifest manifest)
{
    /// <summary>The path of a name.</summary>
    internal string At(string name)
    {
        if (!FolderManifest.IsName(name))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"'{name}' is no name of a file within a folder."),
                nameof(name));
        return Path.Combine(Path.GetFullPath(root), name);
    }

    /// <summary>Whether the program made the file of that name, and it is there.</summary>
    internal bool Has(string name) => manifest.Knows(name) && IsWithin(name) && FileKinds.Of(At(name)) == FileKind.File;

    /// <summary>
    /// Whether every folder on the way is one: a link in place of a folder leads to what is not ours, whatever the list says.
    /// </summary>
    internal bool IsWithin(string name) =>
        Enumerable.Range(0, name.Length).Where(i => name[i] == '/').All(i => FileKinds.Of(At(name[..i])) == FileKind.Folder);

    /// <summary>A file that is the program's to write; its folder is made.</summary>
    internal string Claim(string name)
    {
        var path = At(name);
        if (name.LastIndexOf('/') is > 0 and var slash) Folder(name[..slash]);
        ExpectOurs(path, name, FileKind.File);
        return path;
    }

    /// <summary>A folder within, made where it is missing.</summary>
    internal string Folder(string name)
    {
        var path = At(name);
        ExpectOurs(path, name + "/", FileKind.Folder);
        Disk.MakeFolder(path);
        return path;
    }

    void ExpectOurs(string path, string entry, FileKind kind)
    {
        var there = FileKinds.Of(path);
        if (there != FileKind.None && (there != kind || !manifest.Knows(entry)))
            throw new FolderRefusedException(
                $"{path} is there, and was not made here (or is a link); move it away, or name another folder.");
        manifest.Add(entry);
    }
}
