using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchReg.ApiReference;

/// <summary>XML documentation as Markdown.</summary>
/// <param name="links">By id: a type's name, and where it is described.</param>
sealed partial class MarkdownText(IReadOnlyDictionary<string, (string Name, string Place)> links)
{
    /// <summary>Blocks with a blank line after each; nothing for null.</summary>
    internal string Paragraphs(XElement? element)
    {
        if (element == null) return "";
        var text = string.Concat(element.Nodes().Select(Block)).Trim();
        return text.Length == 0 ? "" : text + "\n\n";
    }

    /// <summary>One line.</summary>
    internal string Line(XElement? element) =>
        element == null ? "" : Spaces().Replace(string.Concat(element.Nodes().Select(Inline)), " ").Trim();

    /// <summary>One line that can stand in a table: its first sentence.</summary>
    internal string Cell(XElement? element)
    {
        var line = Line(element);
        var end = Regex.Match(line, @"[.:;] (?=[A-Z\[`])");
        return (end.Success ? line[..end.Index] : line.TrimEnd('.')).Replace("|", "\\|", StringComparison.Ordinal);
    }

    /// <summary>A type or member by its id: a link where its type is described here, else its name.</summary>
    internal string Link(string id)
    {
        if (links.TryGetValue(id, out var type))
            return $"[{type.Name.Replace("<", "\\<", StringComparison.Ordinal)}]({type.Place})";
        var member = id[2..].Split('(')[0];
        var dot = member.LastIndexOf('.');
        var name = member[(dot + 1)..].Split('`')[0];
        if (name == "#ctor" && links.TryGetValue($"T:{member[..dot]}", out var made)) return $"[{made.Name}]({made.Place})";
        return dot > 0 && links.TryGetValue($"T:{member[..dot]}", out var owner)
            ? $"[{owner.Name.Replace("<", "\\<", StringComparison.Ordinal)}.{name}]({owner.Place})"
            : $"`{name}`";
    }

    string Block(XNode node) => node is XElement { Name.LocalName: "para" } paragraph ? $"\n\n{Line(paragraph)}\n\n"
        : node is XElement { Name.LocalName: "code" } code ? $"\n\n```csharp\n{Unindented(code.Value)}\n```\n\n"
        : node is XElement { Name.LocalName: "list" } list ? $"\n\n{string.Concat(list.Elements("item").Select(Item))}\n"
        : Spaces().Replace(Inline(node), " ");

    string Item(XElement item) => $"- {Line(item.Element("description") ?? item)}\n";

    string Inline(XNode node) => node switch
    {
        XText text => text.Value.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal),
        XElement { Name.LocalName: "see" or "seealso" } see when see.Attribute("cref") is { } cref => Link(cref.Value),
        XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value is { } word ? $"`{word}`" : see.Value,
        XElement { Name.LocalName: "paramref" or "typeparamref" } name => $"`{(string)name.Attribute("name")!}`",
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
        XElement element => string.Concat(element.Nodes().Select(Inline)),
        _ => "",
    };

    static string Unindented(string code)
    {
        var lines = code.Trim('\n', '\r').TrimEnd().Split('\n');
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? "" : line[indent..].TrimEnd()));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
