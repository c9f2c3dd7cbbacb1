using TorchReg.Cli.Compare;

namespace TorchReg.Cli.Tests;

public sealed class CompareTests
{
    [Fact]
    public void A_small_comparison_trains_every_run_and_shows_it()
    {
        var result = Cli.Run(["compare", "--trainRows=200", "--testRows=200", "--epochs=2"], Cli.NoVariables, CompareRunner.Open);
        Assert.Equal((0, ""), (result.Status, result.Error));
        foreach (var run in new[] { "no penalty", "L1", "L2", "elastic net", "L1, proximal" })
            Assert.Contains($"trained {run}: 2 epochs", result.Out);
        Assert.Contains("200 rows, SHA-256", result.Out);
        Assert.Contains("Without a penalty the classifier is right on", result.Out);
    }

    [Fact]
    public void For_programs_a_comparison_is_JSON_and_nothing_else()
    {
        var runs = System
            .Text.Json.JsonDocument.Parse(Cli.Run(["compare", "--epochs=1", "--json"], Cli.NoVariables).Out)
            .RootElement.GetProperty("runs");
        Assert.Equal(
            (5, "L1, proximal", 5_012),
            (
                runs.GetArrayLength(),
                runs[4].GetProperty("name").GetString(),
                runs[4].GetProperty("weights").GetProperty("liveZeros").GetInt32()));
    }

    [Fact]
    public void The_same_settings_give_the_same_table()
    {
        string[] args = ["compare", "--trainRows=100", "--testRows=100", "--epochs=1"];
        Assert.Equal(Table(args), Table(args));
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused() =>
        Assert.Contains(
            "training.device is 'cuda:999'",
            Cli.Refused(Cli.Run(["compare", "--device=cuda:999"], Cli.NoVariables, CompareRunner.Open)));

    static string[] Table(string[] args) =>
        [.. Cli.Run(args, Cli.NoVariables, CompareRunner.Open).Out.Split('\n').Where(line => !line.StartsWith("trained "))];
}
