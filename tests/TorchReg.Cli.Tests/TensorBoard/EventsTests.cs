using System.Globalization;
using TorchReg.Tests.TensorBoard;

namespace TorchReg.Cli.Tests.TensorBoard;

/// <summary>What the command line writes for TensorBoard.</summary>
public sealed class EventsTests : FolderTests
{
    const string Tiny = """
        { "data": { "source": "drawn", "trainRows": 60, "testRows": 20 }, "model": { "kind": "softmax" },
          "penalties": [{ "penalty": "l1", "lambda": 0.001, "mode": "proximal" }], "training": { "epochs": 3, "threads": 1 } }
        """;

    string Config => folder.Write("tiny.json", Tiny);

    string Place(string name) => Path.Combine(folder.Path, name);

    static string[] Events(string run) => [.. Directory.GetFiles(run, "events.out.tfevents.*").Order(StringComparer.Ordinal)];

    [EventReaderFact]
    public void A_run_writes_its_curves_settings_and_results_and_is_the_same_run()
    {
        Assert.Equal(0, Cli.Run("train", Config, "--to", Place("a"), "--tensorboard").Status);
        Assert.Equal(0, Cli.Run("train", Config, "--to", Place("b")).Status);
        Assert.Empty(Events(Place("b")));
        Assert.Equal(File.ReadAllBytes(Place("a/model.dat")), File.ReadAllBytes(Place("b/model.dat")));
        var told = EventReaderFactAttribute.Read(Events(Place("a")));
        var history = File.ReadAllLines(Place("a/history.csv")).Select(line => line.Split(',')).ToArray();
        var column = Array.IndexOf(history[0], "training loss");
        Assert.Equal(
            history[1..].Select(row => (double)float.Parse(row[column], CultureInfo.InvariantCulture)),
            told.Where(one => (string?)one["tag"] == "loss/training").Select(one => (double)one["scalar"]!));
        var start = told.Single(one => one["hparams"]?.AsObject().Count > 0)["hparams"]!;
        Assert.Equal((0.001, "l1", "softmax"),
            ((double)start["penalties.0.lambda"]!, (string)start["penalties.0.penalty"]!, (string)start["model.kind"]!));
        Assert.Null(start["optimizer.kind"]);
        Assert.Contains("\"trainRows\": 60", (string)told.Single(one => (string?)one["tag"] == "config.json")["text"]!);
        Assert.Single(told, one => (string?)one["tag"] == "result/test accuracy");
        Assert.Equal(1, (int)told[^1]["status"]!);
    }

    [EventReaderFact]
    public void An_interrupted_run_goes_on_in_a_file_of_its_own_without_being_asked()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        Assert.NotEqual(
            0, Cli.Run(["train", Config, "--to", Place("a"), "--tensorboard"], Cli.NoVariables, cancellation: over.Token).Status);
        var first = Assert.Single(Events(Place("a")));
        Assert.DoesNotContain(EventReaderFactAttribute.Read(first), one => one["scalar"] != null);
        Assert.Equal(0, Cli.Run("train", "--resume", Place("a")).Status);
        Assert.Equal(first, Events(Place("a"))[0]);
        var second = EventReaderFactAttribute.Read(Events(Place("a"))[1]);
        Assert.Equal(3, second.Count(one => (string?)one["tag"] == "loss/training"));
    }

    [Fact]
    public void A_run_that_diverged_leaves_no_folder()
    {
        Assert.NotEqual(
            0, Cli.Run("train", Config, "--to", Place("a"), "--tensorboard", "--training.learningRate=1e30").Status);
        Assert.False(Directory.Exists(Place("a")));
    }

    [EventReaderFact]
    public void The_runs_of_a_sweep_stand_beside_each_other_with_what_was_varied()
    {
        folder.Write("tiny.json", Tiny);
        var sweep = folder.Write("sweep.json",
            """{ "base": "tiny.json", "vary": { "penalties.0.lambda": [0.001, 0.01] }, "folds": 2 }""");
        Assert.Equal(0, Cli.Run("sweep", sweep, "--to", Place("s"), "--workers", "1").Status);
        Assert.Contains("4 of 4 runs are in", Cli.Run("sweep", "tensorboard", Place("s")).Out);
        // Again: the files are replaced.
        Assert.Equal(0, Cli.Run("sweep", "tensorboard", Place("s"), "--json").Status);
        var runs = Directory.GetDirectories(Place("s/tensorboard"));
        Assert.Equal(4, runs.Length);
        var told = runs.Select(run => EventReaderFactAttribute.Read(Events(run))).ToArray();
        Assert.Equal(
            ["penalties.0.lambda = 0.001, 3 epochs", "penalties.0.lambda = 0.01, 3 epochs"],
            told.Select(run => (string)run[1]["group"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(told, run => Assert.Equal((3, 1),
            ((int)run.Single(one => (string?)one["tag"] == "result/validation loss")["step"]!, (int)run[^1]["status"]!)));
    }

    [Fact]
    public void A_sweep_without_results_says_so()
    {
        folder.Write("tiny.json", Tiny);
        var sweep = folder.Write("sweep.json", """{ "base": "tiny.json", "vary": { "training.seed": [0, 1] } }""");
        Assert.Equal(0, Cli.Run("sweep", sweep, "--to", Place("s"), "--workers", "1", "--shard", "1/2").Status);
        Directory.Delete(Place("s/results"), recursive: true);
        Assert.Contains("no run is finished yet", Cli.Run("sweep", "tensorboard", Place("s")).Out);
        Assert.Contains("no such folder", Cli.Refused(Cli.Run("sweep", "tensorboard", Place("none"))));
    }
}
