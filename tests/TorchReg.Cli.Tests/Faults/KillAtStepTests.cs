using TorchReg.Cli.Tests.Runs;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>
/// Every verb that writes, ended at each of its operations on the disk, and then told again what to do: no folder is stuck, and
/// the bytes are those of work that was never ended. TORCHREG_KILLS=200 (or more) for that many; a few dozen otherwise, spread
/// evenly.
/// </summary>
public sealed class KillAtStepTests : FolderTests
{
    static int Kills { get; } = int.TryParse(Environment.GetEnvironmentVariable("TORCHREG_KILLS"), out var asked) ? asked : 48;

    const string Training = """
        { "data": { "source": "classification", "trainRows": 60, "testRows": 20, "generated": { "columns": 5 } },
        "model": { "kind": "mlp", "hidden": [4], "dropout": 0.2 },
          "optimizer": { "kind": "adam" }, "training": { "epochs": 3, "batchSize": 20, "threads": 1 },
          "checkpoints": { "everySteps": 2, "everySeconds": 0, "keep": 2 } }
        """;

    const string Sweeping = """
        { "base": { "data": { "source": "classification", "trainRows": 60, "testRows": 20, "generated": { "columns": 5 } },
        "training": { "epochs": 2, "batchSize": 20, "threads": 1 } },
          "vary": { "training.learningRate": [0.1, 0.2], "model": [ { "kind": "softmax" }, { "kind": "mlp", "hidden": [3] } ] } }
        """;

    sealed record Verb(Func<string, string[]> Begin, Func<string, string[]> GoOn, string[] Files);

    Verb Of(string name) => name switch
    {
        "train" => new(
            place => ["train", folder.Write("train.json", Training), "--to", place],
            place => Killed.Begin(folder.Write("train.json", Training), place),
            ["model.safetensors", "model.dat", "history.csv", "input.json", "config.json", "metrics.json"]),
        "sweep" => new(
            place => ["sweep", folder.Write("sweep.json", Sweeping), "--to", place, "--workers=1"],
            place => ["sweep", folder.Write("sweep.json", Sweeping), "--to", place, "--workers=1"],
            ["sweep.json", "table.csv", "table.json", "best.json"]),
        "select" => new(
            Selecting,
            Selecting,
            [
                "curve.csv", "selection.json", "selection.txt", "coefficients.svg", "curve.svg", "nonzeros.svg",
                "coefficients.csv", "model.safetensors", "metrics.json", "finished.json", "report.html",
            ]),
        _ => new(
            place => ["report", Run(place)],
            place => ["report", place],
            ["report.html", "model.safetensors", "metrics.json"]),
    };

    static string[] Selecting(string place) =>
        ["select", "--rows=60", "--path.count=23", "--ratio=0.2", "--folds.count=3", "--folds.threads=1", "--to", place];

    // A finished run without its page.
    string Run(string place)
    {
        if (!Directory.Exists(place))
        {
            Assert.Equal(0, Cli.Run("train", folder.Write("train.json", Training), "--to", place).Status);
            File.Delete(Path.Combine(place, "report.html"));
        }
        return place;
    }

    [Theory, InlineData("train"), InlineData("sweep"), InlineData("select"), InlineData("report")]
    public void Ended_at_any_operation_the_same_command_ends_with_the_same_bytes(string name)
    {
        var (verb, whole) = (Of(name), Place($"{name}-whole"));
        var begin = verb.Begin(whole);
        int all;
        using (var counted = new EndAtStep(int.MaxValue))
        {
            Assert.Equal((0, ""), Done(Cli.Run(begin)));
            all = counted.Steps;
        }
        Assert.True(all > (name == "report" ? 8 : 40), $"only {all} operations");
        var count = Math.Min(all, Math.Max(1, Kills / 4));
        for (var i = 0; i < count; i++)
        {
            var (step, place) = (1 + (int)((long)i * (all - 1) / Math.Max(1, count - 1)), Place($"{name}-{i}"));
            begin = verb.Begin(place);
            using (new EndAtStep(step)) Assert.NotEqual(0, Cli.Run(begin).Status);
            Assert.Equal((0, ""), Done(Cli.Run(verb.GoOn(place))));
            AssertSame(name, step, whole, place, verb.Files);
            Directory.Delete(place, recursive: true);
        }
    }

    [Theory, InlineData("train", 45), InlineData("sweep", 30), InlineData("select", 35)]
    public void A_process_killed_at_an_operation_leaves_no_stuck_folder(string name, int step)
    {
        var (verb, whole, place) = (Of(name), Place("whole"), Place("killed"));
        Assert.Equal((0, ""), Done(Cli.Run(verb.Begin(whole))));
        var kills = Math.Max(1, Kills / 48);
        for (var i = 0; i < kills; i++)
        {
            Assert.Equal(128 + 9, TorchRegProcess.Run(StartupHook.Variables(step - (i % step)), verb.Begin(place)).Status);
            Assert.Equal((0, ""), Done(Cli.Run(verb.GoOn(place))));
            AssertSame(name, step, whole, place, verb.Files);
            Directory.Delete(place, recursive: true);
        }
    }

    static (int, string) Done(CliResult result) => (result.Status, result.Error);

    static void AssertSame(string name, int step, string whole, string place, string[] files)
    {
        foreach (var file in files)
            Assert.True(
                Text(whole, file).AsSpan().SequenceEqual(Text(place, file)),
                $"{name} ended at operation {step}: {file} differs");
        // Of processes that share a folder none knows whether another still writes: there a part goes when it is an hour old.
        Assert.DoesNotContain(
            Directory.GetFiles(place, "*.part", SearchOption.AllDirectories),
            part => name != "sweep" || !part.Contains(".torchreg", StringComparison.Ordinal));
        Assert.False(
            Directory.Exists(Path.Combine(place, "unfinished")),
            $"{name} ended at operation {step}: unfinished work is left");
    }

    // Times of a clock stand in pages and manifests only; a page names its folder.
    static byte[] Text(string place, string file) => file is "report.html" ? [] : File.ReadAllBytes(Path.Combine(place, file));

    string Place(string name) => Path.Combine(folder.Path, name);
}
