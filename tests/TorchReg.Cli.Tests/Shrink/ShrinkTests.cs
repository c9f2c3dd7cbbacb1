using System.Globalization;
using System.Text.Json.Nodes;
using TorchReg.Storage;

namespace TorchReg.Cli.Tests.Shrink;

/// <summary>A shrunk run is a run: smaller, and it says what the whole one said.</summary>
public sealed class ShrinkTests : FolderTests
{
    string Train(string name, string config)
    {
        var run = Path.Combine(folder.Path, name);
        var result = Cli.Run("train", folder.Write($"{name}.json", config), "--to", run);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return run;
    }

    // Columns x2 to x5 and most units are of no use, and the penalty finds it out.
    string Network() => Train("network", """
        { "data": { "source": "regression", "trainRows": 200, "testRows": 60, "generated": { "columns": 6, "nonZero": 2 } },
          "model": { "kind": "mlp", "hidden": [12, 8] },
          "penalties": [ { "penalty": "groupLasso", "lambda": 0.15, "mode": "proximal" } ],
          "training": { "epochs": 60, "batchSize": 50, "learningRate": 0.05, "threads": 1 } }
        """);

    string Lasso() => Train("lasso", """
        { "data": { "source": "regression", "trainRows": 100, "testRows": 50, "generated": { "columns": 6, "nonZero": 2 } },
          "model": { "kind": "linear" }, "penalties": [ { "penalty": "l1", "lambda": 0.3, "mode": "proximal" } ],
          "training": { "epochs": 60, "threads": 1 } }
        """);

    // By the lasso's own file.
    static string[] Zeros(string run)
    {
        using var file = SafeTensors.Load(Path.Combine(run, "model.safetensors"));
        var weights = file.Tensors["linear.weight"].data<float>().ToArray();
        return [.. weights.Index().Where(pair => pair.Item == 0).Select(pair => $"x{pair.Index}")];
    }

    static JsonNode Shrunk(string run, string to)
    {
        var result = Cli.Run("shrink", run, "--to", to, "--json");
        Assert.Equal((0, ""), (result.Status, result.Error));
        return JsonNode.Parse(result.Out)!;
    }

    static JsonNode Read(string run, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, file)))!;

    double[] Predicted(string run)
    {
        var rows = "x0,x1,x2,x3,x4,x5\n0,0,0,0,0,0\n1,2,3,-1,0.5,4\n-2,0.3,0.1,1,1,1\n";
        var result = Cli.Run("predict", run, folder.Write("rows.csv", rows));
        Assert.Equal((0, ""), (result.Status, result.Error));
        return [.. result.Out.TrimEnd('\n').Split('\n').Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void It_predicts_is_judged_and_reported_as_the_whole_run()
    {
        var (run, to) = (Network(), Path.Combine(folder.Path, "small"));
        var outcome = Shrunk(run, to);
        long Parameters(string of) => outcome[of]!["parameters"]!.GetValue<long>();
        Assert.InRange(Parameters("after"), 1, Parameters("before") / 2);
        Assert.All(Predicted(run).Zip(Predicted(to)), pair => Assert.Equal(pair.First, pair.Second, 4));
        var test = JsonNode.Parse(Cli.Run("evaluate", to, "--json").Out)!;
        Assert.True(JsonNode.DeepEquals(Read(to, "metrics.json")["test"], test));
        Assert.Equal(
            Read(run, "metrics.json")["test"]!["dataLoss"]!.GetValue<double>(), test["dataLoss"]!.GetValue<double>(), 5);
        Assert.Equal(0, Cli.Run("report", to).Status);
        Assert.Equal(0, Cli.Run("report", run, to, "--to", Path.Combine(folder.Path, "both.html")).Status);
    }

    [Fact]
    public void Its_settings_and_its_file_are_of_the_sizes_that_are_told()
    {
        var (run, to) = (Network(), Path.Combine(folder.Path, "small"));
        var outcome = Shrunk(run, to);
        var (model, layers) = (Read(to, "config.json")["model"]!, outcome["layers"]!.AsArray());
        Assert.Equal(
            layers.SkipLast(1).Select(layer => layer!["keptUnits"]!.GetValue<int>()),
            model["hidden"]!.AsArray().Select(units => units!.GetValue<int>()));
        var inputs = model["inputs"]!.AsArray().Select(input => $"x{input}").ToArray();
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => $"x{i}").Except(inputs),
            outcome["unusedInputs"]!.AsArray().Select(name => name!.GetValue<string>()));
        using var file = SafeTensors.Load(Path.Combine(to, "model.safetensors"));
        Assert.Equal(
            outcome["after"]!["parameters"]!.GetValue<long>(),
            file.Tensors.Where(pair => pair.Key.StartsWith("layers.", StringComparison.Ordinal)).Sum(pair => pair.Value.numel()));
        var from = Read(to, "manifest.json")["shrunk"]!;
        Assert.Equal(("network", 6), (from["run"]!.GetValue<string>(), from["inputs"]!.GetValue<int>()));
    }

    [Fact]
    public void A_lasso_loses_the_columns_that_it_does_not_use()
    {
        var (run, to) = (Lasso(), Path.Combine(folder.Path, "small"));
        var (outcome, zero) = (Shrunk(run, to), Zeros(run));
        Assert.InRange(zero.Length, 1, 5);
        Assert.Equal(zero, outcome["unusedInputs"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(7 - zero.Length, outcome["after"]!["parameters"]!.GetValue<long>());
        Assert.All(Predicted(run).Zip(Predicted(to)), pair => Assert.Equal(pair.First, pair.Second, 5));
        Assert.Equal(0, Cli.Run("report", to).Status);
        Assert.Contains($"{zero.Length} have coefficients of exactly 0", File.ReadAllText(Path.Combine(to, "report.html")));
    }

    [Fact]
    public void The_screen_tells_each_layer_and_the_whole_before_and_after()
    {
        var run = Lasso();
        var (result, zero) = (Cli.Run("shrink", run), Zeros(run));
        Assert.Equal((0, ""), (result.Status, result.Error));
        var left = 6 - zero.Length;
        Assert.Matches($@"linear\s+1 of 1\s+{left} of 6\s+{left + 1} of 7\s+{4 * (left + 1)} of 28", result.Out);
        Assert.Matches($@"parameters\s+7\s+{left + 1}", result.Out);
        Assert.Matches(@"test R²\s+0\.\d+ ± ", result.Out);
        Assert.Contains($"{zero.Length} of 6 inputs are no longer used: {string.Join(", ", zero)}", result.Out);
        Assert.EndsWith($"The run is in {run}-shrunk", result.Out.TrimEnd());
        Assert.Contains("nothing is left to do", Cli.Run("train", "--resume", $"{run}-shrunk").Out);
    }

    [Fact]
    public void What_has_nothing_to_lose_is_refused_and_leaves_no_folder()
    {
        var (run, small) = (Network(), Path.Combine(folder.Path, "small"));
        Shrunk(run, small);
        Assert.Contains("has nothing to take away", Cli.Refused(Cli.Run("shrink", small)));
        Assert.False(Directory.Exists($"{small}-shrunk"));
        Assert.Contains("holds a run", Cli.Refused(Cli.Run("shrink", run, "--to", small)));
        Assert.Contains("no such folder", Cli.Refused(Cli.Run("shrink", Path.Combine(folder.Path, "nowhere"))));
        Assert.Contains("--to is empty", Cli.Refused(Cli.Run("shrink", run, "--to", "")));
    }

    [Fact]
    public void A_refit_learns_without_penalties_and_holds_what_is_zero()
    {
        var (run, to) = (Lasso(), Path.Combine(folder.Path, "small"));
        var told = Cli.Run("shrink", run, "--to", to, "--refit", "40");
        Assert.Equal((0, ""), (told.Status, told.Error));
        Assert.Contains("trained on for 40 epochs without penalties", told.Out);
        Assert.Equal(Zeros(run).Length, 6 - Read(to, "config.json")["model"]!["inputs"]!.AsArray().Count);
        Assert.Empty(Read(to, "config.json")["penalties"]!.AsArray());
        Assert.Equal(40, Read(to, "manifest.json")["shrunk"]!["refitEpochs"]!.GetValue<int>());
        double Loss(string of) => Read(of, "metrics.json")["training"]!["dataLoss"]!.GetValue<double>();
        Assert.True(Loss(to) < Loss(run));
        Assert.True(JsonNode.DeepEquals(
            Read(to, "metrics.json")["test"], JsonNode.Parse(Cli.Run("evaluate", to, "--json").Out)!));
        Assert.Contains("--refit is 0", Cli.Refused(Cli.Run("shrink", run, "--refit", "0")));
    }

    [Fact]
    public void Inputs_that_are_edited_afterwards_are_found_out()
    {
        var (run, to) = (Lasso(), Path.Combine(folder.Path, "small"));
        Shrunk(run, to);
        var config = Path.Combine(to, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"inputs\": [\n      0,", "\"inputs\": [\n      1,"));
        Assert.Contains("model.inputs", Cli.Refused(Cli.Run("evaluate", to)));
    }

    [Theory]
    [InlineData("[3, 1]", "model.inputs.0 and the others do not ascend; name each input once, in ascending order")]
    [InlineData("[1, 6]", "model.inputs names input 6, but the rows have 6, counted from 0; name inputs that there are")]
    public void Inputs_that_there_are_not_are_refused(string inputs, string expected) => Assert.Contains(
        expected,
        Cli.Refused(Cli.Run("train", folder.Write("run.json", $$"""
            { "data": { "source": "regression", "trainRows": 20, "testRows": 9, "generated": { "columns": 6, "nonZero": 2 } },
              "model": { "kind": "linear", "inputs": {{inputs}} }, "training": { "epochs": 1 } }
            """))));

    [Fact]
    public void A_model_of_chosen_inputs_can_be_trained_and_passes_over_the_others()
    {
        var run = Train("chosen", """
            { "data": { "source": "regression", "trainRows": 100, "testRows": 50, "generated": { "columns": 6, "nonZero": 2 } },
              "model": { "kind": "mlp", "hidden": [4], "inputs": [0, 1] }, "training": { "epochs": 3, "threads": 1 } }
            """);
        string Of(string last) => Cli.Run(
            "predict", run, folder.Write("rows.csv", $"x0,x1,x2,x3,x4,x5\n1,2,{last},{last},{last},{last}\n")).Out;
        Assert.Equal(Of("0"), Of("7"));
    }
}
