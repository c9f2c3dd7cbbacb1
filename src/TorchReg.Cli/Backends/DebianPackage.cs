namespace TorchReg.Cli.Backends;

/// <summary>
/// The Debian or Ubuntu package that a file came from. Debian's libtorch 1.13.1 calls itself 1.13.0
/// (the version file of the sources was not raised), so only the package tells which release runs.
/// </summary>
static class DebianPackage
{
    const string Database = "/var/lib/dpkg";

    internal static string? Of(string? file, string database = Database)
    {
        var lists = Path.Combine(database, "info");
        if (file == null || !Directory.Exists(lists)) return null;
        var list = Directory.EnumerateFiles(lists, "libtorch*.list").FirstOrDefault(list => File.ReadLines(list).Contains(file));
        if (list == null) return null;
        var name = Path.GetFileNameWithoutExtension(list).Split(':')[0];
        return $"package {name} {Version(name, Path.Combine(database, "status"))}".TrimEnd();
    }

    static string? Version(string package, string status) => !File.Exists(status) ? null : File.ReadLines(status)
        .SkipWhile(line => line != $"Package: {package}")
        .TakeWhile(line => line.Length > 0)
        .FirstOrDefault(line => line.StartsWith("Version: ", StringComparison.Ordinal))?["Version: ".Length..];
}
