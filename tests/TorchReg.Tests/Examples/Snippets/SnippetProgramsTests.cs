using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples.Snippets;

/// <summary>Every program of examples/articles runs in both languages, and prints what the articles' snippets compute.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(TorchApi.Alone))]
public class SnippetProgramsTests
{
    public static TheoryData<string> Names => [.. Pages.Snippets.All(Repository.Root).Select(snippet => snippet.Name)];

    static Pages.Snippet Snippet(string name) => Pages.Snippets.All(Repository.Root).Single(snippet => snippet.Name == name);

    [Theory, MemberData(nameof(Names))]
    public void A_program_says_everything_in_both_languages(string name)
    {
        var (english, chinese) = (SnippetRun.Small(Snippet(name), "en"), SnippetRun.Small(Snippet(name), "zh"));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}|[，。：；（）]", english);
        var lines = chinese.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.True(IsChineseOrNumbers(line), $"No Chinese: {line}"));
        Assert.Equal(english.Split('\n').Length, chinese.Split('\n').Length);
    }

    static bool IsChineseOrNumbers(string line) =>
        Regex.IsMatch(line, @"\p{IsCJKUnifiedIdeographs}") || !Regex.IsMatch(line, "[A-Za-z]{4,}");

    [Theory]
    [InlineData("001-4.1-l1-numpy", "as written 9.0, λΣ|w| = 3.0, new L1(0.5) says 3.0")]
    [InlineData("001-4.1-l1-numpy", "as written 7.0, λΣ|w| = 3.0, new L1(0.5) says 3.0")]
    [InlineData("001-4.2-l2-numpy", "λ = 0.5: as written 21.0, λΣw² = 7.0, (λ/2)Σw² = 3.5")]
    [InlineData("001-4.2-l2-numpy", "λ = 0: as written 14.0, λΣw² = 0.0")]
    [InlineData("001-4.3-dropout", "in ratio (1, 2, 3, 4)")]
    [InlineData("000-4.2-l2", "bit for bit: True")]
    public void The_articles_numbers_are_printed(string name, string line) =>
        Assert.Contains(line, SnippetRun.Small(Snippet(name), "en"), StringComparison.Ordinal);
}
