using System.Text.RegularExpressions;

namespace TorchReg.Cli.Backends;

/// <summary>
/// The version of the libtorch that is loaded, told from its file: <c>torch.__version__</c> is a constant of the assembly in
/// TorchSharp, which says what it was made for and not what runs.
/// </summary>
static partial class LibtorchVersion
{
    /// <summary>"1.13.0", or null where nothing beside the file says it.</summary>
    /// <param name="file">The real path of the loaded libtorch_cpu.</param>
    /// <param name="dependencies">
    /// The program's deps.json files: they name the NuGet packages that its native files are from.
    /// </param>
    internal static string? Of(string? file, IEnumerable<string> dependencies)
    {
        if (file == null) return null;
        var folder = Path.GetDirectoryName(file) ?? "";
        return First(Suffix().Match(Path.GetFileName(file))) // libtorch_cpu.so.1.13.0: a distribution's
            ?? First(Number().Match(Text(Path.Combine(folder, "..", "build-version"))))       // libtorch's archive
            ?? First(Assignment().Match(Text(Path.Combine(folder, "..", "version.py"))))      // pip's
            ?? dependencies.Select(path => First(Package().Match(Text(path)))).FirstOrDefault(version => version != null);
    }

    /// <summary>Of this process, and what the TorchSharp assembly was made for where that is another.</summary>
    internal static string OfProcess(IReadOnlyList<string> files, string madeFor)
    {
        var file = files.FirstOrDefault(NativeFiles.IsLibtorch);
        var dependencies = ((AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string) ?? "").Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries);
        return Told(Of(file, dependencies), madeFor, DebianPackage.Of(file));
    }

    /// <summary>The loaded version first; what the assembly expects only where it differs.</summary>
    internal static string Told(string? loaded, string madeFor, string? package)
    {
        var notes = new[] { package, loaded != null && IsSame(loaded, madeFor) ? null : $"TorchSharp was made for {madeFor}" }
            .OfType<string>()
            .ToArray();
        return (loaded ?? "unknown") + (notes.Length == 0 ? "" : $" ({string.Join("; ", notes)})");
    }

    // 2.7.1 and a package's 2.7.1.0, 2.7.1+cpu.
    static bool IsSame(string loaded, string madeFor) => loaded.StartsWith(Release(madeFor), StringComparison.Ordinal);
    static string Release(string version) => string.Join('.', version.Split('+')[0].Split('.').Take(3));

    static string? First(Match match) => match.Success ? match.Groups[1].Value : null;
    static string Text(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    [GeneratedRegex(@"\.so\.([0-9]+\.[0-9]+[0-9.]*)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^\s*([0-9]+\.[0-9]+\S*)")]
    private static partial Regex Number();

    [GeneratedRegex(@"__version__\s*=\s*'([^']+)'")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"""libtorch-(?:cpu|cuda)[^/""]*/([0-9.]+)""")]
    private static partial Regex Package();
}
