using System.Text.Json.Nodes;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>A result belongs to its rows, settings and code: work is gone on with by these, or by force, or not at all.</summary>
public sealed class BelongingTests : FolderTests
{
    const string Config = """
        { "data": { "source": "classification", "trainRows": 80, "testRows": 20, "validationFraction": 0.2,
        "generated": { "columns": 5 } }, "model": { "kind": "mlp", "hidden": [4], "dropout": 0.1 },
          "penalties": [ { "penalty": "l1", "lambda": 0.01 } ], "optimizer": { "kind": "adam" }, "training": { "epochs": 30,
          "batchSize": 20, "threads": 1 } }
        """;

    string Place(string name) => Path.Combine(folder.Path, name);

    /// <summary>A run that was interrupted before its first epoch's end.</summary>
    string Begun(string name = "run")
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Equal(
            130,
            Cli.Run(
                ["train", folder.Write("c.json", Config), "--to", Place(name)],
                Cli.NoVariables,
                cancellation: source.Token).Status);
        return Place(name);
    }

    static void Edit(string run, string key, JsonNode value)
    {
        var file = Path.Combine(run, "config.json");
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        JsonNode place = root;
        var path = key.Split('.');
        foreach (var part in path[..^1]) place = int.TryParse(part, out var i) ? place[i]! : place[part]!;
        place[path[^1]] = value;
        File.WriteAllText(file, root.ToJsonString());
    }

    public static TheoryData<string, string> Edits => new()
    {
        { "training.learningRate", "0.2" },
        { "training.seed", "1" },
        { "training.batchSize", "10" },
        { "penalties.0.lambda", "0.1" },
        { "penalties.0.mode", "\"proximal\"" },
        { "penalties.0.penalty", "\"l2\"" },
        { "optimizer.kind", "\"adamW\"" },
        { "optimizer.weightDecay", "0.1" },
        { "optimizer.clipNorm", "1" },
        { "model.dropout", "0.5" },
        { "model.dropoutSchedule.kind", "\"annealed\"" },
        { "training.autograd", "true" },
        { "training.precision", "\"bfloat16\"" },
        { "refit", "3" },
        { "model.initialization", "\"glorot\"" },
        { "loss.labelSmoothing", "0.1" },
        { "data.seed", "3" },
        { "data.trainRows", "90" },
        { "data.validationFraction", "0.1" },
        { "data.standardize", "true" },
        { "averaging.kind", "\"exponential\"" },
        { "stopping.watch", "\"loss\"" },
        { "schedule.kind", "\"exponential\"" },
        { "plateau.watch", "\"loss\"" },
    };

    [Theory, MemberData(nameof(Edits))]
    public void A_setting_that_was_edited_between_is_named_with_both_values(string key, string value)
    {
        var run = Begun();
        Edit(run, key, JsonNode.Parse(value)!);
        var refused = Cli.Refused(Cli.Run("train", "--resume", run));
        Assert.Contains("belongs to other work: ", refused);
        Assert.Matches($"setting\\.{key.Replace(".", "\\.")} was .+ and is .*{value.Trim('"')}", refused);
        Assert.Contains("force it by --force", refused);
    }

    [Fact]
    public void More_epochs_other_checkpoints_and_another_place_are_no_other_work()
    {
        var run = Begun();
        Edit(run, "training.epochs", 33);
        Edit(run, "checkpoints.everySteps", 7);
        Edit(run, "checkpoints.keep", 9);
        Directory.Move(run, Place("moved"));
        Assert.Contains("33 epochs", Cli.Run("train", "--resume", Place("moved")).Out);
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("whole"), "--training.epochs=33").Status);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Place("whole"), "model.dat")),
            File.ReadAllBytes(Path.Combine(Place("moved"), "model.dat")));
    }

    [Fact]
    public void By_force_it_goes_on_and_the_manifest_says_so()
    {
        var run = Begun();
        Edit(run, "training.learningRate", 0.2);
        Assert.Equal(0, Cli.Run("train", "--resume", run, "--force").Status);
        Assert.Contains(
            "setting.training.learningRate was 0.1 and is 0.2",
            JsonNode.Parse(File.ReadAllText(Path.Combine(run, "manifest.json")))!["forced"]![0]!.GetValue<string>());
        // The run is whole again: its model belongs to what its files say.
        Assert.Equal(0, Cli.Run("evaluate", run).Status);
    }

    [Fact]
    public void A_checkpoint_of_another_run_of_the_same_shape_is_refused()
    {
        var (run, other) = (Begun(), Place("other"));
        Cli.Run(
            ["train", Path.Combine(run, "config.json"), "--to", other, "--training.seed=9", "--checkpoints.everySteps=2"],
            Cli.NoVariables);
        Assert.Equal(
            0,
            Cli.Run("train", Path.Combine(run, "config.json"), "--to", Place("same"), "--checkpoints.everySteps=2").Status);
        var (from, to) = (Newest(other), Newest(Place("same")));
        File.Copy(from, to, overwrite: true);
        File.Delete(Path.Combine(Place("same"), "metrics.json"));
        var refused = Cli.Run("train", "--resume", Place("same"));
        Assert.Equal(2, refused.Status);
        Assert.Contains("setting.training.seed was 9 and is 0", refused.Error);

        static string Newest(string run) =>
            Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.checkpoint").Max(StringComparer.Ordinal)!;
    }

    [Fact]
    public void A_model_of_another_run_and_settings_edited_after_the_training_are_not_judged()
    {
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("a")).Status);
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("b"), "--training.seed=1").Status);
        File.Copy(Path.Combine(Place("b"), "model.safetensors"), Path.Combine(Place("a"), "model.safetensors"), overwrite: true);
        Assert.Contains("is not the model of this run", Cli.Refused(Cli.Run("evaluate", Place("a"))));
        Edit(Place("b"), "model.dropout", 0.5);
        Assert.Contains("setting.model.dropout was 0.1 and is 0.5", Cli.Refused(Cli.Run("predict", Place("b"), "-")));
    }

    [Fact]
    public void A_sweep_whose_file_of_rows_changed_is_refused_and_mixed_by_force_alone()
    {
        string Rows(int shift) =>
            "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{(i % 7 * 2) + (i * shift % 3)}\n"));
        var csv = folder.Write("rows.csv", Rows(1));
        var config = folder.Write("sweep.json", $$"""
            { "base": { "data": { "source": "{{csv}}", "standardize": true }, "model": { "kind": "linear" },
            "training": { "epochs": 2, "learningRate": 0.01, "threads": 1 } },
            "vary": { "penalties": [ [], [ { "penalty": "l1", "lambda": 0.1 } ] ] }, "judge": { "rows": "test" } }
            """);
        Assert.Equal(0, Cli.Run("sweep", config, "--to", Place("sweep"), "--workers=1").Status);
        File.WriteAllText(csv, Rows(2));
        var refused = Cli.Refused(Cli.Run("sweep", config, "--to", Place("sweep"), "--workers=1"));
        Assert.Matches($"the rows of {csv}: SHA-256 [0-9a-f]{{64}} for 2 runs, now SHA-256 [0-9a-f]{{64}}; put back", refused);
        Assert.Equal(0, Cli.Run("sweep", config, "--to", Place("sweep"), "--workers=1", "--force").Status);
        Assert.Contains("results were mixed by force", Cli.Run("sweep", "status", Place("sweep")).Out);
        File.WriteAllText(csv, Rows(1));
        Assert.Equal(0, Cli.Run("sweep", config, "--to", Place("other"), "--workers=1").Status);
        // Lines of two kinds in one folder are no table.
        foreach (var file in Directory.GetFiles(Path.Combine(Place("other"), "results")))
        {
            var lines = File.ReadAllLines(file);
            var result = TorchReg.Cli.Sweep.SweepResult.OfLine(lines[1])!;
            lines[1] = (result with { Code = "another" }).ToLine();
            File.WriteAllLines(file, lines);
        }
        Assert.Contains(
            "the code: another for 1 runs, now ",
            Cli.Refused(Cli.Run("sweep", "collect", Place("other"))).Replace("the code: TorchReg", "the code: TorchReg"));
    }

    [Fact]
    public void A_run_ended_before_it_had_begun_is_begun_by_the_same_command()
    {
        using (new Faults.EndAtStep(14))
            Assert.NotEqual(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("run")).Status);
        Assert.False(File.Exists(Path.Combine(Place("run"), "config.json")));
        Assert.Contains(
            "the run was ended before it had begun; give the command again",
            Cli.Refused(Cli.Run("train", "--resume", Place("run"))));
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("run")).Status);
    }

    [Fact]
    public void A_damaged_input_is_mended_when_the_run_is_gone_on_with()
    {
        var run = Begun();
        File.WriteAllText(Path.Combine(run, "input.json"), "{");
        Assert.Equal(0, Cli.Run("train", "--resume", run).Status);
        Assert.Equal(0, Cli.Run("evaluate", run).Status);
    }
}
