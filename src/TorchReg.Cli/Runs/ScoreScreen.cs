using System.Globalization;
using Spectre.Console;

namespace TorchReg.Cli.Runs;

/// <summary>Metrics with their standard errors as a table, and of few classes the confusion matrix.</summary>
static class ScoreScreen
{
    const int MostClasses = 10, Longest = 16;

    internal static void Write(LedgerRecord ledger, IReadOnlyList<string>? classes, IAnsiConsole screen)
    {
        if (ledger.Scores.Count == 0) return;
        var table = Table();
        table.AddColumn(new TableColumn("metric") { NoWrap = true, Padding = new(0, 0, 1, 0) });
        table.AddColumn(new TableColumn("value") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn("better") { NoWrap = true });
        foreach (var metric in ledger.Shown)
            table.AddRow(new Text(metric == Training.Metric.Loss ? ledger.Loss : metric.Name),
                new Text(ledger.ScoreOf(metric)!.Value.Text), new Text(metric.HigherIsBetter ? "higher" : "lower"));
        screen.Write(table);
        if (ledger.Classes?.Confusion is { } counts && classes is { Count: <= MostClasses })
            WriteConfusion(counts, classes, screen);
    }

    static void WriteConfusion(IReadOnlyList<IReadOnlyList<int>> counts, IReadOnlyList<string> classes, IAnsiConsole screen)
    {
        var table = Table();
        table.AddColumn(new TableColumn(new Text("is, and taken for:")) { NoWrap = true, Padding = new(0, 0, 1, 0) });
        foreach (var name in classes)
            table.AddColumn(new TableColumn(new Text(Short(name))) { Alignment = Justify.Right, NoWrap = true });
        foreach (var (name, row) in classes.Zip(counts))
            table.AddRow(
                [new Text(Short(name)), .. row.Select(count => new Text(count.ToString("N0", CultureInfo.InvariantCulture)))]);
        screen.Write(table);
    }

    static Table Table() => new() { Border = TableBorder.Horizontal };

    static string Short(string name) => Shown.Value(name.Length > Longest ? $"{name[..(Longest - 1)]}…" : name);
}
