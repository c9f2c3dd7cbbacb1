namespace TorchReg.Tests.Examples.Snippets;

/// <summary>Pages whose runs take a moment and don't depend on a machine's rounding print what a run prints.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(TorchApi.Alone))]
public class PrintedNumbersTests
{
    [Theory]
    [InlineData("001-4.1-l1-numpy")]
    [InlineData("001-4.2-l2-numpy")]
    [InlineData("001-5-exploding")]
    [InlineData("004-4-labels")]
    [InlineData("004-q5-penalty-values")]
    public void A_page_prints_what_a_run_prints(string name)
    {
        foreach (var (folder, language) in new[] { ("zh", "zh"), ("en", "en") })
        {
            var page = Repository.Read($"docs/{folder}/{name}.md").ReplaceLineEndings("\n");
            var shown = page.Split("```text\n")[1].Split("\n```")[0] + "\n";
            var printed = SnippetRun.Of(name, "--lang", language);
            Assert.Equal(SnippetRun.WithoutNumbers(shown), SnippetRun.WithoutNumbers(printed));
            Assert.All(
                SnippetRun.Numbers(shown).Zip(SnippetRun.Numbers(printed)),
                pair => Assert.Equal(pair.First, pair.Second, 1e-3 * Math.Max(1, Math.Abs(pair.First))));
        }
    }
}
