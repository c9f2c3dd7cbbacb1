using System.Text.Json;
using TorchReg.Objectives;
using TorchReg.Optimizers;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Cli.Tests;

/// <summary>What the library has by name, a configuration can say, and trains.</summary>
public sealed class NamedSettingsTests : FolderTests
{
    int runs;

    public static TheoryData<string> Penalties => [.. NamedPenalties.All.Select(named => named.Name)];

    public static TheoryData<string> Losses => [.. NamedLosses.All.Select(named => named.Name)];

    public static TheoryData<string> Optimizers => [.. KnownOptimizers.All.Select(adapter => adapter.Setting)];

    (CliResult Result, string Run) Train(
        string rest,
        string rows = "0.5,1.5,1\n1,-0.2,0\n-0.3,0.4,1\n2,0.1,0\n",
        string targetKind = "number",
        int epochs = 3)
    {
        var csv = folder.Write("rows.csv", "a,b,y\n" + string.Concat(Enumerable.Repeat(rows, 8)));
        var config = folder.Write(
            $"run{++runs}.json",
            $$"""
            { "data": { "source": {{JsonSerializer.Serialize(csv)}}, "csv": { "targetKind": "{{targetKind}}" } },
            "training": { "epochs": {{epochs}}, "learningRate": 0.01 }, {{rest}} }
            """);
        var to = Path.Combine(folder.Path, $"to{runs}");
        return (Cli.Run("train", config, "--to", to), to);
    }

    static string Linear(string rest) => $$"""{{rest}}, "model": { "kind": "linear" }""";

    static void Done(CliResult result) => Assert.True(result.Status == 0, result.Error);

    [Theory, MemberData(nameof(Penalties))]
    public void Every_penalty_trains_from_a_configuration(string name)
    {
        var takes = NamedPenalties.Find(name)!.Takes;
        var numbers =
            (takes.HasFlag(PenaltyArgument.Lambda) ? ", \"lambda\": 0.01" : "") +
            (takes.HasFlag(PenaltyArgument.High) ? ", \"high\": 0.7" : "");
        var (result, run) = Train(Linear($$"""  "penalties": [{ "penalty": "{{name}}"{{numbers}} }] """));
        Done(result);
        Done(Cli.Run("evaluate", run));
        Assert.Contains($"\"{name}\"", Cli.Run("config", "schema").Out);
    }

    [Fact]
    public void A_gamma_that_a_penalty_does_not_take_is_told_in_one_line()
    {
        var low = Train(Linear("""  "penalties": [{ "penalty": "scad", "lambda": 0.1, "gamma": 1.5 }] """)).Result;
        Assert.NotEqual(0, low.Status);
        Assert.Contains("penalties.0.gamma", low.Error, StringComparison.Ordinal);
        Assert.Contains("gamma must be a finite number above 2; given 1.5", low.Error, StringComparison.Ordinal);
        var other = Train(Linear("""  "penalties": [{ "penalty": "l1", "lambda": 0.1, "gamma": 5 }] """)).Result;
        Assert.Contains("belongs to mcp, scad, not to l1", other.Error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Losses))]
    public void Every_loss_trains_from_a_configuration(string name) => Done(name == "cox" ? Survival().Result
        : NamedLosses.Find(name)!.IsOfClasses
        ? Train($$""" "loss": { "kind": "{{name}}" } """, "0.5,1.5,p\n1,-0.2,q\n-0.3,0.4,p\n2,0.1,q\n", "class").Result
        : Train(
            Linear($$""" "loss": { "kind": "{{name}}" } """),
            name == "binaryFocal" ? "0.5,1.5,1\n1,-0.2,0\n" : "0.5,1.5,1\n1,-0.2,0.5\n-0.3,0.4,1\n2,0.1,0.5\n").Result);

    (CliResult Result, string Run) Survival(string loss = "cox", string events = "died")
    {
        var csv = folder.Write("patients.csv", "age,died,time\n" + string.Concat(Enumerable.Range(0, 60).Select(
            i => FormattableString.Invariant($"{i % 7},{(i % 4 == 0 ? 0 : 1)},{1 + 40 / (1 + i % 7) + i % 3}\n"))));
        var config = folder.Write(
            $"cox{++runs}.json",
            $$"""
            { "data": { "source": {{JsonSerializer.Serialize(csv)}}, "csv": { "target": "time", "event": "{{events}}" } },
            "training": { "epochs": 60, "learningRate": 0.1, "batchSize": 64 }, "model": { "kind": "linear" },
            "loss": { "kind": "{{loss}}" } }
            """);
        var to = Path.Combine(folder.Path, $"to{runs}");
        return (Cli.Run("train", config, "--to", to), to);
    }

    [Fact]
    public void Times_and_events_are_two_columns_and_predictions_relative_risks()
    {
        var (result, run) = Survival();
        Done(result);
        Assert.Contains("concordance", result.Out);
        Done(Cli.Run("evaluate", run));
        var judged = Cli.Run("evaluate", run, "--data", Path.Combine(folder.Path, "patients.csv"));
        Done(judged);
        Assert.Contains("concordance", judged.Out);
        var censored = folder.Write("censored.csv", "age,time\n0,3\n6,4\n");
        Assert.Contains("died", Cli.Run("evaluate", run, "--data", censored).Error, StringComparison.Ordinal);
        var lines = Cli.Run("predict", run, folder.Write("new.csv", "age\n0\n6\n")).Out.Split('\n');
        Assert.Equal("prediction", lines[0]);
        Assert.InRange(double.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture), 0, 10);
        Assert.True(double.Parse(lines[2], System.Globalization.CultureInfo.InvariantCulture)
            > 2 * double.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture));
        var model = Path.Combine(run, "model.safetensors");
        var before = File.ReadAllBytes(model);
        Assert.Contains("is a file of the run itself",
            Cli.Run("predict", run, Path.Combine(folder.Path, "new.csv"), "--to", model).Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(model));
        Assert.Contains("data.csv.event belongs to the cox loss", Survival("poisson").Result.Error);
        Assert.Contains("loss.kind is cox, but no column says which times", Survival("cox", "").Result.Error);
        var csv = Path.Combine(folder.Path, "patients.csv");
        var selected = Cli.Run("select", "--data", csv, "--loss=cox", "--target=time", "--event=died", "--folds.count=3");
        Assert.Equal((0, ""), (selected.Status, selected.Error));
        Assert.Contains("λ.min", selected.Out);
        Assert.Contains("data.csv.event names no column", Cli.Run("select", "--data", csv, "--loss=cox", "--target=time").Error);
    }

    [Theory]
    [InlineData("poisson", 2.0), InlineData("gamma", 2.0), InlineData("halfSquaredError", -3.0)]
    public void Predictions_are_on_the_targets_own_scale(string name, double target)
    {
        // One bias alone learns the mean.
        var (result, run) = Train(
            Linear($$""" "loss": { "kind": "{{name}}" } """),
            FormattableString.Invariant($"0,0,{target}\n"), epochs: 400);
        Done(result);
        var lines = Cli.Run("predict", run, folder.Write("new.csv", "a,b\n0,0\n")).Out.Split('\n');
        Assert.Equal("prediction", lines[0]);
        Assert.Equal(target, double.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture), 1);
    }

    [Theory, InlineData("crossEntropy", "probability"), InlineData("squaredHinge", "score"), InlineData("hinge", "score")]
    public void Classes_are_predicted_by_what_the_loss_knows_of_them(string name, string column)
    {
        var (result, run) = Train(
            $$""" "loss": { "kind": "{{name}}" } """, "0.5,1.5,p\n1,-0.2,q\n-0.3,0.4,p\n2,0.1,q\n", "class", epochs: 50);
        Done(result);
        var lines = Cli.Run("predict", run, folder.Write("new.csv", "a,b\n-0.3,1\n")).Out.Split('\n');
        Assert.Equal($"prediction,{column} p,{column} q", lines[0]);
        Assert.StartsWith("p,", lines[1]);
        Assert.Contains("</html>", File.ReadAllText(Report(run)));
    }

    string Report(string run)
    {
        var page = Path.Combine(folder.Path, $"page{++runs}.html");
        Done(Cli.Run("report", run, "--to", page));
        return page;
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Every_optimizer_trains_from_a_configuration(string name)
    {
        var (result, run) = Train(
            Linear($$""" "optimizer": { "kind": "{{name.ToUpperInvariant()}}" }, "penalties": [{ "lambda": 0.01 }] """));
        Done(result);
        Assert.Contains($"\"kind\": \"{name}\"", File.ReadAllText(Path.Combine(run, "config.json")));
    }

    [Fact]
    public void Counts_are_predicted_as_counts()
    {
        var (result, run) = Train(Linear(""" "loss": { "kind": "poisson" } """), "0.5,1.5,3\n1,-0.2,0\n-0.3,0.4,7\n2,0.1,1\n");
        Done(result);
        var predicted = Cli.Run("predict", run, Path.Combine(folder.Path, "rows.csv"))
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1);
        Assert.All(predicted, line => Assert.True(double.Parse(line, System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.DoesNotContain("R²", result.Out);
        Assert.Contains("-1", Cli.Refused(Train(Linear(""" "loss": { "kind": "poisson" } """), "0.5,1.5,-1\n").Result));
    }

    // With a strong pull the weights end where they are pulled.
    [Fact]
    public void A_penalty_pulls_toward_the_weights_of_a_file()
    {
        var file = Path.Combine(folder.Path, "origin.safetensors");
        SafeTensors.Save(
            file,
            new Dictionary<string, torch.Tensor> { ["linear.weight"] = torch.tensor(new[] { 2f, -3f }).reshape(1, 2) });
        var (result, run) = Train(
            Linear($$""" "penalties": [{ "penalty": "l2", "lambda": 50, "toward": {{JsonSerializer.Serialize(file)}} }] """),
            epochs: 200);
        Done(result);
        using var model = SafeTensors.Load(Path.Combine(run, "model.safetensors"));
        var weights = model.Tensors["linear.weight"].data<float>().ToArray();
        Assert.Equal(2, weights[0], 0.1);
        Assert.Equal(-3, weights[1], 0.1);
        SafeTensors.Save(
            file,
            new Dictionary<string, torch.Tensor> { ["linear.weight"] = torch.tensor(new[] { 9f, 9f }).reshape(1, 2) });
        Assert.Contains(
            "origin",
            Cli.Refused(
                Train(
                    Linear($$"""
                        "penalties": [{ "penalty": "l1", "lambda": 1, "factors": "no-origin.safetensors" }]
                        """)).Result));
    }

    [Theory]
    [InlineData(
        """{ "penalty": "l1", "lambda": 0.1, "high": 3 }""",
        "penalties.0.high belongs to maxNorm, minMaxNorm, bounds, l1Ball, not to l1")]
    [InlineData("""{ "penalty": "bounds", "low": 2, "high": 1 }""", "penalties.0.low is more than high")]
    [InlineData("""{ "penalty": "bounds", "low": 2 }""", "penalties.0.low is more than high")]
    [InlineData("""{ "penalty": "bounds", "high": -2 }""", "penalties.0.high does not fit bounds: it must be")]
    [InlineData("""{ "penalty": "maxNorm", "high": -1 }""", "penalties.0.high does not fit maxNorm: it must be")]
    [InlineData("""{ "penalty": "l1Ball", "high": 0 }""", "penalties.0.high does not fit l1Ball: it must be")]
    [InlineData("""{ "penalty": "minMaxNorm", "low": -3 }""", "penalties.0.low does not fit minMaxNorm: it must be")]
    [InlineData("""{ "penalty": "minMaxNorm", "high": -3 }""", "penalties.0.high does not fit minMaxNorm: it must be")]
    [InlineData("""{ "penalty": "mcp", "lambda": 1, "gamma": 0.5 }""", "penalties.0.gamma does not fit mcp: gamma must be")]
    [InlineData("""{ "penalty": "scad", "lambda": 1, "gamma": 1.5 }""", "penalties.0.gamma does not fit scad: gamma must be")]
    [InlineData("""{ "penalty": "nonNegative", "lambda": 1 }""", "nonNegative has no λ")]
    [InlineData("""{ "penalty": "lasso", "lambda": 1 }""", "must be one of l1, l2, elasticNet")]
    [InlineData("""{ "penalty": "l1", "lambda": 1, "schedule": { "kind": "exponential" } }""", "schedule.from is 0")]
    [InlineData("""{ "penalty": "groupLasso", "lambda": 1, "factors": "f.safetensors" }""", "does not act element by element")]
    public void What_does_not_fit_a_penalty_is_refused_in_one_line(string rule, string says) =>
        Assert.Contains(says, Cli.Refused(Train(Linear($$""" "penalties": [{{rule}}] """)).Result));

    [Fact]
    public void What_does_not_fit_an_optimizer_is_refused_in_one_line() =>
        Assert.Contains(
            "optimizer.momentum belongs to sgd, rmsProp",
            Cli.Refused(Train(Linear(""" "optimizer": { "kind": "adamax", "momentum": 0.9 } """)).Result));

    // λ grows from 0: the first epochs are those of a run without penalty, and the last have zeros.
    [Fact]
    public void A_schedule_changes_lambda_step_by_step()
    {
        var plain = Train(Linear(""" "penalties": [{ "lambda": 5 }] """)).Run;
        var late = Train(Linear(""" "penalties": [{ "lambda": 5, "schedule": { "kind": "linear", "steps": 1000000 } }] """)).Run;
        Assert.NotEqual(
            File.ReadAllText(Path.Combine(plain, "history.csv")),
            File.ReadAllText(Path.Combine(late, "history.csv")));
    }
}
