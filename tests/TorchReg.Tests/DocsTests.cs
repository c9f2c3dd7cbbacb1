using System.Text.RegularExpressions;

namespace TorchReg.Tests;

/// <summary>
/// What the documents show is what the tree has: code is a file's, links and named programs exist, pictures are drawn by their
/// program.
/// </summary>
public class DocsTests
{
    static readonly Lazy<string[]> sources = new(() =>
    [
        .. new[] { "examples", "src", "tests/TorchReg.Tests" }
            .SelectMany(folder =>
                Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file =>
                !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => Unindented(File.ReadAllText(file))),
        // A page leaves the quotation between heading and code out.
        .. Pages.Snippets.All(Repository.Root).Select(snippet => Unindented(snippet.Code)),
    ]);

    public static TheoryData<string> Documents =>
        [
            .. new[]
            {
                "README.md",
                "README.zh-CN.md",
                "CONTRIBUTING.md",
                "SECURITY.md",
                "examples/README.md",
                "benchmarks/README.md",
                "src/TorchSharp.SystemLibtorch/README.md"
            },
            .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}"),
        ];

    static string Unindented(string code) => Regex.Replace(code.ReplaceLineEndings("\n"), "^ +", "", RegexOptions.Multiline);

    static IEnumerable<string> Blocks(string document, string language) =>
        Regex
            .Matches(
                Repository.Read(document).ReplaceLineEndings("\n"),
                $"^```{language}\n(.*?)^```",
                RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);

    // A block with an ellipsis is a sketch, which says so.
    [Theory, MemberData(nameof(Documents))]
    public void Code_in_a_document_is_that_of_a_file_that_is_compiled(string document) => Assert.All(
        Blocks(document, "csharp").Where(block => !block.Contains('…')),
        block => Assert.Contains(sources.Value, source => source.Contains(Unindented(block), StringComparison.Ordinal)));

    [Theory, MemberData(nameof(Documents))]
    public void Links_within_the_repository_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        Assert.All(Regex.Matches(Repository.Read(document), @"\]\((?!https?:|#)([^)#]+)").Select(match => match.Groups[1].Value),
            link => Assert.True(Path.Exists(Path.Combine(folder, link)), link));
    }

    [Theory, MemberData(nameof(Documents))]
    public void Programs_that_a_document_runs_exist(string document) => Assert.All(
        Regex.Matches(Repository.Read(document), @"dotnet run (examples/(?!NAME)\w+\.cs)").Select(match => match.Groups[1].Value),
        program => Assert.True(File.Exists(Path.Combine(Repository.Root, program)), program));

    [Fact]
    public void The_readme_is_short_enough_to_be_read_to_the_end() =>
        Assert.InRange(Repository.Read("README.md").Split('\n').Length, 80, 160);

    [Fact]
    public void The_guides_penalty_is_the_real_source() =>
        Assert.Contains(
            $"```csharp\n{Repository.Read("src/TorchReg/Penalties/Functions/L1.cs")}```",
            Repository.Read("CONTRIBUTING.md"),
            StringComparison.Ordinal);
}
