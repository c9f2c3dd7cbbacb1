using System.Collections.Concurrent;
using System.Reflection;

namespace TorchReg.Tests.Examples.Snippets;

/// <summary>The programs of examples/articles, compiled and loaded.</summary>
static class SnippetCompiler
{
    static readonly ConcurrentDictionary<string, Assembly> compiled = new();

    /// <summary>Compiled once.</summary>
    public static Assembly Program(string name) => compiled.GetOrAdd(name, Compile);

    static Assembly Compile(string name)
    {
        using var folder = new TorchReg.Tests.Data.TemporaryFolder();
        var target = Path.Combine(folder.Path, name + ".dll");
        ProgramCompiler.Compile(
            Path.Combine(Repository.Root, "examples", "articles", name + ".cs"), target, ["TorchReg", "TorchReg.Figures"]);
        return Assembly.Load(File.ReadAllBytes(target));
    }
}
