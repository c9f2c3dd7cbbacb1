namespace TorchReg.Storage;

/// <summary>Where a path that a user named is written.</summary>
/// <param name="Path">The file itself, behind links; the path as given where it is written into.</param>
/// <param name="IsReplaced">False for devices, pipes and all that is no regular file.</param>
readonly record struct WriteTarget(string Path, bool IsReplaced)
{
    const int MostLinks = 40;

    internal static WriteTarget Of(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var kind = FileKinds.OfTarget(full);
        if (kind == FileKind.Folder) throw new IOException($"{path} is a folder; name a file.");
        if (kind == FileKind.Other) return new(full, false);
        for (var links = 0; FileKinds.Of(full) == FileKind.Link; links++)
        {
            if (IsDescriptor(full)) return new(full, false);
            if (links == MostLinks) throw new IOException($"{path} is a link that leads to no file; name another.");
            full = System.IO.Path.GetFullPath(File.ResolveLinkTarget(full, returnFinalTarget: false)!.FullName);
        }
        return new(full, true);
    }

    // /dev/stdout leads here, also where the shell sends it to a file: to replace that file would take it from the shell.
    static bool IsDescriptor(string path) =>
        path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    // A pipe can't seek, and half of a content is worse than none.
    internal void WriteInto(Action<Stream> write)
    {
        using var content = new MemoryStream();
        write(content);
        using var stream = FileKinds.OfTarget(Path) == FileKind.File ? Disk.Append(Path) : Disk.Open(Path);
        content.WriteTo(stream);
        stream.Flush();
    }
}
