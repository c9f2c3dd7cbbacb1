using System.Text.Json.Nodes;
using TorchReg.Storage;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>A run that is trained with its penalties and then, without them, where weights are not 0.</summary>
public sealed class RefitRunTests : FolderTests
{
    const string Rest = """
        "data": { "source": "regression", "trainRows": 100, "testRows": 50, "generated": { "columns": 6, "nonZero": 2 } },
        "training": { "epochs": 60, "threads": 1 }
        """;

    const string Lasso = """
        "model": { "kind": "linear" }, "penalties": [ { "penalty": "l1", "lambda": 0.3, "mode": "proximal" } ]
        """;

    const string Network = """
        "model": { "kind": "mlp", "hidden": [8], "dropout": 0.2, "dropoutSchedule": { "kind": "linear", "passes": 100 } },
        "optimizer": { "kind": "adam", "weightDecay": 0.001 }, "stopping": { "watch": "loss", "patience": 30 },
        "penalties": [ { "penalty": "l1", "lambda": 0.02, "mode": "proximal" } ]
        """;

    string Train(string name, string model, params string[] arguments)
    {
        var run = Path.Combine(folder.Path, name);
        var config = folder.Write($"{name}.json", $"{{ {Rest}, {model} }}");
        var result = Cli.Run(["train", config, "--to", run, .. arguments]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return run;
    }

    static JsonNode Read(string run, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, file)))!;

    static double Loss(string run) => Read(run, "metrics.json")["training"]!["dataLoss"]!.GetValue<double>();

    static float[] Weights(string run)
    {
        using var file = SafeTensors.Load(Path.Combine(run, "model.safetensors"));
        return [.. file.Tensors.Where(pair => pair.Key.EndsWith("weight", StringComparison.Ordinal))
            .SelectMany(pair => pair.Value.data<float>().ToArray())];
    }

    [Fact]
    public void It_has_the_zeros_of_the_run_without_and_a_smaller_loss_and_is_judged_without_penalties()
    {
        var (chosen, refitted) = (Train("chosen", Lasso), Train("refitted", Lasso, "--refit=40"));
        Assert.Equal(Weights(chosen).Select(w => w == 0), Weights(refitted).Select(w => w == 0));
        Assert.True(Loss(refitted) < Loss(chosen));
        var metrics = Read(refitted, "metrics.json");
        Assert.Equal(40, metrics["refitEpochs"]!.GetValue<int>());
        Assert.Empty(metrics["training"]!["penalties"]!.AsArray());
        Assert.Single(Read(chosen, "metrics.json")["training"]!["penalties"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(metrics["test"], JsonNode.Parse(Cli.Run("evaluate", refitted, "--json").Out)!));
        Assert.Equal(0, Cli.Run("shrink", refitted).Status);
        Assert.Contains("40 epochs without penalties", File.ReadAllText(Path.Combine(refitted, "report.html")));
    }

    [Fact]
    public void What_ends_in_the_refit_goes_on_with_it_and_ends_with_the_same_bytes()
    {
        var run = Train("whole", Network, "--refit=15");
        var model = File.ReadAllBytes(Path.Combine(run, "model.safetensors"));
        var metrics = File.ReadAllText(Path.Combine(run, "metrics.json"));
        foreach (var file in new[] { "model.safetensors", "model.dat", "metrics.json", "report.html" })
            File.Delete(Path.Combine(run, file));
        var resumed = Cli.Run("train", "--resume", run);
        Assert.Equal(0, resumed.Status);
        Assert.Contains("goes on from", resumed.Out);
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
        Assert.Equal(metrics, File.ReadAllText(Path.Combine(run, "metrics.json")));
    }

    [Fact]
    public void Gradients_are_autograds_and_the_rate_of_dropout_changes_where_the_settings_say_so()
    {
        static string Objective(string run) => Read(run, "metrics.json")["objective"]!.GetValue<string>();
        Assert.Equal("closed form", Objective(Train("closed", Lasso)));
        var (autograd, closed) = (Train("autograd", Lasso, "--training.autograd=true"), Train("again", Lasso));
        Assert.Equal("autograd", Objective(autograd));
        Assert.All(Weights(autograd).Zip(Weights(closed)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        // In so few passes that it is over in the first epoch, or never rises: no dropout.
        string Of(string name, params string[] rest) =>
            Train(name, """ "model": { "kind": "mlp", "hidden": [8] } """, [.. rest.Select(one => $"--model.{one}")]);
        string Scheduled(string name, string kind, int passes) =>
            Of(name, "dropout=0.5", $"dropoutSchedule.kind={kind}", $"dropoutSchedule.passes={passes}");
        var (none, over) = (Weights(Of("none")), Weights(Scheduled("never", "linear", 1_000_000_000)));
        Assert.All(none.Zip(over), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.NotEqual(none, Weights(Scheduled("all", "constant", 1)));
        Assert.NotEqual(Weights(Scheduled("rises", "curriculum", 100)), Weights(Scheduled("falls", "annealed", 100)));
    }

    [Fact]
    public void Constraints_hold_in_it()
    {
        var rules = """
            "model": { "kind": "linear" }, "penalties": [ { "penalty": "l1", "lambda": 0.3, "mode": "proximal" },
            { "penalty": "nonNegative" } ]
            """;
        var weights = Weights(Train("constrained", rules, "--refit=40"));
        Assert.All(weights, weight => Assert.InRange(weight, 0, float.MaxValue));
        Assert.Contains(Weights(Train("free", Lasso, "--refit=40")), weight => weight < 0);
    }

    [Fact]
    public void A_sweep_trains_each_of_its_runs_as_the_run_alone()
    {
        var run = Train("alone", Lasso, "--refit=40");
        var sweep = folder.Write("sweep.json", $$"""
            { "base": { {{Rest}}, {{Lasso}}, "refit": 40 }, "vary": { "penalties.0.lambda": [0.3, 0.1] },
              "judge": { "rows": "test" } }
            """);
        var to = Path.Combine(folder.Path, "swept");
        var result = Cli.Run("sweep", sweep, "--to", to, "--json");
        Assert.True(result.Status == 0, result.Error);
        var table = File.ReadAllText(Path.Combine(to, "table.csv"));
        var loss = Read(run, "metrics.json")["test"]!["dataLoss"]!.GetValue<double>();
        Assert.Contains(loss.ToString("R", System.Globalization.CultureInfo.InvariantCulture), table);
    }
}
