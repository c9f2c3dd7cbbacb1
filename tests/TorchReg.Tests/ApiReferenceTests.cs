using System.Text.RegularExpressions;

namespace TorchReg.Tests;

/// <summary>The reference that is made from the XML documentation.</summary>
public class ApiReferenceTests
{
    static readonly ApiReference.Reference reference =
        new(typeof(TorchReg.Penalties.Penalty).Assembly, typeof(TorchReg.Figures.Figure).Assembly);

    static readonly Dictionary<string, string> pages = reference.Pages().ToDictionary(page => page.Name, page => page.Text);

    static HashSet<string> Anchors(string page) =>
    [
        .. Regex.Matches(pages[page], @"^#+ (.+)$", RegexOptions.Multiline)
            .Select(heading => string.Concat(
                heading.Groups[1].Value.ToLowerInvariant().Replace(' ', '-').Where(
                    c => char.IsLetterOrDigit(c) || c is '-' or '_'))),
    ];

    [Fact]
    public void Every_public_type_has_its_section()
    {
        foreach (var type in typeof(TorchReg.Penalties.Penalty).Assembly.GetExportedTypes())
            Assert.Contains($"\n## {type.Name.Split('`')[0]}",
                pages[$"{type.Namespace}.md"].Replace($"{type.DeclaringType?.Name}.", ""));
    }

    [Fact]
    public void Every_link_leads_to_a_section()
    {
        var anchors = pages.Keys.ToDictionary(page => page, Anchors);
        var links = pages.SelectMany(page => Regex.Matches(page.Value, @"\]\((TorchReg[\w.]*\.md|README\.md)(?:#([^)]*))?\)"));
        var broken = links
            .Where(link => !anchors.TryGetValue(link.Groups[1].Value, out var known)
                || link.Groups[2].Length > 0 && !known.Contains(link.Groups[2].Value))
            .Select(link => link.Value);
        Assert.Empty(broken);
        Assert.True(links.Count() > 300);
    }

    [Fact]
    public void Every_member_is_found_in_the_documentation() => Assert.Empty(reference.Undocumented());

    [Fact]
    public void No_tag_is_left_in_the_text() =>
        Assert.All(pages.Values, page =>
            Assert.DoesNotMatch(@"(?<!\\)</?(summary|see|para|paramref|c|remarks|inheritdoc|list|item)\b", page));
}
