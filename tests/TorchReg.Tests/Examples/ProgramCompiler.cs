using System.Reflection;
using System.Runtime.Loader;

namespace TorchReg.Tests.Examples;

/// <summary>
/// Compiles programs of one file with the SDK's compiler, in this process and against the assemblies of the tests: a moment each,
/// where a build of each takes many seconds.
/// </summary>
static class ProgramCompiler
{
    // The compiler speaks to the console, which is everybody's.
    static readonly Lock console = new();

    /// <summary>The program of a file, against the framework, torch and the named projects alone.</summary>
    public static void Compile(string file, string target, string[] projects)
    {
        using var folder = new TorchReg.Tests.Data.TemporaryFolder();
        var usings = Path.Combine(folder.Path, "Usings.cs");
        File.WriteAllText(usings, string.Concat(implicitUsings.Select(use => $"global using {use};\n")));
        string[] line =
        [
            "-noconfig", "-nologo", "-nostdlib", "-target:exe", "-optimize+", "-nullable:enable", "-warnaserror",
            "-langversion:latest", "-features:FileBasedProgram", $"-out:{target}", usings,
            // What a build looks at too: formatting, and usings that are not needed, which are seen only with the documentation.
            // TorchSharp's package is built against an older framework, of which the SDK says nothing either (1701, 1702).
            $"-analyzerconfig:{Path.Combine(Repository.Root, ".editorconfig")}", $"-doc:{Path.Combine(folder.Path, "doc.xml")}",
            "-nowarn:1591,1573,1701,1702",
            $"-analyzer:{Style("Microsoft.CodeAnalysis.CodeStyle.dll")}",
            $"-analyzer:{Style("Microsoft.CodeAnalysis.CSharp.CodeStyle.dll")}",
            file, .. References(projects).Select(reference => $"-r:{reference}"),
        ];
        lock (console)
        {
            var (before, said) = (Console.Out, new StringWriter());
            Console.SetOut(said);
            try { Assert.True(compiler.Value.Invoke(null, [line]) is 0, $"{file}:\n{said}"); }
            finally { Console.SetOut(before); }
        }
    }

    // Its own assemblies lie beside it; those of the framework are the tests'.
    static readonly Lazy<MethodInfo> compiler = new(() =>
    {
        var context = new AssemblyLoadContext("csc");
        var folder = Path.GetDirectoryName(CompilerPath)!;
        context.Resolving += (_, name) => Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file)
            ? context.LoadFromAssemblyPath(file)
            : null;
        return context.LoadFromAssemblyPath(CompilerPath).EntryPoint!;
    });

    // What the tests have loaded or can load.
    static IEnumerable<string> References(string[] projects) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name
                && (file.StartsWith(FrameworkFolder, StringComparison.Ordinal)
                    || projects.Contains(Path.GetFileNameWithoutExtension(name))
                    || name is "Microsoft.Extensions.Logging.Abstractions.dll"
                    || name.StartsWith("TorchSharp", StringComparison.Ordinal)));

    static string FrameworkFolder => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // The newest SDK beside the framework that runs the tests.
    static string CompilerPath =>
        Directory.GetDirectories(Path.Combine(FrameworkFolder, "..", "..", "..", "sdk"))
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .MaxBy(file => Version.Parse(new FileInfo(file).Directory!.Parent!.Parent!.Name.Split('-')[0]))
        ?? throw new FileNotFoundException("No SDK with a compiler lies beside the framework.");

    static string Style(string name) => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(CompilerPath)!, "..", "..", "Sdks", "Microsoft.NET.Sdk", "codestyle", "cs", name));

    static readonly string[] implicitUsings =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks",
        "System.Net.Http",
    ];
}
