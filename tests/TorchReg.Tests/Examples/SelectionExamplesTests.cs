using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples;

[Trait("Speed", "Slow")]
public class SelectionExamplesTests
{
    [Fact]
    public void The_lasso_path_finds_the_features_that_matter()
    {
        var picture = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.svg");
        var output = ExampleProgram.RunAsItsReader("LassoPath", picture);
        var features = Regex
            .Matches(output, @"(\d+) features  R²")
            .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToArray();
        Assert.Equal(0, features[0]);
        Assert.True(features[^1] > 5, output);
        Assert.InRange(
            int.Parse(Regex.Match(output, @"BIC chooses .* with (\d+) features").Groups[1].Value, CultureInfo.InvariantCulture),
            5,
            10);
        Assert.Equal(Marks(Repository.Read("docs/lasso-path.svg")), Marks(File.ReadAllText(picture)));   // the README's
        File.Delete(picture);
    }

    [Fact]
    public void Indicators_of_a_column_enter_together_and_noise_stays_out()
    {
        var grouped = ExampleProgram.Run("OneHotGroups").Split("the lasso at")[0];
        Assert.Contains("district  6 of 6", grouped, StringComparison.Ordinal);
        Assert.Contains("door      0 of 4", grouped, StringComparison.Ordinal);
        Assert.Contains("agent     0 of 8", grouped, StringComparison.Ordinal);
        Assert.Contains("above the optimum", grouped, StringComparison.Ordinal);
    }

    [Fact]
    public void MCP_SCAD_and_the_adaptive_lasso_shrink_true_weights_less_than_the_lasso()
    {
        var bias = Regex.Matches(ExampleProgram.Run("McpAgainstLasso", "2"), @"(?m)^(lasso|adaptive lasso|MCP|SCAD) +(-?[\d.]+)")
            .ToDictionary(m => m.Groups[1].Value, m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.Equal(4, bias.Count);
        Assert.All(bias.Where(way => way.Key != "lasso"), way => Assert.True(way.Value < bias["lasso"] - 0.02));
    }

    // Lines, ticks and words; points may differ by a rounding.
    static string Marks(string svg) => Regex.Replace(svg.ReplaceLineEndings("\n"), @"\d+\.?\d*", "");

    [Fact]
    public void Sparse_text_finds_the_words_that_decide()
    {
        var output = ExampleProgram.Run("SparseText", "600");
        var telling = Regex.Matches(output, @"(?m)^ +-?[\d.]+  (.+)$").Select(m => m.Groups[1].Value.TrimEnd()).ToArray();
        Assert.True(telling.Length >= 8 && telling.Take(8).All(
            gram => gram.Split(' ').Any(TorchReg.Data.Reviews.DecidingWords.Contains)), output);
        var right = Regex.Match(output, @"reviews (\d+) are judged right").Groups[1].Value;
        Assert.InRange(int.Parse(right, CultureInfo.InvariantCulture), 850, 1000);
        Assert.Equal(2, Regex.Count(output, "above the optimum"));
    }

    [Fact]
    public void Lambda_is_chosen_with_certificates()
    {
        var output = ExampleProgram.Run("ChooseLambda", "200");
        var lambdas = Regex
            .Matches(output, @"(?m)^λ\.\w+ ([\d.E-]+):")
            .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToArray();
        Assert.True(lambdas[0] <= lambdas[1], output);
        Assert.Equal(2, Regex.Count(output, "above the optimum"));
        Assert.DoesNotContain("NOT CONVERGED", output, StringComparison.Ordinal);
        Assert.Contains("the best network: lambda", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stability_selection_keeps_the_columns_that_matter()
    {
        var output = ExampleProgram.Run("StabilitySelection");
        var stable = Regex.Match(output, "stable: .*").Value;
        Assert.InRange(Regex.Count(stable, @"true\d"), 3, 5);
        Assert.InRange(Regex.Count(stable, @"noise\d"), 0, 1);
        Assert.Contains("on average at most", stable, StringComparison.Ordinal);
        Assert.Contains("outer folds", output, StringComparison.Ordinal);
        Assert.Contains("(intercept)", output, StringComparison.Ordinal);
    }
}
