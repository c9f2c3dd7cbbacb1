using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TorchReg.Cli.Host;
using TorchReg.Training;

namespace TorchReg.Cli.Compare;

/// <summary>
/// The results side by side: one table where the screen is wide enough, else two that both begin with the run's name.
/// </summary>
static class CompareTable
{
    sealed record Column(string Title, Func<RunResult, string> Cell, bool IsText = false);

    static readonly Column run = new("run", r => r.Name, IsText: true);

    static readonly Column[] fit =
    [
        new("mode", r => r.Mode, IsText: true),
        new("λ", r => r.Mode.Length == 0 ? "" : Number(r.Lambda, "0.######")),
        new("train", r => Judged(r, r.Train)),
        new("test", r => Judged(r, r.Test)),
        new("gap", r => IsShare(r) ? Number(100 * r.Gap, "0.0") : Number(r.Gap, "0.0000")),
        new("loss", r => Number(r.DataLoss, "0.0000")),
        new("penalty", r => Number(r.Penalty, "0.0000")),
    ];

    static readonly Column[] weights =
    [
        new("‖W‖₁", r => Number(r.Weights.L1Norm, "0.00")),
        new("‖W‖₂", r => Number(r.Weights.L2Norm, "0.000")),
        new("exact zeros", r => $"{Count(r.Weights.LiveZeros)} of {Count(r.Weights.LiveWeights)}"),
        new("%", r => Percent(r.ZeroShare)),
        new("dead", r => Count(r.Weights.DeadWeights)),
    ];

    static string Legend(RunResult result) =>
        $"train, test: {result.Metric}; gap: their difference{(IsShare(result) ? " in points" : "")}; loss: the data loss on " +
        "the training rows, without the penalty; exact zeros: of the weights whose input is non-zero in some training row; " +
        "dead: the other weights.";

    internal static void Write(IReadOnlyList<RunResult> results, IAnsiConsole screen)
    {
        IRenderable whole = Table([run, .. fit, .. weights], results);
        if (whole.Measure(RenderOptions.Create(screen), int.MaxValue).Max <= screen.Profile.Width)
            screen.Write(whole);
        else
        {
            screen.Write(Table([run, .. fit], results));
            screen.Write(Table([run, .. weights], results));
        }
        if (results.Count > 0) Prose.Write(Legend(results[0]), screen);
        screen.WriteLine();
    }

    static Table Table(Column[] columns, IReadOnlyList<RunResult> results)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var column in columns)
            table.AddColumn(
                new TableColumn(new Text(column.Title))
                {
                    Alignment = column.IsText ? Justify.Left : Justify.Right,
                    NoWrap = true,
                    Padding = new(column == run ? 0 : 1, 0, 0, 0)
                });
        foreach (var result in results)
            table.AddRow(columns.Select(column => new Text(column.Cell(result))));
        return table;
    }

    static bool IsShare(RunResult result) => result.Metric == Metric.Accuracy;

    static string Judged(RunResult result, double value) => IsShare(result) ? Percent(value) : Number(value, "0.0000");

    static string Percent(double share) => Number(100 * share, "0.0") + " %";

    static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    static string Number(double value, string format) => double.IsFinite(value) && Math.Abs(value) is < 1e7 and > 1e-6 or 0
        ? value.ToString(format, CultureInfo.InvariantCulture)
        : value.ToString("0.###E+0", CultureInfo.InvariantCulture);
}
