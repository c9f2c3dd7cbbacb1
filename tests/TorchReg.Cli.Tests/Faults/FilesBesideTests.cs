using TorchReg.Storage;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>
/// Files of one's own in a folder that torchreg made, of a name that it would give next: it goes on beside them or says no, and
/// they stay.
/// </summary>
public sealed class FilesBesideTests : FolderTests
{
    const string Training =
        """
        { "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 3, "batchSize": 20,
        "threads": 1 }, "checkpoints": { "everySteps": 2, "everySeconds": 0 } }
        """;
    const string Sweeping =
        """
        { "base": { "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 1,
        "threads": 1 } }, "vary": { "training.learningRate": [0.1, 0.01] } }
        """;
    const string Mine = "my own";

    string Place(string name) => Path.Combine(folder.Path, name);

    string[][] Lines(string verb, string place) => verb switch
    {
        "train" => File.Exists(Path.Combine(place, "config.json"))
            ?
            [
                ["train", "--resume", place],
                ["train", "--resume", place, "--force"],
                ["report", place]
            ]
            :
            [
                ["train", folder.Write("t.json", Training), "--to", place]
            ],
        "sweep" =>
        [
            ["sweep", folder.Write("s.json", Sweeping), "--to", place, "--workers=1"],
            ["sweep", place, "--force", "--workers=1"],
            ["sweep", "collect", place]
        ],
        _ => [[.. Selecting(), place], [.. Selecting(), place, "--force"]],
    };

    static string Row(int i) => $"{i * 7 % 11},{i % 4},{(i * 7 % 11 * 3) - (i % 4) + (i * i % 5)}\n";

    string[] Selecting() =>
        [
            "select",
            $"--data={folder.Write("rows.csv", "size,rooms,price\n" + string.Concat(Enumerable.Range(0, 36).Select(Row)))}",
            "--loss=squaredError",
            "--path.count=13",
            "--ratio=0.2",
            "--folds.count=3",
            "--folds.threads=1",
            "--to"
        ];

    [Theory]
    [
        InlineData("train", 25),
        InlineData("train", 45),
        InlineData("sweep", 14),
        InlineData("sweep", 26),
        InlineData("select", 20),
        InlineData("select", 33)
    ]
    public void Whatever_goes_on_nothing_of_ones_own_is_lost(string verb, int step)
    {
        var (half, whole) = (Place("half"), Place("whole"));
        Assert.Equal(0, Cli.Run(Lines(verb, whole)[0]).Status);
        using (new EndAtStep(step)) Assert.NotEqual(0, Cli.Run(Lines(verb, half)[0]).Status);
        string[] unmade = [.. Entries(whole).Where(name => FileKinds.Of(Path.Combine(half, name)) == FileKind.None)];
        Assert.True(unmade.Length >= 3, $"only {unmade.Length} names are left to make");
        foreach (var name in unmade)
            foreach (var kind in OperatingSystem.IsWindows()
                    ? ["file", "folder"]
                    : new[] { "file", "folder", "link", "link to nothing", "link to a folder" })
                Check(verb, half, name, kind);
    }

    void Check(string verb, string half, string name, string kind)
    {
        var (place, elsewhere) = (Place("now"), Place("elsewhere"));
        foreach (var old in new[] { place, elsewhere }.Where(Directory.Exists)) Directory.Delete(old, recursive: true);
        Copy(half, place);
        Directory.CreateDirectory(elsewhere);
        foreach (var file in new[] { "file", "metrics.json", "checkpoint" })
            File.WriteAllText(Path.Combine(elsewhere, file), Mine);
        var mine = Path.Combine(place, name);
        Directory.CreateDirectory(Path.GetDirectoryName(mine)!);
        if (kind == "file") File.WriteAllText(mine, Mine);
        else if (kind == "folder") File.WriteAllText(Path.Combine(Directory.CreateDirectory(mine).FullName, "file"), Mine);
        else
            File.CreateSymbolicLink(
                mine,
                kind switch
                {
                    "link" => Path.Combine(elsewhere, "file"),
                    "link to nothing" => Path.Combine(elsewhere, "nothing"),
                    _ => elsewhere
                });
        foreach (var line in Lines(verb, place))
        {
            var result = Cli.Run(line);
            Assert.True(result.Status is 0 or 1 or 2, $"{name} as {kind}: {result}");
            Assert.True(kind switch
            {
                "file" => File.ReadAllText(mine) == Mine,
                "folder" => File.ReadAllText(Path.Combine(mine, "file")) == Mine,
                _ => new FileInfo(mine).LinkTarget != null,
            }, $"{name} as {kind} is lost after {string.Join(' ', line)}");
            Assert.Equal(
                ["checkpoint", "file", "metrics.json"],
                Directory.GetFileSystemEntries(elsewhere).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.All(Directory.GetFiles(elsewhere), file => Assert.Equal(Mine, File.ReadAllText(file)));
        }
    }

    // Files and folders that a whole one has; what is hidden is torchreg's own list.
    static IEnumerable<string> Entries(string root) =>
        Directory
            .GetFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(name => !name.Contains(".torchreg", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    static void Copy(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(path, place);
        }
    }

    [Fact]
    public void Places_that_nobody_named_are_free_or_passed_over()
    {
        foreach (var (name, isFolder) in new[] { ("runs/t", true), ("runs/t-2", false), ("sweeps/s", true) })
        {
            if (isFolder) Directory.CreateDirectory(Place(name));
            else Directory.CreateDirectory(Path.GetDirectoryName(Place(name))!);
            File.WriteAllText(isFolder ? Path.Combine(Place(name), "config.json") : Place(name), Mine);
        }
        folder.Write("t.json", Training);
        folder.Write("s.json", Sweeping);
        using (var train = TorchRegProcess.Start(folder.Path, [], ["train", "t.json", "--json"]))
        {
            train.StandardOutput.ReadToEnd();
            train.WaitForExit();
            Assert.Equal(0, train.ExitCode);
        }
        using (var sweep = TorchRegProcess.Start(folder.Path, [], ["sweep", "s.json"]))
        {
            Assert.Contains("is not empty; name another folder", sweep.StandardError.ReadToEnd());
            sweep.WaitForExit();
            Assert.Equal(2, sweep.ExitCode);
        }
        Assert.True(File.Exists(Place("runs/t-3/metrics.json")));
        Assert.All(
            new[] { "runs/t/config.json", "runs/t-2", "sweeps/s/config.json" },
            name => Assert.Equal(Mine, File.ReadAllText(Place(name))));
        Assert.Equal(["config.json"], Directory.GetFileSystemEntries(Place("sweeps/s")).Select(Path.GetFileName));
    }
}
