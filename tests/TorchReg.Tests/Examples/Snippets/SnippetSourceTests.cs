using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples.Snippets;

/// <summary>The programs of examples/articles as texts: what they quote, and how long they are.</summary>
public class SnippetSourceTests
{
    const int Lines = 60;

    static readonly IReadOnlyList<Pages.Snippet> snippets = Pages.Snippets.All(Repository.Root);

    static string Squeezed(string text) => Regex.Replace(text, @"\s+", "");

    static string Quotation(Pages.Snippet snippet) => Squeezed(string.Concat(snippet.Quoted.Select(line => line.Text)));

    [Fact]
    public void A_program_is_short_enough_to_copy() =>
        Assert.All(snippets, snippet => Assert.InRange(snippet.Code.Split('\n').Count(IsCode), 8, Lines));

    static bool IsCode(string line) => Regex.IsMatch(line, @"^(?!using )\s*[^\s/#]");

    [Fact]
    public void A_quotation_has_a_remark() =>
        Assert.All(snippets.Where(s => s.Quoted.Count > 0), s => Assert.Contains(s.Quoted, line => line.Remark is not null));

    [Fact]
    public void A_remark_is_of_the_line_above_it_in_both_languages()
    {
        var quoted = Pages.Snippets.All(Repository.Root).Single(s => s.Name == "001-4.1-l1-numpy").Quoted;
        var (line, remark) = quoted.Single(line => line.Text.Contains("return", StringComparison.Ordinal));
        Assert.Equal("    return np.sum(np.abs(weights)) + lambda_ * np.sum(weights)", line);
        Assert.False(remark!.IsRight);
        Assert.StartsWith("λ multiplies", remark.Why.English);
        Assert.StartsWith("λ 乘的是", remark.Why.Chinese);
    }

    /// <summary>Every code block of the articles is quoted by a program, word for word; where the articles are at hand.</summary>
    [ArticlesFact]
    public void Every_snippet_of_the_articles_has_its_program_and_no_other_is_quoted()
    {
        var texts = Directory.GetFiles(ArticlesFactAttribute.Folder!, "*.txt").Order().Select(File.ReadAllText).ToArray();
        var quotations = snippets.Select(Quotation).Where(text => text.Length > 0).ToArray();
        var blocks = texts.SelectMany(
            text => Regex.Matches(text, "```python\n(.*?)```", RegexOptions.Singleline).Select(m => Squeezed(m.Groups[1].Value)));
        Assert.All(blocks, block => Assert.Contains(quotations, text => text.Contains(block, StringComparison.Ordinal)));
        Assert.All(
            snippets.SelectMany(s => s.Quoted.Select(line => (s.Article, Text: Squeezed(line.Text))))
                .Where(quoted => quoted.Text.Length > 0),
            quoted => Assert.Contains(
                quoted.Article == "topic" ? texts : [texts[int.Parse(quoted.Article)]],
                text => Squeezed(text).Contains(quoted.Text, StringComparison.Ordinal)));
    }
}
