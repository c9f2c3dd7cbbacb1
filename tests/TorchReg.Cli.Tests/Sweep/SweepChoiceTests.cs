using System.Globalization;
using System.Text.Json;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Sweep;

/// <summary>What a sweep says of itself: what failed and why, where a grid ends, what is as good, what halving saves.</summary>
public sealed class SweepChoiceTests : FolderTests
{
    string Place(string name) => Path.Combine(folder.Path, name);

    string Table(string name) => File.ReadAllText(Path.Combine(Place(name), "table.csv"));

    static string Done(params string[] args)
    {
        var result = Cli.Run(args);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return string.Join(' ', result.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    string Write(string vary, string more = "", string @base = "") => folder.Write("sweep.json", $$"""
        { "base": { "data": { "source": "classification", "trainRows": 200, "testRows": 80, "generated": { "columns": 8 } },
            "model": { "kind": "mlp", "hidden": [6] }, "optimizer": { "kind": "adam" }, {{@base}}
            "penalties": [{ "penalty": "l1", "lambda": 0.001, "mode": "proximal" }],
            "training": { "epochs": 9, "learningRate": 0.01, "threads": 1 } },
          "vary": { {{vary}} } {{more}} }
        """);

    const string Rates = """ "training.learningRate": { "from": 0.0001, "to": 0.1, "count": 9, "scale": "log" } """;
    const string Halving = """ , "strategy": { "kind": "halving" } """;

    static JsonElement[] Rows(string sweep) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "table.json"))).RootElement.EnumerateArray()];

    static int EpochsRun(string sweep) => File.ReadAllLines(Path.Combine(sweep, "times.csv")).Skip(1)
        .Sum(line => int.Parse(line.Split(',')[2], CultureInfo.InvariantCulture));

    // All but the id and the kind of sweep.
    static string[] Of(IEnumerable<JsonElement> rows) =>
    [
        .. rows.Select(row => string.Join(' ', row.EnumerateObject()
            .Where(value => value.Name is not ("id" or "training.epochs")).Select(value => $"{value.Name}={value.Value}"))),
    ];

    [Fact]
    public void Halving_goes_on_from_the_rung_before_to_the_numbers_of_a_training_at_once()
    {
        Done("sweep", Write(Rates, Halving), "--to", Place("halving"), "--workers=1");
        Done("sweep", Write(Rates), "--to", Place("grid"), "--workers=1");
        var last = Assert.Single(Rows(Place("halving")), row => row.GetProperty("training.epochs").GetInt32() == 9);
        Assert.Contains(Assert.Single(Of([last])), Of(Rows(Place("grid"))));
        // Nine of one epoch, three of two more, one of six more; anew it would be 27.
        Assert.Equal((21, 81), (EpochsRun(Place("halving")), EpochsRun(Place("grid"))));
        Assert.Empty(Directory.GetDirectories(Place("halving"), "state-*"));
        Done("sweep", Write(Rates, Halving), "--to", Place("two"), "--workers=2");
        Assert.Equal(Table("halving"), Table("two"));
    }

    [Fact]
    public void Halving_goes_on_with_early_stopping_and_noise_as_well()
    {
        const string stops = """ "stopping": { "watch": "loss", "patience": 1 }, """;
        string[] words = ["--workers=1", "--model.dropout=0.3"];
        Done(["sweep", Write(Rates, Halving, stops), "--to", Place("halving"), .. words]);
        Done(["sweep", Write(Rates, "", stops), "--to", Place("grid"), .. words]);
        var last = Assert.Single(Rows(Place("halving")), row => row.GetProperty("training.epochs").GetInt32() == 9);
        Assert.Contains(Assert.Single(Of([last])), Of(Rows(Place("grid"))));
    }

    [Fact]
    public void Halving_begins_anew_where_the_rate_counts_the_epochs_to_come()
    {
        Done("sweep", Write(Rates, Halving, """ "schedule": { "kind": "cosine" }, """), "--to", Place("sweep"), "--workers=1");
        Assert.Equal(27, EpochsRun(Place("sweep")));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_left_and_the_run_begins_anew()
    {
        Done("sweep", Write(Rates, Halving), "--to", Place("whole"), "--workers=1");
        Done("sweep", Write(Rates, Halving), "--to", Place("sweep"), "--shard=0/1");
        // The results are lost, the states of the last rung are there.
        foreach (var file in Directory.GetFiles(Path.Combine(Place("sweep"), "results"))) File.Delete(file);
        Done("sweep", Place("sweep"), "--workers=1");
        Assert.Equal(Table("whole"), Table("sweep"));
    }

    [Fact]
    public void What_failed_stands_in_every_table_with_its_reason()
    {
        var config = Write(""" "loss.kind": ["auto", "poisson"] """);
        var result = Cli.Run("sweep", config, "--to", Place("sweep"), "--workers=1");
        Assert.Equal(1, result.Status);
        const string reason = "loss.kind is poisson, but the target is a class; set it to auto";
        Assert.Contains($"failed: {reason[..20]}", result.Out, StringComparison.Ordinal);
        Assert.Contains($"1: failed: {reason}", result.Out, StringComparison.Ordinal);
        var failed = Assert.Single(Rows(Place("sweep")), row => row.GetProperty("state").GetString() != "done");
        Assert.Equal(("failed", reason), (failed.GetProperty("state").GetString(), failed.GetProperty("reason").GetString()));
        foreach (var file in new[] { "table.csv", "sweep.html" })
            Assert.Contains(reason, File.ReadAllText(Path.Combine(Place("sweep"), file)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_diverged_is_told_with_its_reason() => Assert.Contains(
        "1: diverged: Training diverged in epoch",
        Done("sweep", folder.Write("steep.json", """
            { "base": { "data": { "source": "regression", "trainRows": 100, "testRows": 50 }, "training": { "epochs": 20 } },
              "vary": { "training.learningRate": [0.01, 1000000] } }
            """), "--to", Place("sweep"), "--workers=1"),
        StringComparison.Ordinal);

    [Fact]
    public void A_best_at_the_end_of_its_grid_is_told()
    {
        var told = Done("sweep", Write(""" "penalties.0.lambda": [0.003, 0.5, 1] """), "--to", Place("sweep"), "--workers=1");
        const string note = "penalties.0.lambda is 0.003 at the best point, the smallest that was tried; a smaller one may do " +
            "better";
        Assert.Contains(note, told, StringComparison.Ordinal);
        Assert.Contains(note, File.ReadAllText(Path.Combine(Place("sweep"), "sweep.html")), StringComparison.Ordinal);
        Assert.Contains(note, Cli.Run("sweep", "status", Place("sweep"), "--json").Out, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "that was tried",
            Done("sweep", Write(""" "model.dropout": [0, 0.8, 0.95] """), "--to", Place("zero"), "--workers=1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_strength_within_one_standard_error_is_a_file_beside_the_best()
    {
        var config = Write(
            """ "penalties.0.lambda": { "from": 0.0001, "to": 1, "count": 9, "scale": "log" }, "training.batchSize": [16, 32] """,
            """ , "folds": 4 """);
        var told = Done("sweep", config, "--to", Place("sweep"), "--workers=1");
        Assert.Contains("Within one standard error of the best: penalties.0.lambda = ", told, StringComparison.Ordinal);
        var points = Rows(Place("sweep"))
            .GroupBy(row => (
                L: row.GetProperty("penalties.0.lambda").GetDouble(), B: row.GetProperty("training.batchSize").GetInt32()))
            .Select(point =>
            {
                double[] losses = [.. point.Select(row => row.GetProperty("validation loss").GetDouble())];
                var mean = losses.Average();
                return (point.Key, Mean: mean, Error: Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / 3 / 4));
            }).ToArray();
        var best = points.MinBy(point => point.Mean);
        var expected = points
            .Where(point => point.Key.B == best.Key.B && point.Mean <= best.Mean + best.Error).Max(point => point.Key.L);
        var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place("sweep"), "best-one-standard-error.json"))).RootElement;
        Assert.Equal(
            (expected, best.Key.B),
            (file.GetProperty("penalties")[0].GetProperty("lambda").GetDouble(),
                file.GetProperty("training").GetProperty("batchSize").GetInt32()));
        Assert.True(expected > best.Key.L);
    }

    [Fact]
    public void Every_strategy_in_the_documents_is_one()
    {
        var blocks = Repository.Read("docs/runs.md").Split("```json\n").Skip(1).Select(block => block.Split("```")[0])
            .Where(block => block.Contains("\"vary\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, blocks.Length);
        foreach (var block in blocks)
        {
            var config = folder.Write("documented.json", block.Replace(
                "\"base\": \"", $"\"base\": \"{Path.Combine(Repository.Root, "configs")}/", StringComparison.Ordinal));
            Assert.Matches("points, [0-9]+ runs of", Done("sweep", config, "--dry-run"));
        }
    }
}
