namespace TorchReg.Pages;

/// <summary>The programs of examples/articles, by their names.</summary>
public static class Snippets
{
    public static IReadOnlyList<Snippet> All(string root) =>
    [
        .. Directory.GetFiles(Path.Combine(root, "examples", "articles"), "*.cs")
            .Order(StringComparer.Ordinal)
            .Select(Snippet.Read),
    ];
}

/// <summary>Where the repository lies.</summary>
static class Checkout
{
    internal static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "TorchReg.sln")) ? folder
        : Path.GetDirectoryName(folder) is { } above ? Root(above)
        : throw new DirectoryNotFoundException("Start it in the repository.");
}
