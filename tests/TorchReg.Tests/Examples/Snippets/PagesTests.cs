using System.Text.RegularExpressions;
using TorchReg.Pages;

namespace TorchReg.Tests.Examples.Snippets;

/// <summary>docs/zh and docs/en are what eng/pages.sh makes of the programs of examples/articles.</summary>
public class PagesTests
{
    static readonly string[] writtenByHand = ["README", "topic-tensorflow-versions"];

    static readonly IReadOnlyList<Snippet> snippets = Pages.Snippets.All(Repository.Root);

    public static TheoryData<Language> Languages => [Language.English, Language.Chinese];

    static string Folder(Language language) => Path.Combine(Repository.Root, "docs", language == Language.Chinese ? "zh" : "en");

    static string Read(Language language, string name) =>
        File.ReadAllText(Path.Combine(Folder(language), name + ".md")).ReplaceLineEndings("\n");

    [Theory, MemberData(nameof(Languages))]
    public void Every_program_has_a_page_and_every_page_its_program(Language language) => Assert.Equal(
        snippets.Select(snippet => snippet.Name).Concat(writtenByHand).Order(StringComparer.Ordinal),
        Directory.GetFiles(Folder(language), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Languages))]
    public void A_page_shows_its_programs_formula_quotation_and_code(Language language) => Assert.All(
        snippets, snippet => Assert.StartsWith(new Page(snippet, language).Source(), Read(language, snippet.Name)));

    [Theory, MemberData(nameof(Languages))]
    public void The_list_of_pages_is_that_of_the_programs(Language language) =>
        Assert.Equal(IndexPage.Text(snippets, language), Read(language, "README"));

    [Theory, MemberData(nameof(Languages))]
    public void A_picture_is_small_and_in_the_pages_language(Language language)
    {
        var drawn = snippets.Where(snippet => snippet.Takes("--plot")).ToArray();
        Assert.NotEmpty(drawn);
        Assert.All(drawn, snippet =>
        {
            var svg = File.ReadAllText(Path.Combine(Folder(language), snippet.Name + ".svg"));
            Assert.InRange(svg.Length, 500, 60_000);
            if (language == Language.English) Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", svg);
        });
    }

    [Theory, MemberData(nameof(Languages))]
    public void Links_of_a_page_lead_somewhere(Language language) => Assert.All(
        Directory.GetFiles(Folder(language), "*.md"),
        page => Assert.All(
            Regex.Matches(File.ReadAllText(page), @"\]\((?!https?:|#)([^)#]+)").Select(match => match.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(Folder(language), link)), $"{page}: {link}")));

    [Fact]
    public void A_chinese_page_is_in_chinese() => Assert.All(
        Directory.GetFiles(Folder(Language.Chinese), "*.md"),
        page => Assert.All(Prose(File.ReadAllText(page)), line => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", line)));

    // Code, formulas, addresses and comments.
    const string OtherThanProse = @"^```(?!text).*?^```|^\$\$.*?^\$\$|^\[k\d.*?$|^<!--.*?$|```text|```";

    // What is neither these, nor a name, a link, a number or a table's rule.
    static IEnumerable<string> Prose(string page) =>
        Regex.Replace(page, OtherThanProse, "", RegexOptions.Singleline | RegexOptions.Multiline)
            .Split('\n')
            .Where(line => Regex.IsMatch(Regex.Replace(line, @"\[[^\]]*\]\([^)]*\)|`[^`]*`", ""), "[A-Za-z]{4,}"));
}
