using System.Text;
using TorchReg.Cli.Sweep;
using TorchReg.Selection;

namespace TorchReg.Fuzz.Tests;

/// <summary>Folders of runs, sweeps and choices, finished and half-made, of which a file is damaged or another's.</summary>
public sealed class FolderFuzz(Place place) : IClassFixture<Place>
{
    const string Config = """
        { "data": { "source": "classification", "trainRows": 24, "testRows": 12, "generated": { "columns": 4,
        "nonZero": 2 } }, "model": { "kind": "softmax" },
          "penalties": [ { "penalty": "l1", "lambda": 0.01, "mode": "proximal" } ], "training": { "epochs": 2, "batchSize": 8,
          "threads": 1 }, "checkpoints": { "everySteps": 2, "everySeconds": 0 } }
        """;

    const string Sweeping = """
        { "base": { "data": { "source": "classification", "trainRows": 24, "testRows": 12, "generated": { "columns": 4,
        "nonZero": 2 } }, "model": { "kind": "softmax" },
                    "training": { "epochs": 2, "batchSize": 8, "threads": 1 } },
                    "vary": { "training.learningRate": [ 0.1, 0.2 ], "training.seed": [ 0, 1 ] }, "workers": 1 }
        """;

    const string Rows = "x0,x1,x2,x3,y\n0.5,1,2,-1,0\n1,2,3,4,1\n";

    [Fact]
    public void A_runs_folder_with_any_damage_is_used_or_refused_in_a_line()
    {
        string[] begin = ["train", place.Write("run.json", Encoding.UTF8.GetBytes(Config)), "--to"];
        var rows = place.Write("rows.csv", Encoding.UTF8.GetBytes(Rows));
        var (folders, other) = Made("run", begin, [.. begin, place.At("run-other"), "--training.seed=5"], 30, 45);
        foreach (var (name, random) in Budget.Inputs("run", 150))
        {
            var run = place.Copy(folders[random.Below(folders.Count)], "damaged-run");
            var damage = Damage.Of(run, other, random);
            string[] line = random.Below(5) switch
            {
                0 => ["evaluate", run],
                1 => ["predict", run, rows],
                2 => ["report", run],
                3 => ["train", begin[1], "--to", run],
                _ => ["train", "--resume", run],
            };
            Verdict.Cli($"{name}, {damage}", line);
        }
    }

    [Fact]
    public void A_sweeps_folder_with_any_damage_is_used_or_refused_in_a_line()
    {
        string[] begin = ["sweep", place.Write("sweep.json", Encoding.UTF8.GetBytes(Sweeping)), "--to"];
        var (folders, other) = Made("sweep", begin, [.. begin, place.At("sweep-other"), "--training.batchSize=6"], 12, 22, 30);
        foreach (var (name, random) in Budget.Inputs("sweep folder", 100))
        {
            var sweep = place.Copy(folders[random.Below(folders.Count)], "damaged-sweep");
            var damage = Damage.Of(sweep, other, random);
            string[] line = random.Below(6) switch
            {
                0 => ["sweep", "status", sweep],
                1 => ["sweep", "status", sweep, "--json"],
                2 => ["sweep", "collect", sweep],
                3 => [.. begin, sweep],
                4 => ["sweep", "resubmit", sweep],
                _ => ["sweep", sweep, "--force"],
            };
            Verdict.Cli($"{name}, {damage}", line);
        }
    }

    [Theory]
    [InlineData("separate", "--loss=squaredError", "price")]
    [InlineData("batched", "--loss=softmax", "kind")]
    public void A_choices_folder_with_any_damage_is_finished_to_the_same_answer_or_refused_in_a_line(
        string kind,
        string loss,
        string target)
    {
        string[] begin =
        [
            "select",
            $"--data={place.Write($"{kind}.csv", Encoding.UTF8.GetBytes(Houses(target)))}",
            loss,
            "--path.count=13",
            "--ratio=0.2",
            "--folds.count=3",
            "--folds.threads=1",
            "--json",
            "--to"
        ];
        var (folders, other) = Made(
            $"choice-{kind}",
            begin,
            [.. begin, place.At($"choice-{kind}-other"), "--folds.seed=3"],
            20,
            26,
            33);
        var whole = File.ReadAllText(Path.Combine(folders[0], "selection.json"));
        foreach (var (name, random) in Budget.Inputs($"choice {kind}", 40))
        {
            var choice = place.Copy(folders[random.Below(folders.Count)], $"damaged-{kind}");
            var damage = Damage.Of(choice, other, random);
            var (status, output, _) = Verdict.Cli($"{name}, {damage}", [.. begin, choice]);
            // What is inside a part may be made to say anything by who makes its checksum right; nothing else may change the
            // answer.
            if (status == 0 && !damage.Contains("part-of-choice, rewritten", StringComparison.Ordinal))
                Assert.True(whole.TrimEnd() == output.TrimEnd(), $"{name}, {damage}: another answer");
        }
    }

    static string Houses(string target) =>
        $"size,rooms,{target}\n" +
        string.Concat(
            Enumerable
                .Range(0, 36)
                .Select(i => (Size: i * 7 % 11, Rooms: i % 4, Noise: i * i % 5))
                .Select(r => (r.Size, r.Rooms, Price: (r.Size * 3) - r.Rooms + r.Noise, Kind: (r.Size + r.Noise) / 6))
                .Select(r => FormattableString.Invariant($"{r.Size},{r.Rooms},{(target == "kind" ? r.Kind : r.Price)}\n")));

    /// <summary>The whole folder, and such as ended before an operation on the disk; and one of other settings.</summary>
    (IReadOnlyList<string> Folders, string Other) Made(string kind, string[] begin, string[] other, params int[] ends)
    {
        var folders = new List<string> { place.At($"{kind}-whole") };
        Assert.Equal(0, Verdict.Cli(kind, [.. begin, folders[0]]).Status);
        Assert.Equal(0, Verdict.Cli(kind, other).Status);
        foreach (var end in ends)
        {
            var steps = 0;
            folders.Add(place.At($"{kind}-{end}"));
            // In place of the operation and of all after it, as where the process was killed.
            Verdict.Cli(
                kind,
                [.. begin, folders[^1]],
                before: _ =>
                {
                    if (++steps >= end)
                        throw new IOException("the disk is gone");
                });
            Assert.True(steps >= end, $"{kind}: only {steps} operations");
        }
        return (folders, place.At($"{kind}-other"));
    }

    [Fact]
    public void A_line_of_a_sweeps_results_is_a_result_or_none()
    {
        var line = SweepResult.Failure("0123456789abcdef", RunState.Diverged, "loss is NaN").ToLine();
        foreach (var (name, random) in Budget.Inputs("results", 400))
        {
            var text = Mutation.Text(line, random);
            Verdict.Library(name, () => SweepResult.OfLine(random.Below(2) == 0 ? text : Damage.Sealed(text)));
        }
    }

    [Fact]
    public void A_file_of_finished_trials_is_read_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("trials", 300))
        {
            var path = place.Write(
                "trials.jsonl",
                Mutation.Of("{\"Values\":{\"l1\":0.1,\"l2\":2},\"Scores\":[0.5,null,1e3]}\n"u8.ToArray(), random));
            Verdict.Library(name, () => SearchResult.Load(path), typeof(InvalidDataException));
        }
    }
}
