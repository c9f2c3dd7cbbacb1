using System.Text.Json.Nodes;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>The configurations of article 002's three models train until the exact optimum, zeros included.</summary>
public sealed class ArticleConfigsTests : FolderTests
{
    [Theory]
    [InlineData("l1", 1)]
    [InlineData("l2", 0)]
    [InlineData("elastic", 1)]
    public void They_reach_the_optimum(string name, int zeros)
    {
        var to = Path.Combine(folder.Path, name);
        var config = Path.Combine(Repository.Root, "configs", $"article-linear-{name}.json");
        Assert.Equal(0, Cli.Run("train", config, "--to", to).Status);
        var optimum = JsonNode.Parse(File.ReadAllText(Path.Combine(to, "metrics.json")))!["optimum"]!;
        Assert.InRange((double)optimum["above"]!, -1e-7, 1e-7);
        Assert.Equal((zeros, zeros), ((int)optimum["exactZeros"]!, (int)optimum["trainedZeros"]!));
    }
}
