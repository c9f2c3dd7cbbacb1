namespace TorchReg.Cli.Host;

/// <summary>What a message says of a name that is not known.</summary>
static class KnownName
{
    /// <summary>"did you mean adam?", or, where none is near, "known: sgd, adam".</summary>
    internal static string Hint(string given, IReadOnlyCollection<string> known) =>
        NearestName.Of(given, known) is { } nearest ? $"did you mean {nearest}?" : $"known: {string.Join(", ", known)}";

    /// <summary>"; did you mean adam?", to follow a list of what is known; empty where nothing is near.</summary>
    internal static string Meant(string? given, IEnumerable<string> known) =>
        given?.Length > 0 && NearestName.Of(given, known) is { } nearest ? $"; did you mean {nearest}?" : "";

    /// <summary>"; did you mean runs/finance?": what lies beside a path that leads nowhere, under a name that is near.</summary>
    internal static string Beside(string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
        // Files of one kind have their endings in common, however unlike their names are.
        var most = Math.Max(1, (Path.GetFileNameWithoutExtension(name).Length + 1) / 3);
        return name.Length > 0 && NearestName.Of(name, Names(folder.Length > 0 ? folder : ".")) is { } nearest
            && nearest != name && NearestName.Distance(name, nearest) <= most
            ? $"; did you mean {Shown.Value(Path.Combine(folder, nearest))}?"
            : "";
    }

    static string[] Names(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Take(1_000).Select(entry => Path.GetFileName(entry))];
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException or ArgumentException) { return []; }
    }
}
