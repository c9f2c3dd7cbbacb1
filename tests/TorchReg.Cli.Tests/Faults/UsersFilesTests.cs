using System.Diagnostics;
using System.Security.Cryptography;
using TorchReg.Cli.Tests.Runs;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>
/// Whatever folder is named, nothing in it that torchreg did not make is changed, replaced or deleted, nor anything that a link
/// in it leads to.
/// </summary>
public sealed class UsersFilesTests(FinishedRuns runs) : FolderTests, IClassFixture<FinishedRuns>
{
    // Every name that torchreg gives to a file or folder, and what it leaves half-written.
    static readonly string[] names =
    [
        "config.json",
        "manifest.json",
        "input.json",
        "history.csv",
        "metrics.json",
        "model.safetensors",
        "model.dat",
        "report.html",
        "checkpoints/step-000000000002.checkpoint",
        "curve.csv",
        "selection.json",
        "selection.txt",
        "finished.json",
        "coefficients.svg",
        "curve.svg",
        "nonzeros.svg",
        "weights-min.svg",
        "weights-1se.svg",
        "belongs-to.json",
        "forced.txt",
        "unfinished/digest.txt",
        "unfinished/path.part-of-choice",
        "sweep.json",
        "table.csv",
        "table.json",
        "times.csv",
        "best.json",
        "sweep.html",
        "results/all.0123abcd.jsonl",
        "slurm/rung-1.sh",
        "slurm/jobs.json",
        "draft.part",
        ".0123456789abcdef.part",
        "unfinished/draft.part",
        ".lock",
    ];

    const string Tiny =
        """{ "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 2, "threads": 1 } }""";
    const string Sweep =
        """
        { "base": { "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 1 } },
        "vary": { "training.learningRate": [0.1, 0.01] } }
        """;

    string Place(string name) => Path.Combine(folder.Path, name);

    /// <summary>Files, folders, links, a pipe and, for root, a device.</summary>
    string Mine(string name, bool asLinks)
    {
        var (mine, elsewhere) = (Place(name), Place($"{name}-elsewhere"));
        Directory.CreateDirectory(elsewhere);
        foreach (var file in names)
        {
            var path = Path.Combine(mine, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var real = asLinks ? Path.Combine(elsewhere, file.Replace('/', '-')) : path;
            File.WriteAllText(real, $"my {file}");
            if (asLinks) File.CreateSymbolicLink(path, real);
        }
        if (OperatingSystem.IsWindows()) return mine;
        File.WriteAllText(Path.Combine(elsewhere, "draft.part"), "my draft");
        Directory.CreateSymbolicLink(Path.Combine(mine, "round"), mine);
        Directory.CreateSymbolicLink(Path.Combine(mine, "round-too"), mine);
        Directory.CreateSymbolicLink(Path.Combine(mine, "elsewhere"), elsewhere);
        Call("mkfifo", Path.Combine(mine, "pipe"));
        if (Environment.IsPrivilegedProcess) Call("mknod", Path.Combine(mine, "device"), "c", "1", "3");
        return mine;
    }

    static void Call(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
    }

    /// <summary>Each entry with its kind, and its content or where it leads.</summary>
    static string[] Snapshot(string root) => [.. Entries(root).Select(path =>
        new FileInfo(path) is { LinkTarget: { } target } ? $"{path} -> {target}"
        : Directory.Exists(path) ? $"{path}/"
        : TorchReg.Storage.FileKinds.Of(path) == TorchReg.Storage.FileKind.Other ? $"{path} (device or pipe)"
        : $"{path} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}").Order(StringComparer.Ordinal)];

    static IEnumerable<string> Entries(string root) =>
        Directory
            .EnumerateFileSystemEntries(root)
            .SelectMany(path =>
                new FileInfo(path).LinkTarget == null && Directory.Exists(path) ? Entries(path).Prepend(path) : [path]);

    string[][] Verbs(string mine) =>
        [
            ["train", folder.Write("tiny.json", Tiny), "--to", mine],
            ["train", "--resume", mine],
            ["train", "--resume", mine, "--force"],
            ["select", "--rows=60", "--path.count=3", "--folds.count=3", "--to", mine],
            ["select", "--rows=60", "--path.count=3", "--folds.count=3", "--to", mine, "--force"],
            ["sweep", folder.Write("sweep.json", Sweep), "--to", mine, "--workers=1"],
            ["sweep", folder.Write("sweep.json", Sweep), "--to", mine, "--workers=1", "--force"],
            ["sweep", folder.Write("sweep.json", Sweep), "--to", mine, "--shard=0/2"],
            ["sweep", folder.Write("sweep.json", Sweep), "--to", mine, "--slurm"],
            ["sweep", mine, "--force"],
            ["sweep", mine],
            ["sweep", "collect", mine],
            ["sweep", "status", mine],
            ["sweep", "resubmit", mine],
            ["report", mine],
            ["evaluate", mine],
            ["predict", mine, "-"],
            ["report", runs.Numbers, "--to", mine],
            ["predict", runs.Numbers, "-", "--to", mine],
        ];

    [Theory, InlineData(false), InlineData(true)]
    public void A_folder_of_ones_own_is_refused_by_every_verb_and_stays_as_it_was(bool asLinks)
    {
        if (asLinks && OperatingSystem.IsWindows()) return;
        var mine = Mine("mine", asLinks);
        folder.Write("tiny.json", Tiny);
        folder.Write("sweep.json", Sweep);
        var before = Snapshot(folder.Path);
        foreach (var verb in Verbs(mine))
        {
            var result = Cli.Run(verb, Cli.NoVariables, input: "x0,x1,x2,x3,x4,x5\n1,2,3,4,5,6\n");
            Assert.True(result.Status is 1 or 2, $"{string.Join(' ', verb)}: {result}");
            Assert.Single(result.Error.TrimEnd().Split('\n'));
            Assert.Equal(before, Snapshot(folder.Path));
        }
    }

    [Theory, InlineData("model.dat"), InlineData("report.html"), InlineData("checkpoints"), InlineData("metrics.json")]
    public void A_file_of_ones_own_in_a_run_that_is_gone_on_with_stays(string name)
    {
        var config = folder.Write("tiny.json", Tiny.Replace("\"epochs\": 2", "\"epochs\": 40"));
        Cli.Run(["train", config, "--to", Place("run")], Cli.NoVariables, cancellation: new CancellationToken(canceled: true));
        var mine = Path.Combine(Place("run"), name);
        if (name == "checkpoints")
        {
            foreach (var made in Directory.GetFiles(Path.Combine(mine, ".torchreg"))) File.Delete(made);
            Directory.Delete(Path.Combine(mine, ".torchreg"));
            File.WriteAllText(Path.Combine(mine, "step-000000000002.checkpoint"), "mine");
            mine = Path.Combine(mine, "step-000000000002.checkpoint");
        }
        else
        {
            File.WriteAllText(mine, "mine");
        }
        var result = Cli.Run("train", "--resume", Place("run"));
        // A metrics.json there says that the run is finished: then nothing is done at all.
        if (name != "metrics.json") Assert.Equal(2, result.Status);
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    [Fact]
    public void Predictions_and_pages_go_into_devices_and_through_links()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Place("real.csv"), "old");
        File.CreateSymbolicLink(Place("link.csv"), "real.csv");
        const string rows = "x0,x1,x2,x3,x4,x5\n1,2,3,4,5,6\n";
        Assert.Equal(0, Cli.Run(["predict", runs.Numbers, "-", "--to", Place("link.csv")], Cli.NoVariables, input: rows).Status);
        Assert.Equal("real.csv", new FileInfo(Place("link.csv")).LinkTarget);
        Assert.StartsWith("prediction", File.ReadAllText(Place("real.csv")));
        File.WriteAllText(Place("rows.csv"), rows);
        var said = TorchRegProcess.Run("predict", runs.Numbers, Place("rows.csv"), "--to", "/dev/stdout");
        Assert.Equal((0, File.ReadAllText(Place("real.csv"))), (said.Status, said.Out));
        if (!Environment.IsPrivilegedProcess) return;
        Call("mknod", Place("null"), "c", "1", "3");
        Assert.Equal(0, Cli.Run(["predict", runs.Numbers, "-", "--to", Place("null")], Cli.NoVariables, input: rows).Status);
        Assert.Equal(0, Cli.Run("report", runs.Numbers, "--to", Place("null")).Status);
        Assert.Equal(TorchReg.Storage.FileKind.Other, TorchReg.Storage.FileKinds.Of(Place("null")));
    }
}
