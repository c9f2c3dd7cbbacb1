using System.Text.Json.Nodes;

namespace TorchReg.Cli.Tests.Config;

/// <summary>What torchreg init writes is a configuration that the other commands take as it is.</summary>
public sealed class InitTests : FolderTests
{
    string At(string name) => Path.Combine(folder.Path, name);

    string Csv(string name, string target, Func<int, string> value)
    {
        File.WriteAllLines(At(name), Enumerable.Range(0, 40)
            .Select(i => $"{i % 7},{(i % 5 == 0 ? "" : i % 3)},{(i % 2 == 0 ? "red" : "blue")},{value(i)}")
            .Prepend($"size,age,colour,{target}"));
        return At(name);
    }

    string Written(params string[] flags)
    {
        var file = At("run.json");
        var result = Cli.Run(["init", "--to", file, "--force", .. flags]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return file;
    }

    JsonNode Shown(string file)
    {
        var shown = Cli.Run("config", "show", file, "--json");
        Assert.Equal((0, ""), (shown.Status, shown.Error));
        return JsonNode.Parse(shown.Out)!["values"]!;
    }

    void Trains(string file, params string[] further)
    {
        var run = Cli.Run(["train", file, "--epochs=1", .. further], Cli.NoVariables, runs: At("runs"));
        Assert.Equal((0, ""), (run.Status, run.Error));
    }

    [Theory]
    [InlineData("digits", "softmax", "crossEntropy")]
    [InlineData("regression", "linear", "halfSquaredError")]
    [InlineData("classification", "softmax", "crossEntropy")]
    public void A_named_source_is_written_loaded_and_trained(string source, string model, string loss)
    {
        var file = Written("--data", source);
        var shown = Shown(file);
        Assert.Equal(
            (source, model, loss, "l1"),
            ((string)shown["data"]!["source"]!, (string)shown["model"]!["kind"]!, (string)shown["loss"]!["kind"]!,
                (string)shown["penalties"]![0]!["penalty"]!));
        Trains(file, "--trainRows=200", "--testRows=50");
    }

    [Fact]
    public void A_CSV_file_shows_its_target_its_loss_and_its_missing_cells()
    {
        var file = Written("--data", Csv("houses.csv", "price", i => $"{100_000.5 + (i * 3_000)}"));
        var shown = Shown(file);
        Assert.Equal("price", (string)shown["data"]!["csv"]!["target"]!);
        Assert.Equal("median", (string)shown["data"]!["csv"]!["missing"]!);
        Assert.Equal(("linear", "halfSquaredError"), ((string)shown["model"]!["kind"]!, (string)shown["loss"]!["kind"]!));
        // A hundredth of the target's deviation, 34,630.
        Assert.Equal(300, (double)shown["penalties"]![0]!["lambda"]!);
        Assert.Contains("'age' 8", File.ReadAllText(file));
        Trains(file);
    }

    [Fact]
    public void A_target_of_words_is_a_class_and_any_column_can_be_the_target()
    {
        var rows = Csv("houses.csv", "price", i => $"{i}");
        var shown = Shown(Written("--data", rows, "--target", "colour", "--model", "mlp"));
        Assert.Equal(
            ("colour", "mlp", "crossEntropy"),
            ((string)shown["data"]!["csv"]!["target"]!, (string)shown["model"]!["kind"]!, (string)shown["loss"]!["kind"]!));
        Trains(At("run.json"));
    }

    [Fact]
    public void Every_penalty_and_none_is_written_so_that_it_loads()
    {
        foreach (var penalty in NamedPenalties.All.Select(named => named.Name))
            Assert.Equal(
                penalty, (string)Shown(Written("--data", "regression", "--penalty", penalty))["penalties"]![0]!["penalty"]!);
        Assert.Empty(Shown(Written("--data", "regression", "--penalty", "none"))["penalties"]!.AsArray());
    }

    [Fact]
    public void Its_schema_line_leads_to_the_schema()
    {
        var written = JsonNode.Parse(
            File.ReadAllText(Written()), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        Assert.Equal(Cli.Run("config", "schema").Out.Trim(), File.ReadAllText(At((string)written["$schema"]!)).Trim());
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_by_force_alone()
    {
        File.WriteAllText(At("mine.json"), "mine");
        Assert.Contains("mine.json is there already; name another by --to, or replace it by --force",
            Cli.Refused(Cli.Run("init", "--to", At("mine.json"))));
        Assert.Equal("mine", File.ReadAllText(At("mine.json")));
        Assert.Equal(0, Cli.Run("init", "--to", At("mine.json"), "--force").Status);
        Assert.StartsWith("{", File.ReadAllText(At("mine.json")));
    }

    CliResult Asked(string answers, params string[] flags) =>
        Cli.Run(["init", .. flags], Cli.NoVariables, input: answers, isTerminal: true);

    [Fact]
    public void At_a_terminal_what_is_left_out_is_asked_and_asked_again_where_the_answer_is_wrong()
    {
        var file = At("asked.json");
        var result = Asked($"clasification\nclassification\nmlp\ngroupLaso\ngroupLasso\n-1\n0.25\n{file}\n");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("did you mean classification?", result.Out);
        Assert.Contains("did you mean groupLasso?", result.Out);
        var shown = Shown(file);
        Assert.Equal(
            ("classification", "mlp", "groupLasso", 0.25),
            ((string)shown["data"]!["source"]!, (string)shown["model"]!["kind"]!,
                (string)shown["penalties"]![0]!["penalty"]!, (double)shown["penalties"]![0]!["lambda"]!));
    }

    [Fact]
    public void At_a_terminal_Enter_takes_what_stands_in_brackets_and_flags_are_not_asked()
    {
        var result = Asked("\n\n\n", "--data", "regression", "--to", At("asked.json"));
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.DoesNotContain("Data:", result.Out);
        Assert.Contains("[linear]", result.Out);
        Assert.Equal("l1", (string)Shown(At("asked.json"))["penalties"]![0]!["penalty"]!);
    }

    [Fact]
    public void A_file_whose_name_would_end_a_comment_or_a_text_is_quoted()
    {
        if (OperatingSystem.IsWindows()) return;
        var rows = Csv("a\n\"b\" * # c.csv", "price", i => $"{i}.5");
        Assert.Equal(rows, (string)Shown(Written("--data", rows))["data"]!["source"]!);
    }

    [Theory]
    [InlineData("--model is 'sofmax'; it must be one of softmax, linear, mlp; did you mean softmax?", "--model", "sofmax")]
    [InlineData("--model is linear, but the target is a class; give softmax or mlp", "--model", "linear")]
    [InlineData("--penalty is 'l3'", "--penalty", "l3")]
    [InlineData("--lambda is '-1'; it must be a number from 0 to 1000000", "--lambda", "-1")]
    [InlineData("--lambda is 1, but nonNegative has no λ; leave it out", "--penalty", "nonNegative", "--lambda", "1")]
    [InlineData("--target price is for a CSV file; leave it out", "--target", "price")]
    [InlineData("--data is 'digist'; no such file or folder, and no source of that name; did you mean dig", "--data", "digist")]
    public void What_does_not_go_is_told_and_nothing_is_written(string told, params string[] flags)
    {
        Assert.Contains(told, Cli.Refused(Cli.Run(["init", "--to", At("x.json"), .. flags])));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
