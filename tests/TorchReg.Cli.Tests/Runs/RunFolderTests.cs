using System.Text.Json;
using TorchReg.Cli.Runs;

namespace TorchReg.Cli.Tests.Runs;

public sealed class RunFolderTests(FinishedRuns runs) : IClassFixture<FinishedRuns>, IDisposable
{
    const string Tiny =
        """{ "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 2, "threads": 1 } }""";
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Config => folder.Write("tiny.json", Tiny);
    string Place(string name) => Path.Combine(folder.Path, name);

    [Fact]
    public void A_run_explains_itself()
    {
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(runs.Digits, "manifest.json"))).RootElement;
        Assert.Equal((180, 20, 100), (Rows("train"), Rows("validation"), Rows("test")));
        Assert.Equal(
            (1, 0, "cpu"),
            (
                manifest.GetProperty("threads").GetInt32(),
                manifest.GetProperty("seed").GetInt32(),
                manifest.GetProperty("device").GetString()));
        Assert.Contains(
            manifest.GetProperty("nativeLibraries").EnumerateArray(),
            path => path.GetString()!.Contains("torch_cpu"));
        Assert.Equal(64, manifest.GetProperty("train").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(6, File.ReadAllLines(Path.Combine(runs.Digits, "history.csv")).Length);
        // The ratio of gradients is the training steps'; validation rows have none, and no column without numbers.
        var history = File.ReadAllLines(Path.Combine(runs.Digits, "history.csv")).Select(line => line.Split(',')).ToArray();
        Assert.Equal("training gradient ratio", Assert.Single(history[0], name => name.Contains("gradient ratio")));
        Assert.Contains("validation loss", history[0]);
        Assert.All(
            history.Skip(1).SelectMany(row => row),
            number =>
                Assert.True(double.IsFinite(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)), number));

        int Rows(string name) => manifest.GetProperty(name).GetProperty("rows").GetInt32();
    }

    [Fact]
    public void The_same_config_gives_the_same_bytes_and_another_seed_gives_others()
    {
        foreach (var (name, seed) in new[] { ("a", 0), ("b", 0), ("c", 1) })
            Assert.Equal(0, Cli.Run("train", Config, "--to", Place(name), $"--training.seed={seed}").Status);
        foreach (var file in new[] { "model.safetensors", "model.dat", "history.csv" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(Place("a"), file)), File.ReadAllBytes(Path.Combine(Place("b"), file)));
            Assert.NotEqual(File.ReadAllBytes(Path.Combine(Place("a"), file)), File.ReadAllBytes(Path.Combine(Place("c"), file)));
        }
    }

    [Fact]
    public void A_run_of_the_resolved_config_is_the_same_run()
    {
        Assert.Equal(0, Cli.Run("train", Config, "--to", Place("a"), "--epochs=3").Status);
        Assert.Equal(0, Cli.Run("train", Path.Combine(Place("a"), "config.json"), "--to", Place("b")).Status);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Place("a"), "model.safetensors")),
            File.ReadAllBytes(Path.Combine(Place("b"), "model.safetensors")));
    }

    [Fact]
    public void A_folder_with_anything_in_it_is_refused_and_left_as_it_was()
    {
        Directory.CreateDirectory(Place("mine"));
        File.WriteAllText(Path.Combine(Place("mine"), "thesis.txt"), "all");
        Assert.Contains("is not empty; name another folder", Cli.Refused(Cli.Run("train", Config, "--to", Place("mine"))));
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(Place("mine")).Select(Path.GetFileName));
        Assert.Contains(
            $"holds a run; go on with it by torchreg train --resume {runs.Numbers}",
            Cli.Refused(Cli.Run("train", Config, "--to", runs.Numbers)));
    }

    [Fact]
    public void Two_runs_into_one_folder_are_refused()
    {
        using var first = RunFolder.Create(Place("shared"));
        Assert.Contains(
            "is in use by process",
            Assert.Throws<TorchReg.Storage.FolderRefusedException>(() => RunFolder.Create(Place("shared"))).Message);
        Assert.Contains("is in use by process", Cli.Refused(Cli.Run("train", Config, "--to", Place("shared"))));
    }

    [Fact]
    public void Bad_data_are_told_before_a_folder_is_made()
    {
        Cli.Refused(Cli.Run("train", Config, "--to", Place("never"), "--data", "nowhere.csv"));
        Assert.False(Directory.Exists(Place("never")));
    }

    [Fact]
    public void A_finished_run_has_nothing_left_to_do() =>
        Assert.Contains("the run is finished; nothing is left to do", Cli.Run("train", "--resume", runs.Numbers).Out);

    [Fact]
    public void A_run_whose_data_changed_is_not_gone_on_with()
    {
        var csv = folder.Write("d.csv", "x,y\n1,2\n2,3\n3,5\n4,4\n5,6\n6,7\n");
        var config = folder.Write(
            "csv.json",
            $$"""
            { "data": { "source": "{{csv}}", "validationFraction": 0 }, "model": { "kind": "linear" },
            "training": { "epochs": 2, "learningRate": 0.01 } }
            """);
        Assert.Equal(0, Cli.Run("train", config, "--to", Place("run")).Status);
        File.Delete(Path.Combine(Place("run"), "metrics.json"));
        folder.Write("d.csv", "x,y\n1,2\n2,3\n3,5\n4,4\n5,6\n6,8\n");
        Assert.Contains("belongs to other work: rows.test was ", Cli.Refused(Cli.Run("train", "--resume", Place("run"))));
    }

    [Fact]
    public void An_interrupted_run_says_how_to_go_on_and_ends_as_if_nothing_had_happened()
    {
        Assert.Equal(0, Cli.Run("train", Config, "--to", Place("whole"), "--epochs=40").Status);
        // Any number of epochs may have been done when the interruption is seen; none at all is the case of a run that was just
        // begun.
        var result = Cli.Run(
            ["train", Config, "--to", Place("broken"), "--epochs=40"],
            Cli.NoVariables,
            cancellation: new CancellationToken(canceled: true));
        Assert.Equal(
            (130, $"torchreg: interrupted; go on by torchreg train --resume {Place("broken")}"),
            (result.Status, result.Error.Trim()));
        Assert.Contains("40 epochs", Cli.Run("train", "--resume", Place("broken")).Out);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Place("whole"), "model.safetensors")),
            File.ReadAllBytes(Path.Combine(Place("broken"), "model.safetensors")));
    }

    [Fact]
    public void Where_output_is_no_terminal_there_is_no_colour_and_no_bar()
    {
        var output = Cli.Run("train", Config, "--to", Place("plain")).Out;
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain('━', output);
        Assert.Matches("first step [0-9.]+ s after the start", output);
        Assert.Equal(
            2,
            JsonDocument
                .Parse(Cli.Run("train", Config, "--to", Place("json"), "--json").Out)
                .RootElement.GetProperty("epochs")
                .GetInt32());
    }
}
