using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TorchReg.Cli.Compare;
using TorchReg.Data;

namespace TorchReg.Cli.Tests;

/// <summary>A CSV file stands alone behind train, compare and sweep as behind select, and is read alike.</summary>
public sealed class RowsAloneTests : FolderTests
{
    string Place(string name) => Path.Combine(folder.Path, name);

    // Columns of unlike size, one of text, some cells missing; the price is of both.
    string Rows(string name = "houses.csv")
    {
        var random = new SplitMix64(5);
        var text = new StringBuilder("size;city;price;kind\n");
        for (var i = 0; i < 120; i++)
        {
            var (size, city) = (1_000 * random.Normal(), random.Below(3));
            var price = (0.002 * size) + city + (0.1 * random.Normal());
            text.Append(CultureInfo.InvariantCulture, $"{(i % 20 == 7 ? "n/a" : $"{size:F1}".Replace('.', ','))};")
                .Append(CultureInfo.InvariantCulture, $"c{city};{$"{price:F3}".Replace('.', ',')};")
                .Append(price > 1 ? "dear\n" : "cheap\n");
        }
        return folder.Write(name, text.ToString());
    }

    static CliResult Done(params string[] args)
    {
        var result = Cli.Run(args, Cli.NoVariables, CompareRunner.Open);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return result;
    }

    static string Joined(CliResult result) =>
        string.Join(' ', result.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Train_takes_a_linear_model_and_the_loss_that_the_target_asks_for_and_says_so()
    {
        var told = Joined(Done("train", Rows(), "--target=price", "--ignored=kind", "--missing=median", "--to", Place("run")));
        Assert.Contains(
            "the target is a number: the model is linear, the loss half squared error; columns are standardized by the " +
                "training rows",
            told, StringComparison.Ordinal);
        Assert.Contains(
            "120 rows; missing cells filled in: 'size' 6; 1 column of numbers, 1 of text: 5 features", told,
            StringComparison.Ordinal);
        var r2 = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place("run"), "metrics.json"))).RootElement
            .GetProperty("test").GetProperty("metrics").GetProperty("R²").GetDouble();
        Assert.InRange(r2, 0.6, 1);
        Assert.Equal(0, Cli.Run("predict", Place("run"), folder.Write("new.csv", "city;size\nc1;12,5\n")).Status);
    }

    [Fact]
    public void Train_takes_softmax_for_words()
    {
        var told = Joined(Done(
            "train", Rows(), "--target=kind", "--ignored=price", "--missing=drop", "--epochs=5", "--to", Place("run")));
        Assert.Contains(
            "the target is one of 2 classes: the model is softmax, the loss cross-entropy", told, StringComparison.Ordinal);
        Assert.Contains("114 of 120 rows; 6 left out for missing cells: 'size' 6", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_nobody_names_is_named_after_its_rows()
    {
        var runs = Place("runs");
        var result = Cli.Run(
            ["train", Rows("houses.2024.csv"), "--target=price", "--missing=mean", "--epochs=1"], Cli.NoVariables, runs: runs);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Equal([Path.Combine(runs, "houses")], Directory.GetDirectories(runs));
    }

    [Fact]
    public void Compare_judges_numbers_by_R2_and_gives_what_train_gives()
    {
        string[] same = ["--target=price", "--ignored=kind", "--missing=median", "--epochs=30", "--learningRate=0.05"];
        var compared = JsonDocument.Parse(Done(["compare", Rows(), .. same, "--runs.1.lambda=0.1", "--json"]).Out).RootElement;
        var l1 = compared.GetProperty("runs")[1];
        Assert.Equal("R²", l1.GetProperty("metric").GetString());
        var config = folder.Write("run.json", """
            { "data": { "standardize": true, "validationFraction": 0 }, "model": { "initialization": "zeros" },
              "penalties": [{ "penalty": "l1", "lambda": 0.1, "mode": "gradient" }], "training": { "batchSize": 250 } }
            """);
        Done(["train", config, Rows(), .. same, "--to", Place("run")]);
        var trained = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place("run"), "metrics.json"))).RootElement;
        foreach (var rows in new[] { "training", "test" })
            Assert.Equal(
                trained.GetProperty(rows).GetProperty("metrics").GetProperty("R²").GetDouble(),
                l1.GetProperty(rows == "test" ? "test" : "train").GetDouble(), 6);
        Assert.Equal(96, compared.GetProperty("data").GetProperty("trainRows").GetInt32());
        var told = Joined(Done(["compare", Rows(), .. same]));
        Assert.Contains("missing cells filled in: 'size' 6", told, StringComparison.Ordinal);
        Assert.Matches(@"Without a penalty R² is 0\.[0-9]{4} on the training rows and 0\.[0-9]{4} on the test rows", told);
        Assert.Contains("train, test: R²; gap: their difference; loss:", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_judges_classes_by_their_accuracy()
    {
        var told = Joined(Done("compare", Rows(), "--target=kind", "--ignored=price", "--missing=drop", "--epochs=20"));
        Assert.Contains("Without a penalty the classifier is right on", told, StringComparison.Ordinal);
        Assert.Contains("training 91 rows", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_refuses_rows_that_are_kept_sparse() => Assert.Contains(
        "compare counts zeros of dense ones",
        Cli.Refused(Cli.Run(
            ["compare", Rows(), "--target=price", "--missing=drop", "--data.csv.sparse=true", "--standardize=false"],
            Cli.NoVariables, CompareRunner.Open)),
        StringComparison.Ordinal);

    [Fact]
    public void Sweep_takes_the_penalty_s_strength_of_rows_alone_and_of_a_config()
    {
        var told = Joined(Done(
            "sweep", Rows(), "--target=price", "--ignored=kind", "--missing=mean", "--epochs=5", "--to", Place("alone"),
            "--workers=1"));
        Assert.Contains("50 of 50 runs are done", told, StringComparison.Ordinal);
        var config = folder.Write("some.json", """
            { "base": { "data": { "standardize": true }, "training": { "epochs": 3 } },
              "vary": { "training.learningRate": [0.01, 0.1] } }
            """);
        Done("sweep", config, Rows(), "--target=kind", "--missing=mean", "--to", Place("some"), "--workers=1");
        Assert.Equal(3, File.ReadAllLines(Path.Combine(Place("some"), "table.csv")).Length);
        Done("train", Path.Combine(Place("alone"), "best.json"), "--to", Place("best"));
    }

    // Prices in dollars and in cents are the same question.
    [Fact]
    public void A_target_in_other_units_gives_the_same_answer_behind_each_verb()
    {
        var random = new SplitMix64(3);
        var (small, large) = (new StringBuilder("a,b,c,y\n"), new StringBuilder("a,b,c,y\n"));
        for (var i = 0; i < 100; i++)
        {
            var (a, b, c) = (random.Normal(), 1_000 * random.Normal(), random.Normal());
            var y = a + (0.002 * b) + (0.3 * random.Normal());
            small.Append(CultureInfo.InvariantCulture, $"{a},{b},{c},{y:F4}\n");
            large.Append(CultureInfo.InvariantCulture, $"{a},{b},{c},{y * 65_536:R}\n");
        }
        var (one, other) = (folder.Write("one.csv", $"{small}"), folder.Write("other.csv", $"{large}"));

        double[] R2Of(string rows) => [.. JsonDocument.Parse(Done("compare", rows, "--epochs=60", "--json").Out).RootElement
            .GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("test").GetDouble())];
        foreach (var (given, scaled) in R2Of(one).Zip(R2Of(other))) Assert.Equal(given, scaled, 0.005);

        string BestOf(string rows, string to)
        {
            Done("sweep", rows, "--epochs=10", "--to", Place(to), "--workers=1");
            var chosen = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place(to), "sweep.json"))).RootElement;
            return chosen.GetProperty("vary").GetProperty("penalties.0.lambda").GetProperty("to").GetRawText();
        }

        Assert.Equal(("2", "100000"), (BestOf(one, "s1"), BestOf(other, "s2")));
    }

    [Fact]
    public void Where_no_column_helps_a_sweep_says_so_and_asks_for_no_larger_strength()
    {
        var random = new SplitMix64(9);
        var text = new StringBuilder("a,y\n");
        for (var i = 0; i < 60; i++) text.Append(CultureInfo.InvariantCulture, $"{random.Normal()},{random.Normal()}\n");
        var told = Joined(Done("sweep", folder.Write("noise.csv", $"{text}"), "--to", Place("noise"), "--workers=1"));
        Assert.Contains("every weight is 0 there: no column helps", told, StringComparison.Ordinal);
        Assert.DoesNotContain("raise its to", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_penalizes_a_column_by_its_deviation_unless_it_is_told_not_to()
    {
        var random = new SplitMix64(4);
        var (metres, millimetres) = (new StringBuilder("a,b,y\n"), new StringBuilder("a,b,y\n"));
        for (var i = 0; i < 80; i++)
        {
            var (a, b) = (random.Normal(), random.Normal());
            var y = a + (0.5 * b) + (0.3 * random.Normal());
            metres.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{y:F4}\n");
            millimetres.Append(CultureInfo.InvariantCulture, $"{a:R},{b * 1_024:R},{y:F4}\n");
        }
        (string Out, string Rmse) Of(StringBuilder rows, string to, params string[] more)
        {
            var told = Joined(Done(
                ["select", folder.Write($"{to}.csv", $"{rows}"), "--target=y", "--path.count=20", "--to", Place(to), .. more]));
            return (told, Regex.Match(told, @"RMSE ([\d.]+)").Groups[1].Value);
        }

        var (usual, plain) = (Of(metres, "m"), Of(millimetres, "mm-plain", "--standardize=false"));
        Assert.Contains("and the penalty acts per standard deviation of a column", usual.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("per standard deviation", plain.Out, StringComparison.Ordinal);
        Assert.Equal(usual.Rmse, Of(millimetres, "mm").Rmse);
        Assert.NotEqual(usual.Rmse, plain.Rmse);
    }

    [Fact]
    public void What_a_column_may_be_is_set_by_the_same_keys_everywhere()
    {
        foreach (var verb in new[] { "train", "select", "compare", "sweep" })
            Assert.Contains(
                "houses.csv, line 1: there is no column 'prize', which data.csv.target names; did you mean 'price'?",
                Cli.Refused(Cli.Run(
                    [verb, Rows(), "--target=prize", .. verb == "sweep" ? (string[])["--to", Place("sweep")] : []],
                    Cli.NoVariables, CompareRunner.Open)),
                StringComparison.Ordinal);
        Assert.False(Directory.Exists(Place("sweep")));
    }
}
