using System.Text.Json;
using System.Text.Json.Nodes;

namespace TorchReg.Cli.Tests;

/// <summary>Classes that are rare, and the settings of losses that make them count.</summary>
public sealed class ClassWeightingTests : FolderTests
{
    int runs;

    // 80 rows of p, 16 of q: half of what is near 0 is of either.
    (CliResult Result, string Run) Train(string loss, string more = "")
    {
        var rows = string.Concat(Enumerable.Range(0, 96).Select(
            i => FormattableString.Invariant($"{i % 6 - (i < 80 ? 2 : 0.5)},{(i < 80 ? "p" : "q")}\n")));
        var csv = folder.Write("rows.csv", "a,y\n" + rows);
        var config = folder.Write($"run{++runs}.json", $$"""
            { "data": { "source": {{JsonSerializer.Serialize(csv)}}, "trainFraction": 0.75, "validationFraction": 0.2 },
              "training": { "epochs": 2, "learningRate": 0.1 }, "loss": {{loss}}{{more}} }
            """);
        var to = Path.Combine(folder.Path, $"to{runs}");
        return (Cli.Run("train", config, "--to", to), to);
    }

    static JsonNode Loss(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "config.json")))!["loss"]!;

    [Theory, InlineData("crossEntropy"), InlineData("focal"), InlineData("auto")]
    public void Balanced_classes_are_kept_as_numbers_by_which_the_same_run_trains_again(string kind)
    {
        var (result, run) = Train($$"""{ "kind": "{{kind}}", "classWeighting": "balanced" }""");
        Assert.True(result.Status == 0, result.Error);
        var weights = Loss(run)["classWeights"]!.AsArray().Select(w => w!.GetValue<double>()).ToArray();
        var history = File.ReadAllText(Path.Combine(run, "history.csv"));
        Assert.Equal("given", Loss(run)["classWeighting"]!.GetValue<string>());
        // n/(2·n_p) and n/(2·n_q): both classes then count n/2.
        Assert.Equal(2, (1 / weights[0]) + (1 / weights[1]), 6);
        Assert.True(weights[1] > 3 * weights[0]);
        Assert.Equal(0, Cli.Run("evaluate", run).Status);
        var again = Path.Combine(folder.Path, "again");
        Assert.Equal(0, Cli.Run("train", Path.Combine(run, "config.json"), "--to", again).Status);
        Assert.Equal(history, File.ReadAllText(Path.Combine(again, "history.csv")));
    }

    [Theory]
    [InlineData("""{ "kind": "hinge", "classWeighting": "balanced" }""", "loss.classWeighting belongs to crossEntropy or focal")]
    [InlineData("""{ "classWeighting": "balanced", "classWeights": [1, 2] }""", "is balanced, but loss.classWeights are given")]
    [InlineData("""{ "classWeighting": "ballanced" }""", "did you mean balanced?")]
    [InlineData("""{ "kind": "focal", "gamma": -1 }""", "loss.gamma")]
    [InlineData("""{ "gamma": 1 }""", "loss.gamma belongs to focal or binaryFocal")]
    [InlineData("""{ "kind": "focal", "alpha": 0.5 }""", "loss.alpha belongs to binaryFocal")]
    [InlineData("""{ "kind": "binaryFocal", "alpha": 1 }""", "loss.alpha")]
    [InlineData("""{ "positiveWeight": 3 }""", "loss.positiveWeight belongs to binaryCrossEntropy")]
    [InlineData("""{ "kind": "binaryCrossEntropy", "positiveWeight": 0 }""", "loss.positiveWeight")]
    public void What_does_not_fit_a_loss_is_refused_in_one_line(string loss, string says) =>
        Assert.Contains(says, Cli.Refused(Train(loss).Result), StringComparison.Ordinal);

    [Fact]
    public void A_target_that_is_a_number_has_no_classes_to_weigh()
    {
        var csv = folder.Write("numbers.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7},{i * 3}\n")));
        Assert.Contains(
            "the target is a number", Cli.Refused(Cli.Run("train", csv, "--loss.classWeighting=balanced")),
            StringComparison.Ordinal);
        Assert.Contains(
            "the target is a number", Cli.Refused(Cli.Run("train", csv, "--loss.classWeights.0=1", "--loss.classWeights.1=2")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_balances_its_runs_and_compares_them()
    {
        var (result, _) = Train("{}");
        Assert.True(result.Status == 0, result.Error);
        var sweep = folder.Write("sweep.json",
            """{ "base": "run1.json", "vary": { "loss.classWeighting": ["given", "balanced"] } }""");
        var done = Cli.Run("sweep", sweep, "--to", Path.Combine(folder.Path, "swept"));
        Assert.True(done.Status == 0, done.Error);
        var lines = File.ReadAllLines(Path.Combine(folder.Path, "swept", "table.csv"));
        string Losses(string line) => string.Join(' ', line.Split(',').Zip(lines[0].Split(','))
            .Where(cell => cell.Second.Contains("loss", StringComparison.Ordinal) && double.TryParse(cell.First, out _))
            .Select(cell => cell.First));
        Assert.Equal(3, lines.Length);
        Assert.NotEqual("", Losses(lines[1]));
        Assert.NotEqual(Losses(lines[1]), Losses(lines[2]));
    }
}
