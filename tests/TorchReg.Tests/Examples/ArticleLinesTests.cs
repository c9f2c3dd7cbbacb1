using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

/// <summary>The articles' code stands word for word in their programs, beside the C# for it.</summary>
public class ArticleLinesTests
{
    static readonly string articles = Path.Combine(Repository.Root, "..", "shared", "articles");

    [Theory]
    [InlineData("000", "Article000Softmax")]
    [InlineData("001", "Article001ByHand")]
    [InlineData("002", "Article002Regression")]
    [InlineData("003", "Article003Network")]
    [InlineData("004", "Article004Norms")]
    public void Every_line_of_an_articles_code_stands_in_its_program(string article, string program)
    {
        if (!Directory.Exists(articles)) return;
        var text = File.ReadAllText(Directory.GetFiles(articles, $"{article}_*.txt").Single());
        var written = Regex
            .Matches(Repository.Read($"examples/{program}.cs"), @"(?m)^\s*// py: (.*?)\s*$")
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var lines = Regex
            .Matches(text, @"(?ms)^```python\s*\n(.*?)^```")
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#');
        Assert.All(lines, line => Assert.Contains(line, written));
    }
}
