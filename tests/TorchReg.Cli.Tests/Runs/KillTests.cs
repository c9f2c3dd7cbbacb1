namespace TorchReg.Cli.Tests.Runs;

/// <summary>
/// torchreg train killed with SIGKILL, twenty times, and gone on with: the bytes are those of a run that was never killed.
/// </summary>
public sealed class KillTests : FolderTests
{
    // Dropout, a moving average and early stopping: all that a state has. Long enough that no run ends before it is killed a few
    // times.
    const string Small = """
        { "data": { "source": "classification", "trainRows": 2000, "testRows": 50, "generated": { "columns": 10 } },
          "model": { "kind": "mlp", "hidden": [12], "dropout": 0.2 },
          "penalties": [ { "penalty": "l1", "lambda": 0.001, "mode": "proximal" } ],
          "optimizer": { "kind": "adam" }, "averaging": { "kind": "exponential" }, "stopping": { "watch": "loss",
          "patience": 1000 },
          "training": { "epochs": 40, "batchSize": 16, "learningRate": 0.002, "threads": 1 },
          "checkpoints": { "everySteps": 100, "everySeconds": 0 } }
        """;

    [Fact]
    public void A_run_killed_at_fifteen_random_moments_ends_with_the_bytes_of_one_that_was_not()
    {
        var config = folder.Write("small.json", Small);
        var whole = Killed.Finish("train", config, "--to", Place("whole"));
        var random = new Random(20);
        var (kills, afterCheckpoint, chain) = (0, 0, 0);
        while (kills < 15)
        {
            var run = Place($"chain{chain++}");
            // A kill before the folder is there leaves nothing to go on with: then the run begins anew.
            // Every fourth kill comes at any moment, the others at one after a checkpoint of this process, however slow the
            // machine is.
            while (kills < 15
                && Killed.At(
                    run,
                    Killed.Begin(config, run),
                    afterCheckpoint: kills % 4 != 3,
                    TimeSpan.FromMilliseconds(random.Next(kills % 4 != 3 ? 250 : 1500))))
            {
                kills++;
                if (Killed.Checkpoints(run).Length > 0) afterCheckpoint++;
            }
            Killed.Finish(Killed.Begin(config, run));
            Killed.AssertSameBytes(whole, run);
        }
        Assert.True(afterCheckpoint >= 10, $"only {afterCheckpoint} of {kills} kills came after a checkpoint");
    }

    string Place(string name) => Path.Combine(folder.Path, name);
}

/// <summary>torchreg train killed in the middle of writing a checkpoint.</summary>
public sealed class KillInWriteTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // A checkpoint of 40 MB takes long enough to write that one can kill in the middle of it.
    internal const string Large = """
        { "data": { "source": "classification", "trainRows": 64, "testRows": 50, "generated": { "columns": 500 } },
          "model": { "kind": "mlp", "hidden": [4000], "dropout": 0.2 }, "optimizer": { "kind": "adam" },
          "training": { "epochs": 5, "batchSize": 16, "learningRate": 0.002, "threads": 1 },
          "checkpoints": { "everySteps": 4, "everySeconds": 0 } }
        """;

    [Fact]
    public void A_run_killed_five_times_during_a_write_ends_with_the_bytes_of_one_that_was_not()
    {
        var config = folder.Write("large.json", Large);
        var whole = Killed.Finish("train", config, "--to", Place("whole"));
        var run = Place("killed");
        var torn = 0;
        for (var attempt = 0; torn < 5; attempt++)
        {
            Assert.True(attempt < 15, $"in {attempt} attempts only {torn} kills hit a write");
            Killed.InWrite(Killed.Begin(config, run), Path.Combine(run, "checkpoints"), passOver: attempt == 0 ? 1 : 0);
            if (Killed.Parts(Path.Combine(run, "checkpoints")).Length > 0) torn++;
        }
        Killed.Finish(Killed.Begin(config, run));
        Killed.AssertSameBytes(whole, run);
        Assert.Empty(Directory.GetFiles(run, "*.part", SearchOption.AllDirectories));
    }

    string Place(string name) => Path.Combine(folder.Path, name);
}

/// <summary>Runs as processes that are killed and gone on with.</summary>
static class Killed
{
    internal static string[] Checkpoints(string run) =>
        Directory.Exists(Path.Combine(run, "checkpoints"))
            ? Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.checkpoint")
            : [];

    // Before there is a config.json the same command begins anew, in the folder as it was left.
    internal static string[] Begin(string config, string run) =>
        File.Exists(Path.Combine(run, "config.json")) ? ["train", "--resume", run] : ["train", config, "--to", run];

    internal static string Finish(params string[] args)
    {
        var result = TorchRegProcess.Run(args);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return args[^1];
    }

    /// <summary>Kills a run after a delay from its start, or from its next checkpoint; false where it ended by itself.</summary>
    internal static bool At(string run, string[] args, bool afterCheckpoint, TimeSpan delay)
    {
        var before = Newest(run);
        using var process = TorchRegProcess.Start([.. args, "--json"]);
        while (afterCheckpoint && Newest(run) == before && !process.HasExited) Thread.Sleep(2);
        if (process.WaitForExit(delay)) return false;
        process.Kill();
        process.WaitForExit();
        return process.ExitCode == 128 + 9;
    }

    static string? Newest(string run) => Checkpoints(run).Max(StringComparer.Ordinal);

    /// <summary>
    /// Checkpoints that are being written, or were when their process ended: of a megabyte and more, as nothing else is.
    /// </summary>
    internal static string[] Parts(string folder) =>
        !Directory.Exists(Path.Combine(folder, ".torchreg"))
            ? []
            :
            [
                .. new DirectoryInfo(Path.Combine(folder, ".torchreg"))
                    .EnumerateFiles(".*.part")
                    .Where(IsLarge)
                    .Select(file => file.FullName)
            ];

    static bool IsLarge(FileInfo file)
    {
        try { return file.Length > 1 << 20; }
        catch (FileNotFoundException) { return false; }
    }

    internal static void InWrite(string[] args, string checkpoints, int passOver)
    {
        using var process = TorchRegProcess.Start([.. args, "--json"]);
        var seen = new HashSet<string>();
        while (!process.HasExited)
        {
            if (!Directory.Exists(checkpoints)) continue;
            foreach (var part in Parts(checkpoints))
                seen.Add(part);
            if (seen.Count <= passOver) { Thread.Sleep(1); continue; }
            process.Kill();
            process.WaitForExit();
        }
    }

    internal static void AssertSameBytes(string whole, string run)
    {
        foreach (var file in new[] { "model.safetensors", "model.dat", "history.csv", "metrics.json" })
            Assert.True(
                File.ReadAllBytes(Path.Combine(whole, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(run, file))),
                $"{file} differs");
    }
}
