using System.Text.Json;
using TorchReg.Cli.Sweep;

namespace TorchReg.Cli.Tests.Sweep;

/// <summary>
/// Agreement of many ways to run one sweep: the table's bytes are the same, and the numbers those of single runs.
/// </summary>
public sealed class SweepTests : FolderTests
{
    const string Small = """
        { "base": { "data": { "source": "classification", "trainRows": 200, "testRows": 80, "generated": { "columns": 8 } },
        "penalties": [ { "penalty": "l1", "lambda": 0.01, "mode": "proximal" } ],
                    "training": { "epochs": 3, "batchSize": 16, "threads": 1 } },
          "vary": { "penalties.0.lambda": { "from": 0.001, "to": 0.3, "count": 4, "scale": "log" },
          "model": [ { "kind": "softmax" }, { "kind": "mlp", "hidden": [6] } ] }, "folds": 2 }
        """;

    string Config => folder.Write("small.json", Small);
    string Place(string name) => Path.Combine(folder.Path, name);
    string Table(string name) => File.ReadAllText(Path.Combine(Place(name), "table.csv"));

    static string Done(params string[] args)
    {
        var result = Cli.Run(args);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return result.Out;
    }

    [Fact]
    public void Processes_shards_and_one_process_give_the_same_bytes()
    {
        Done("sweep", Config, "--to", Place("one"), "--workers=1");
        Done("sweep", Config, "--to", Place("many"), "--workers=3");
        foreach (var i in new[] { 2, 0, 1, 1 }) Done("sweep", Config, "--to", Place("shards"), $"--shard={i}/3");
        Assert.Contains("16 of 16 runs are done", Done("sweep", "status", Place("shards")));
        Done("sweep", "collect", Place("shards"));
        Assert.Equal(Table("one"), Table("many"));
        Assert.Equal(Table("one"), Table("shards"));
        Assert.Equal(
            File.ReadAllText(Path.Combine(Place("one"), "table.json")),
            File.ReadAllText(Path.Combine(Place("shards"), "table.json")));
        Assert.Equal(17, Table("one").TrimEnd('\n').Split('\n').Length);
        var page = File.ReadAllText(Path.Combine(Place("one"), "sweep.html"));
        Assert.All(
            new[] { "The best", "validation loss over penalties.0.lambda", "What was varied", "Time spent" },
            heading => Assert.Contains(heading, page));
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public void The_best_settings_train_alone_to_the_numbers_that_the_sweep_found()
    {
        // No folds: then the run of the table and the run of best.json are one.
        var config = folder.Write("plain.json", Small.Replace(", \"folds\": 2", ""));
        Done("sweep", config, "--to", Place("sweep"), "--workers=1");
        Done("train", Path.Combine(Place("sweep"), "best.json"), "--to", Place("run"));
        var alone = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Place("run"), "metrics.json")))
            .RootElement.GetProperty("test")
            .GetProperty("dataLoss")
            .GetDouble();
        var table = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Place("sweep"), "table.json")))
            .RootElement.EnumerateArray()
            .MinBy(row => row.GetProperty("validation loss").GetDouble());
        Assert.Equal(alone, table.GetProperty("test loss").GetDouble(), 5);
    }

    [Fact]
    public void Every_model_of_a_stack_ends_where_it_ends_alone()
    {
        Done("sweep", Config, "--to", Place("stacks"), "--workers=1");
        var alone = folder.Write("alone.json", Small.Replace("\"folds\": 2", "\"folds\": 2, \"together\": 1"));
        Done("sweep", alone, "--to", Place("alone"), "--workers=1");
        var (a, b) = (Rows("stacks"), Rows("alone"));
        Assert.Equal(a.Select(Id), b.Select(Id));
        Assert.All(
            a.Zip(b),
            pair =>
                Assert.Equal(pair.First.GetProperty(
                    "test loss").GetDouble(), pair.Second.GetProperty("test loss").GetDouble(), 4));

        JsonElement[] Rows(string name) =>
            [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Place(name), "table.json"))).RootElement.EnumerateArray()];
        static string Id(JsonElement row) => row.GetProperty("id").GetString()!;
    }

    [Fact]
    public void What_has_a_result_is_not_run_again_and_a_changed_file_runs_what_is_new()
    {
        Done("sweep", Config, "--to", Place("sweep"), "--workers=1");
        var before = Results("sweep");
        Assert.DoesNotContain("to do", Done("sweep", Config, "--to", Place("sweep")));
        Assert.Equal(before, Results("sweep"));
        var changed = folder.Write("changed.json", Small.Replace("\"count\": 4", "\"count\": 7"));
        // Seven steps over the same ends hold the four of before; linear models share their batches with the new ones, and so are
        // trained again.
        Assert.Contains("28 runs, 20 to do", Done("sweep", changed, "--to", Place("sweep"), "--workers=1"));
        Assert.Equal(29, Table("sweep").TrimEnd('\n').Split('\n').Length);
    }

    string[] Results(string name) =>
        [.. Directory.GetFiles(Path.Combine(Place(name), "results")).SelectMany(File.ReadAllLines).Order()];

    [Fact]
    public void Torn_and_damaged_lines_do_not_count_and_their_runs_are_done_again()
    {
        Done("sweep", Config, "--to", Place("sweep"), "--workers=1");
        var whole = Table("sweep");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Place("sweep"), "results")));
        var lines = File.ReadAllLines(file);
        // One digit of one number is another; the last line ends in the middle.
        lines[3] = lines[3].Replace("\"epochs\":3", "\"epochs\":4");
        File.WriteAllText(file, string.Join('\n', lines)[..^40]);
        Assert.Contains("2 lines were left unfinished", Cli.Run("sweep", "status", Place("sweep")).Out);
        Assert.Contains("16 runs, 5 to do", Done("sweep", Place("sweep"), "--workers=1"));
        // The whole unit is done again, with the same neighbours in its product.
        Assert.Equal(whole, Table("sweep"));
    }

    [Fact]
    public void A_sweep_killed_at_random_moments_goes_on_to_the_same_bytes()
    {
        Done("sweep", Config, "--to", Place("whole"), "--workers=1", "--epochs=40");
        var random = new Random(5);
        for (var kills = 0; kills < 4; kills++)
        {
            using var process = TorchRegProcess.Start("sweep", Config, "--to", Place("killed"), "--epochs=40", "--workers=2");
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(900, 2200)))) process.Kill();
            process.WaitForExit();
        }
        Done("sweep", Config, "--to", Place("killed"), "--epochs=40");
        Assert.Equal(Table("whole"), Table("killed"));
    }

    [Fact]
    public void Halving_ends_with_the_best_of_those_that_it_kept()
    {
        var config = folder.Write("halving.json", """
            { "base": { "data": { "source": "classification", "trainRows": 200, "testRows": 80,
            "generated": { "columns": 8 } }, "training": { "epochs": 9, "threads": 1 } },
              "vary": { "training.learningRate": { "from": 0.0001, "to": 1, "count": 9, "scale": "log" } },
              "strategy": { "kind": "halving" } }
            """);
        Done("sweep", config, "--to", Place("sweep"), "--workers=1");
        var rows = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Place("sweep"), "table.json")))
            .RootElement.EnumerateArray()
            .Select(row =>
                (
                    Epochs: row.GetProperty("training.epochs").GetInt32(),
                    Rate: row.GetProperty("training.learningRate").GetDouble(),
                    Loss: row.GetProperty("validation loss").GetDouble()))
            .ToArray();
        Assert.Equal(
            [(1, 9), (3, 3), (9, 1)],
            rows.GroupBy(row => row.Epochs).OrderBy(rung => rung.Key).Select(rung => (rung.Key, rung.Count())));
        foreach (var (few, more) in new[] { (1, 3), (3, 9) })
            Assert.Equal(
                rows.Where(row => row.Epochs == few)
                    .OrderBy(row => row.Loss)
                    .Take(more == 3 ? 3 : 1)
                    .Select(row => row.Rate)
                    .Order(),
                rows.Where(row => row.Epochs == more).Select(row => row.Rate).Order());
        // A shard alone can't begin a rung whose points others still decide.
        var parts = folder.Write("parts.json", File.ReadAllText(config).Replace("\"strategy\"", "\"together\": 3, \"strategy\""));
        Done("sweep", parts, "--to", Place("shard"), "--shard=0/2");
        Assert.Contains("rung 1 of 3", Cli.Run("sweep", "status", Place("shard")).Out);
    }

    [Fact]
    public void A_run_that_diverges_is_told_and_costs_no_other()
    {
        var config = folder.Write("steep.json", """
            { "base": { "data": { "source": "regression", "trainRows": 100, "testRows": 50 }, "model": { "kind": "linear" },
            "training": { "epochs": 20, "threads": 1 } },
              "vary": { "training.learningRate": [0.01, 1000000] } }
            """);
        Assert.Contains("1 of 2 runs are done, 1 diverged", Done("sweep", config, "--to", Place("sweep"), "--workers=1"));
        Assert.Contains("diverged,", Table("sweep"));
        Assert.Contains("\"learningRate\": 0.01", File.ReadAllText(Path.Combine(Place("sweep"), "best.json")));
    }

    [Fact]
    public void What_fails_is_told_with_its_reason_and_tried_again()
    {
        var config = folder.Write("unsound.json", """
            { "base": { "data": { "source": "regression", "trainRows": 100, "testRows": 50 }, "model": { "kind": "linear" },
            "penalties": [ { "penalty": "l1", "lambda": 0.1 } ], "training": { "epochs": 2 } },
              "vary": { "penalties.0.mode": ["gradient", "decoupled", "proximal"] } }
            """);
        var result = Cli.Run("sweep", config, "--to", Place("sweep"), "--workers=1");
        Assert.Equal(1, result.Status);
        Assert.Contains("2 of 3 runs are done, 1 are missing", result.Out);
        Assert.Contains("1: failed: penalties: L1(0.1) can't act as PenaltyMode.Decoupled", result.Out);
        Assert.Contains("3 runs, 1 to do", Cli.Run("sweep", Place("sweep"), "--workers=1").Out);
    }

    [Fact]
    public void A_result_reads_as_it_was_written_and_any_change_is_seen()
    {
        var line = SweepResult.Failure("0123", RunState.Diverged, "loss\nis infinite", 1.5, 3).ToLine();
        Assert.Equal(line, SweepResult.OfLine(line)!.ToLine());
        Assert.Equal("loss is infinite", SweepResult.OfLine(line)!.Reason);
        for (var i = 0; i < line.Length; i++)
        {
            Assert.Null(SweepResult.OfLine(line[..i]));
            Assert.Null(SweepResult.OfLine(line[..i] + (line[i] == 'x' ? 'y' : 'x') + line[(i + 1)..]));
        }
    }

    [Fact]
    public void Each_row_is_watched_in_one_fold()
    {
        var lines = Enumerable.Range(0, 3).Select(fold =>
        {
            Done(
                "train",
                folder.Write(
                    "fold.json",
                    """
                    { "data": { "source": "classification", "trainRows": 100, "testRows": 50, "folds": 3 },
                    "training": { "epochs": 1, "threads": 1 } }
                    """),
                "--to",
                Place($"fold{fold}"),
                $"--data.fold={fold}");
            var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place($"fold{fold}"), "manifest.json"))).RootElement;
            return (
                Train: manifest.GetProperty("train").GetProperty("rows").GetInt32(),
                Watched: manifest.GetProperty("validation").GetProperty("rows").GetInt32(),
                Sha: manifest.GetProperty("validation").GetProperty("sha256").GetString());
        }).ToArray();
        Assert.Equal(100, lines.Sum(line => line.Watched));
        Assert.All(lines, line => Assert.Equal(100, line.Train + line.Watched));
        Assert.Equal(3, lines.Select(line => line.Sha).Distinct().Count());
    }
}
