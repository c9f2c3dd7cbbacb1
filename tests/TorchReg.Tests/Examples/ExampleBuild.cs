using System.Collections.Concurrent;
using System.Xml.Linq;

namespace TorchReg.Tests.Examples;

/// <summary>
/// The programs of examples, compiled in a moment each beside the assemblies of the tests, from what their directives name and
/// nothing else; a build of each takes 7 s, nearly all of which is the SDK's own starting.
/// </summary>
static class ExampleBuild
{
    static readonly ConcurrentDictionary<string, Lazy<string>> built = new();

    /// <summary>The assembly of examples/NAME.cs, with what a host needs to run it.</summary>
    internal static string Program(string name) => built.GetOrAdd(name, _ => new(() => Build(name))).Value;

    static string Build(string name)
    {
        var target = Path.Combine(AppContext.BaseDirectory, $"example-{name}.dll");
        var tests = Path.Combine(AppContext.BaseDirectory, "TorchReg.Tests");
        foreach (var kind in new[] { ".runtimeconfig.json", ".deps.json" })
            File.Copy(tests + kind, Path.ChangeExtension(target, kind), overwrite: true);
        var file = Path.Combine(Repository.Root, "examples", name + ".cs");
        ProgramCompiler.Compile(file, target, [.. Projects(file).SelectMany(WithItsOwn).Select(Path.GetFileName).Distinct()!]);
        return target;
    }

    static IEnumerable<string> Projects(string file)
    {
        const string Project = "#:project ";
        return File.ReadLines(file).Where(line => line.StartsWith(Project, StringComparison.Ordinal))
            .Select(line => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, line[Project.Length..])));
    }

    static IEnumerable<string> WithItsOwn(string project) =>
        XDocument.Load(Path.Combine(project, Path.GetFileName(project) + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetDirectoryName(Path.GetFullPath(
                Path.Combine(project, reference.Attribute("Include")!.Value)))!)
            .SelectMany(WithItsOwn).Prepend(project);
}
