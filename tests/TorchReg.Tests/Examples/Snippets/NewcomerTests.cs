using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples.Snippets;

/// <summary>README.zh-CN.md's way: the program there, copied into a new folder, prints what stands there.</summary>
public class NewcomerTests
{
    static readonly string readme = Repository.Read("README.zh-CN.md").ReplaceLineEndings("\n");

    static string Block(string language) =>
        Regex.Matches(readme, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .First(text => language != "csharp" || text.StartsWith("#:", StringComparison.Ordinal));

    [Fact]
    public void The_first_program_is_one_of_the_snippets() =>
        Assert.Contains(Block("csharp").Trim('\n'), Pages.Snippets.All(Repository.Root).Select(one => one.Code.Trim('\n')));

    [Fact]
    public void Both_readmes_begin_with_a_link_to_the_other()
    {
        Assert.Contains("(README.zh-CN.md)", Repository.Read("README.md").Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("(README.md)", readme.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_first_program_runs_in_a_new_folder_and_prints_what_the_readme_shows()
    {
        Assert.Contains("dotnet run -c Release artifacts/first/first.cs", readme, StringComparison.Ordinal);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", $"first-{Guid.NewGuid():N}"));
        try
        {
            var file = Path.Combine(folder.FullName, "first.cs");
            File.WriteAllText(file, Block("csharp"));
            Assert.Equal(Block("text"), ExampleProgram.RunFile(file, "zh_CN.UTF-8").ReplaceLineEndings("\n"));
        }
        finally { folder.Delete(recursive: true); }
    }
}
