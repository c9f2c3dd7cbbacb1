using System.Globalization;

namespace TorchReg.Cli.Tests.Select;

/// <summary>Five messy files, each from file to report by two commands, with the answer that they were made with.</summary>
public sealed class FromFileToReportTests : FolderTests
{
    static readonly Dictionary<string, MessyFile> files = new()
    {
        ["missing"] = new("missing") { Missing = ["", "NA", "n/a", "#N/A", "?", "NULL", " "], Ends = "\r\n" },
        ["text"] = new("text") { HasText = true },
        ["dates"] = new("dates") { Dates = "d.M.yyyy", HasText = true },
        ["commas"] = new("commas") { Separator = ';', HasCommas = true, Dates = "dd/MM/yyyy" },
        ["wide"] = new("wide") { Rows = 200, Others = 3_000, Missing = ["NA"] },
        ["long"] = new("long") { Rows = 1_000_000, Others = 3, HasText = true, Missing = ["NA"] },
    };

    Dictionary<string, double> Chosen(MessyFile file)
    {
        var (path, run) = (file.Write(folder.Path), Path.Combine(folder.Path, "run"));
        var chosen = Cli.Run(
            "select", path, "--missing=mean", "--standardize=true", "--folds.count=4", "--path.count=30", "--to", run);
        Assert.Equal((0, ""), (chosen.Status, chosen.Error));
        Assert.Contains(
            FormattableString.Invariant($"{file.Name}.csv, {file.Rows:N0} rows; "), Joined(chosen.Out), StringComparison.Ordinal);
        var told = Cli.Run("report", run);
        Assert.Equal((0, ""), (told.Status, told.Error));
        var page = File.ReadAllText(Path.Combine(run, "report.html"));
        foreach (var name in new[] { "size", "age", "RMSE", "MAE" }) Assert.Contains(name, page, StringComparison.Ordinal);
        // The city in quotes is left out.
        return File.ReadAllLines(Path.Combine(run, "coefficients.csv")).Skip(1)
            .Where(line => !line.Contains('"', StringComparison.Ordinal)).Select(line => line.Split(','))
            .ToDictionary(cells => cells[1], cells => double.Parse(cells[2], CultureInfo.InvariantCulture));
    }

    static string Joined(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    void Is_found(string name, double within)
    {
        var file = files[name];
        var found = Chosen(file);
        Assert.InRange(found["size"], 3 - within, 3 + within);
        Assert.InRange(1_000 * found["age"], -2 - within, -2 + within);
        if (file.HasText)
            Assert.InRange(found["city=Rome"] - found.GetValueOrDefault("city=Oslo"), 5 - (3 * within), 5 + (3 * within));
        if (file.Dates is not null) Assert.InRange(found["sold days"], 0.02 - (0.02 * within), 0.02 + (0.02 * within));
        Assert.DoesNotContain(found.Keys, column => column.StartsWith("id", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing", 0.1)]
    [InlineData("text", 0.1)]
    [InlineData("dates", 0.1)]
    [InlineData("commas", 0.1)]
    [InlineData("wide", 0.3)]
    public void A_messy_file_is_a_report_after_two_commands(string name, double within) => Is_found(name, within);

    [Fact, Trait("Speed", "Slow")]
    public void A_million_messy_rows_are_a_report_after_two_commands() => Is_found("long", 0.02);
}
