using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchReg.ApiReference;

/// <summary>
/// The reference of some assemblies as Markdown: a page for each namespace, with every public type, and a first page that lists
/// them. What is written comes from the XML documentation beside the assemblies.
/// </summary>
sealed class Reference
{
    readonly Type[] types;
    readonly Dictionary<string, XElement> written;
    readonly MarkdownText text;

    internal Reference(params Assembly[] assemblies)
    {
        types = [.. assemblies.SelectMany(a => a.GetExportedTypes())
            .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(TypeName, StringComparer.Ordinal)];
        written = assemblies
            .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
            .ToDictionary(member => (string)member.Attribute("name")!);
        text = new(types.ToDictionary(DocumentationId.Of, type => (TypeName(type), $"{Page(type)}#{Anchor(type)}")));
    }

    /// <summary>File names with their text.</summary>
    internal IReadOnlyList<(string Name, string Text)> Pages() =>
        [("README.md", First()), .. types.GroupBy(type => type.Namespace!).Select(page => ($"{page.Key}.md", Namespace(page)))];

    static string Page(Type type) => $"{type.Namespace}.md";

    // GitHub's anchors: small letters, without punctuation.
    static string Anchor(Type type) =>
        string.Concat(TypeName(type).ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_'));

    internal static string TypeName(Type type)
    {
        var own = type.Name.Split('`')[0];
        var parameters = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToArray();
        if (parameters.Length > 0) own += $"<{string.Join(", ", parameters.Select(parameter => parameter.Name))}>";
        return type.DeclaringType is { } around ? $"{TypeName(around)}.{own}" : own;
    }

    string First()
    {
        var page = new StringBuilder("# Reference\n");
        foreach (var group in types.GroupBy(type => type.Namespace!))
        {
            page.Append($"\n## [{group.Key}]({group.Key}.md)\n\n| type | |\n|---|---|\n");
            foreach (var type in group)
                page.Append(
                    $"| [{Escaped(TypeName(type))}]({Page(type)}#{Anchor(type)}) | {text.Cell(Part(type, "summary"))} |\n");
        }
        return page.ToString();
    }

    string Namespace(IGrouping<string, Type> group)
    {
        var page = new StringBuilder($"# {group.Key}\n\n[All types](README.md)\n");
        foreach (var type in group) Type(page, type);
        return Regex.Replace(page.ToString(), "\n{3,}", "\n\n").TrimEnd() + "\n";
    }

    void Type(StringBuilder page, Type type)
    {
        var lines = Signatures.Lines(type).ToArray();
        page.Append($"\n## {Escaped(TypeName(type))}\n\n```csharp\n{Shortened(lines[0].Line, type)}\n```\n\n");
        page.Append(text.Paragraphs(Part(type, "summary")))
            .Append(Parameters(type))
            .Append(text.Paragraphs(Part(type, "remarks")));
        foreach (var (member, line) in lines.Skip(1))
            if (Documented(member!) is { } found) Member(page, Shortened(line, type), found);
    }

    void Member(StringBuilder page, string line, XElement found)
    {
        page.Append($"\n### `{line}`\n\n").Append(text.Paragraphs(found.Element("summary"))).Append(Parameters(found));
        foreach (var part in new[] { "returns", "value", "remarks" })
            if (found.Element(part) is { } more) page.Append(text.Paragraphs(more));
        foreach (var exception in found.Elements("exception"))
            page.Append($"Throws {text.Link((string)exception.Attribute("cref")!)}: {text.Line(exception)}\n\n");
    }

    string Parameters(Type type) => written.TryGetValue(DocumentationId.Of(type), out var found) ? Parameters(found) : "";

    string Parameters(XElement found)
    {
        var list = found.Elements().Where(e => e.Name.LocalName is "param" or "typeparam").ToArray();
        return list.Length == 0 ? ""
            : string.Concat(list.Select(e => $"- `{(string)e.Attribute("name")!}`: {text.Line(e)}\n")) + "\n";
    }

    XElement? Part(Type type, string name) =>
        written.TryGetValue(DocumentationId.Of(type), out var found) ? found.Element(name) : null;

    /// <summary>Members without text of their own that are not the compiler's.</summary>
    internal IEnumerable<string> Undocumented() =>
        from type in types
        where !type.IsSubclassOf(typeof(Delegate))
        from pair in Signatures.Lines(type)
        where !written.ContainsKey(DocumentationId.Of(pair.Member ?? type)) && !IsTheCompilers(pair.Member)
        select pair.Line;

    // What is made for records, and a constructor that nobody wrote.
    static bool IsTheCompilers(MemberInfo? member) =>
        member?.IsDefined(typeof(CompilerGeneratedAttribute)) == true
        || member is { Name: "PrintMembers" or "EqualityContract" }
        || member is ConstructorInfo made && made.GetParameters().Length == 0;

    // What inherits its text is described where it is declared first; what the compiler writes for records is not.
    XElement? Documented(MemberInfo member) =>
        written.TryGetValue(DocumentationId.Of(member), out var found) && found.Element("inheritdoc") == null
        && found.Element("summary") != null ? found : null;

    static string Shortened(string line, Type type) =>
        line[2..]
            .Replace(type.FullName!.Split('`')[0].Replace('+', '.') + ".", "", StringComparison.Ordinal)
            .Replace($"{type.Namespace}.", "", StringComparison.Ordinal)
            .Replace("TorchSharp.torch.", "", StringComparison.Ordinal)
            .Replace("TorchSharp.Modules.", "", StringComparison.Ordinal)
            .Replace(".ctor(", $"new {TypeName(type)}(", StringComparison.Ordinal);

    static string Escaped(string name) => name.Replace("<", "\\<", StringComparison.Ordinal);
}
