using System.Diagnostics;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;

namespace TorchReg.Cli.Tests;

/// <summary>Input that would write to the terminal, fill it, or take minutes.</summary>
public sealed class HostileInputTests : FolderTests
{
    [Fact]
    public void No_value_of_a_file_reaches_the_screen_unescaped_or_whole()
    {
        var error = Cli.Refused(
            Cli.Run(
                "config",
                "show",
                folder.Write("run.json", $$"""{ "training": { "epochs": "\u001b[31m{{new string('x', 10_000)}}" } }""")));
        Assert.DoesNotContain('\u001b', error);
        Assert.Contains("\\u001B", error);
        Assert.InRange(error.Length, 50, 700);
    }

    [Fact]
    public void A_table_on_the_screen_shows_escape_sequences_and_does_not_send_them()
    {
        var text = new StringWriter();
        var screen = Screens.Plain(text);
        screen.Write(new Spectre.Console.Text("\u001b]0;owned\u0007 class\u202E"));
        Assert.Contains("\\u001B]0;owned\\u0007 class\\u202E", text.ToString());
    }

    // 14 s, and echoed whole.
    [Fact]
    public void A_key_of_five_million_characters_is_refused_at_once()
    {
        var path = folder.Write("run.json", $"{{ \"{new string('k', 5_000_000)}\": 1 }}");
        var watch = Stopwatch.StartNew();
        Assert.InRange(Cli.Refused(Cli.Run("config", "show", path)).Length, 50, 700);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData(
        """{ "base": {}, "vary": { "training.seed": { "from": 1, "to": 1000000, "count": 1000000 } } }""",
        "from 2 to 100000")]
    [InlineData(
        """
        { "base": { "data": { "validationFraction": 0.2 } }, "vary": { "training.learningRate": [ 0.1, 0.2 ] },
        "seeds": 100000, "folds": 1000 }
        """,
        "200,000,000 runs, of at most 100,000")]
    public void A_sweep_of_more_runs_than_the_limit_is_refused_before_it_is_planned(string sweep, string says)
    {
        var watch = Stopwatch.StartNew();
        Assert.Contains(says, Cli.Refused(Cli.Run("sweep", folder.Write("sweep.json", sweep), "--dry-run")));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData("""{ "data": { "source": "\ud800" } }""", "half of a surrogate pair")]
    [InlineData("{ \"training\": { \"epochs\": \"1\\u0000\" } }", "training.epochs is '1\\u0000'; it must be a whole number")]
    public void What_is_no_text_or_no_number_is_refused(string config, string says) =>
        Assert.Contains(says, Cli.Refused(Cli.Run("config", "show", folder.Write("run.json", config))));

    [Fact]
    public void A_configuration_that_is_not_UTF_8_is_refused_with_the_byte()
    {
        var path = Path.Combine(folder.Path, "run.json");
        File.WriteAllBytes(path, [.. "{ \"data\": { \"source\": \""u8, 0xE4, .. "\" } }"u8]);
        Assert.Contains("not UTF-8 at byte 23 (0xE4)", Cli.Refused(Cli.Run("config", "show", path)));
    }

    [Fact]
    public void Two_spellings_of_one_variable_are_refused_by_name()
    {
        var variables = new Dictionary<string, string>
        {
            ["TORCHREG_Training__Epochs"] = "1",
            ["TORCHREG_TRAINING__EPOCHS"] = "2"
        };
        var error = Cli.Refused(Cli.Run(["config", "show", folder.Write("run.json", "{}")], variables));
        Assert.Contains("one setting in two spellings", error);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("@SUM(1,2)", "\"'@SUM(1,2)\"")]
    [InlineData("+a", "'+a")]
    [InlineData("-1", "-1")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("Rome, Italy", "\"Rome, Italy\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void A_field_that_a_spreadsheet_would_run_is_marked_as_text(string text, string field) =>
        Assert.Equal(field, CsvText.Field(text));

    [Fact]
    public void A_class_that_is_a_formula_is_marked_in_the_predictions()
    {
        var csv = folder.Write(
            "t.csv",
            "x,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i < 20 ? "=1+1" : "b")}\n")));
        var config = folder.Write(
            "t.json",
            $$"""
            { "data": { "source": "{{csv}}", "standardize": true, "csv": { "targetKind": "class" } },
            "model": { "kind": "softmax" }, "training": { "epochs": 5, "threads": 1 } }
            """);
        var run = Path.Combine(folder.Path, "run");
        Assert.Equal(0, Cli.Run("train", config, "--to", run).Status);
        var lines = Cli.Run("predict", run, csv).Out.Split('\n');
        Assert.Equal("prediction,probability =1+1,probability b", lines[0]);
        Assert.StartsWith("'=1+1,", lines[1]);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("report")]
    public void A_model_with_a_number_that_is_none_answers_nothing(string verb)
    {
        var run = Path.Combine(folder.Path, "run");
        var config = folder.Write(
            "r.json",
            """
            { "data": { "source": "regression", "trainRows": 20, "testRows": 10, "generated": { "columns": 5 } },
            "model": { "kind": "linear" }, "training": { "epochs": 2, "threads": 1 } }
            """);
        Assert.Equal(0, Cli.Run("train", config, "--to", run).Status);
        var model = Path.Combine(run, "model.safetensors");
        var bytes = File.ReadAllBytes(model);
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, bytes.Length - 4);
        File.WriteAllBytes(model, bytes);
        var result = Cli.Run(
            verb == "predict" ? ["predict", run, folder.Write("rows.csv", "x0,x1,x2,x3,x4\n1,2,3,4,5\n")] : [verb, run]);
        Assert.Equal(1, result.Status);
        Assert.Contains("NaN or infinite", result.Error);
        Assert.DoesNotContain("NaN", result.Out);
    }

    // A row of each run was a column's name away from "Sequence contains no matching element".
    [Theory, InlineData("epoch"), InlineData("learning_rate"), InlineData("training loss"), InlineData("validation total")]
    public void A_column_of_the_history_that_was_renamed_is_named_or_done_without(string column)
    {
        var run = Path.Combine(folder.Path, "run");
        var config = folder.Write(
            "h.json",
            """{ "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 2, "threads": 1 } }""");
        Assert.Equal(0, Cli.Run("train", config, "--to", run).Status);
        var history = Path.Combine(run, "history.csv");
        var lines = File.ReadAllLines(history);
        Assert.Contains(column, lines[0].Split(','));
        lines[0] = string.Join(',', lines[0].Split(',').Select(name => name == column ? "renamed" : name));
        File.WriteAllLines(history, lines);
        var result = Cli.Run("report", run);
        if (result.Status == 0) return;
        Assert.Contains($"history.csv has no column '{column}'; it is not as the run wrote it", Cli.Refused(result));
    }
}
