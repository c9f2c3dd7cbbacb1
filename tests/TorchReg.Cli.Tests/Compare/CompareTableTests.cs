using TorchReg.Cli.Compare;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Tests.Compare;

public sealed class CompareTableTests
{
    static readonly RunResult[] results =
    [
        Results.Of("no penalty"),
        Results.Of("elastic net", "gradient", 0.005, 0.931, 0.87, 3),
        Results.Of("L1, proximal", "proximal", 1e-5, 0.93, 0.872, 5_012),
    ];

    static string[] Lines(int width, IReadOnlyList<RunResult>? runs = null)
    {
        var writer = new StringWriter();
        CompareTable.Write(runs ?? results, Screens.Plain(writer, width));
        return writer.ToString().ReplaceLineEndings("\n").Split('\n');
    }

    static IEnumerable<string> Rows(int width) => Lines(width).TakeWhile(line => !line.StartsWith("train, test:"));

    [Theory]
    [InlineData(120)]
    [InlineData(160)]
    public void One_line_holds_a_whole_run_where_the_screen_is_wide(int width)
    {
        var row = Assert.Single(Rows(width), line => line.Contains("L1, proximal"));
        foreach (var cell in new[]
            {
                "proximal",
                "0.00001",
                "93.0 %",
                "87.2 %",
                "5.8",
                "0.2345",
                "0.0678",
                "1234.50",
                "9.870",
                "5,012 of 6,640",
                "75.5 %",
                "1,200"
            })
            Assert.Contains(cell, row);
    }

    [Fact]
    public void At_80_columns_there_are_two_tables_that_begin_with_the_runs_name()
    {
        var rows = Rows(80).Where(line => line.TrimStart().StartsWith("L1, proximal")).ToArray();
        Assert.Equal(2, rows.Length);
        Assert.Contains("87.2 %", rows[0]);
        Assert.Contains("5,012 of 6,640", rows[1]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(160)]
    public void No_row_is_wider_than_the_screen_and_no_cell_is_cut(int width)
    {
        Assert.All(Rows(width), line => Assert.True(line.Length <= width, line));
        Assert.DoesNotContain(Rows(width), line => line.Contains('…'));
        Assert.Equal(
            results.Length * (width < 120 ? 2 : 1),
            Rows(width).Count(line => results.Any(result => line.TrimStart().StartsWith(result.Name))));
    }

    [Fact]
    public void A_run_without_a_penalty_shows_no_mode_and_no_lambda()
    {
        var row = Rows(160).First(line => line.Contains("no penalty"));
        Assert.Matches(@"no penalty\s+100\.0 %", row);
    }

    [Fact]
    public void Names_that_look_like_markup_are_shown_as_they_are() =>
        Assert.Contains(Lines(160, [Results.Of("[red]x[/]")]), line => line.Contains("[red]x[/]"));

    [Fact]
    public void Numbers_that_are_not_finite_are_shown_as_such() =>
        Assert.Contains(
            Lines(160, [Results.Of("a") with { DataLoss = double.NaN, Penalty = 1e12 }]),
            line => line.Contains("NaN") && line.Contains("1E+12"));

    [Fact]
    public void Plain_output_has_no_escape_codes() => Assert.DoesNotContain(Lines(160), line => line.Contains('\u001b'));
}
