using System.Reflection;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.Architecture;

/// <summary>Which files declare a type, found by its name: a compiled assembly does not say.</summary>
sealed partial class SourceFiles
{
    readonly ILookup<string, string> byType;

    /// <param name="project">The project's folder, from the repository's root.</param>
    internal SourceFiles(string project)
    {
        var root = Path.Combine(Repository.Root, project);
        byType = Directory
            .GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(file => !file.Name.StartsWith("obj/", StringComparison.Ordinal))
            .SelectMany(file => Types(File.ReadAllText(file.File)).Select(type => (type, file.Name)))
            .ToLookup(pair => pair.type, pair => pair.Name);
    }

    static IEnumerable<string> Types(string text)
    {
        var space = Namespace().Match(text).Groups[1].Value;
        return Declaration().Matches(text).Select(match => $"{space}.{match.Groups[1].Value}");
    }

    /// <summary>"Penalties/Rules/Rule.cs"; several for a partial type, none for what a generator writes.</summary>
    internal IEnumerable<string> Of(Type type) => byType[type.FullName!.Split('`')[0]];

    /// <summary>"Penalties/Rules"; null for what a generator writes.</summary>
    internal string? Folder(Type type) => Of(type).FirstOrDefault() is { } file ? Folder(file) : null;

    static string Folder(string file) => file.LastIndexOf('/') is > 0 and var end ? file[..end] : "";

    /// <summary>From each file of an assembly to the files of the types that its own use.</summary>
    internal ILookup<string, string> Uses(Assembly assembly) => TypeUses
        .Of(assembly)
        .SelectMany(use => Of(use.From).SelectMany(from => Of(use.To).Select(to => (from, to))))
        .Where(pair => pair.from != pair.to)
        .Distinct()
        .ToLookup(pair => pair.from, pair => pair.to);

    /// <summary>Partial types whose files lie in more than one folder.</summary>
    internal IEnumerable<string> Scattered() =>
        byType.Where(type => type.Select(Folder).Distinct().Count() > 1).Select(type => type.Key);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:(?:public|internal|sealed|abstract|static|partial|readonly|ref|unsafe) )*" +
        @"(?:class|struct|interface|enum|record struct|record|delegate [\w<>\[\], ?.]+?) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
