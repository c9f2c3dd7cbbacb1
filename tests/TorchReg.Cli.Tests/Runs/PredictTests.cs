using System.Globalization;
using System.Text.Json;

namespace TorchReg.Cli.Tests.Runs;

public sealed class PredictTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    static CliResult Piped(string input, params string[] args) => Cli.Run(args, Cli.NoVariables, input: input);

    [Fact]
    public void Rows_from_standard_input_get_a_class_and_probabilities_that_sum_to_1()
    {
        var result = Piped("city,size\nOslo,2\n\"Rome, Italy\",58\n", "predict", runs.Table, "-");
        Assert.Equal((0, ""), (result.Status, result.Error));
        var lines = result.Out.TrimEnd('\n').Split('\n');
        Assert.Equal("prediction,probability large,probability small", lines[0]);
        Assert.Equal(["small", "large"], lines.Skip(1).Select(line => line.Split(',')[0]));
        Assert.All(
            lines.Skip(1),
            line => Assert.Equal(1, line.Split(',').Skip(1).Sum(p => double.Parse(p, CultureInfo.InvariantCulture)), 6));
    }

    [Fact]
    public void A_file_in_and_a_file_out_say_the_same_as_the_pipe()
    {
        using var folder = new TemporaryFolder();
        var (input, output) = (folder.Write("in.csv", "size,city\n7,Oslo\n"), Path.Combine(folder.Path, "out.csv"));
        Assert.Equal("", Cli.Run("predict", runs.Table, input, "--to", output).Out);
        Assert.Equal(Piped("size,city\n7,Oslo\n", "predict", runs.Table, "-").Out, File.ReadAllText(output));
    }

    [Fact]
    public void Numbers_are_predicted_as_numbers()
    {
        var lines = Piped("x0,x1,x2,x3,x4,x5\n0,0,0,0,0,0\n1,1,1,1,1,1\n", "predict", runs.Numbers, "-")
            .Out.TrimEnd('\n')
            .Split('\n');
        Assert.Equal(("prediction", 3), (lines[0], lines.Length));
        Assert.NotEqual(lines[1], lines[2]);
    }

    [Fact]
    public void Texts_and_words_are_predicted_from_their_columns()
    {
        var verdicts = Piped("id,text\n1,\"great, lovely and sturdy\"\n2,broken useless awful\n", "predict", runs.Reviews, "-")
            .Out.TrimEnd('\n')
            .Split('\n');
        Assert.Equal(["prediction", "praise", "blame"], verdicts.Select(line => line.Split(',')[0]));
        var ratings = Piped("item,user\ni3,u5\ni3,u6\n", "predict", runs.Ratings, "-").Out.TrimEnd('\n').Split('\n');
        Assert.Equal(3, ratings.Distinct().Count());
        Assert.Contains("there is no column 'text'", Cli.Refused(Piped("review\ngood\n", "predict", runs.Reviews, "-")));
        var unknown = Piped("item,user\ni3,u999\n", "predict", runs.Ratings, "-");
        Assert.Equal(
            (0, "1 row; cells of unknown categories, taken for none of the known: 'user' 1\n"), (unknown.Status, unknown.Error));
    }

    [Theory]
    [InlineData("size\n2\n", "there is no column 'city'")]
    [InlineData("city,size\nOslo,many\n", "standard input, line 2, column 'size': expected a number, found \"many\"")]
    [InlineData("city,size\n", "expected rows after the header, found none")]
    [InlineData("", "the file is empty")]
    public void Bad_rows_are_refused_by_line_and_column(string input, string expected) =>
        Assert.Contains(expected, Cli.Refused(Piped(input, "predict", runs.Table, "-")));

    [Fact]
    public void Evaluate_says_of_the_runs_own_test_rows_what_metrics_json_says()
    {
        foreach (var run in new[] { runs.Digits, runs.Table, runs.Numbers })
        {
            var told = JsonDocument.Parse(Cli.Run("evaluate", run, "--json").Out).RootElement.GetRawText();
            Assert.Equal(
                Compact(
                    JsonDocument
                        .Parse(File.ReadAllText(Path.Combine(run, "metrics.json")))
                        .RootElement.GetProperty("test")
                        .GetRawText()),
                Compact(told));
        }
    }

    [Fact]
    public void Evaluate_judges_other_rows_with_the_same_columns()
    {
        var result = Cli.Run("evaluate", runs.Table, "--data", runs.Csv);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Matches(@"^60 rows: cross-entropy 0\.\d+, accuracy [01]", result.Out);
    }

    static string Compact(string json) => json.Replace(" ", "").Replace("\n", "");
}
