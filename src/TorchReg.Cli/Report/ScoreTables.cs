using TorchReg.Cli.Pages;
using TorchReg.Cli.Runs;
using TorchReg.Figures;

namespace TorchReg.Cli.Report;

/// <summary>How well a model does on rows that it had not learned from: every metric with its error, and calibration.</summary>
static class ScoreTables
{
    internal static void Add(Html page, ReportedRun run)
    {
        var summary = run.Run.Summary;
        if (summary.Judged.Scores.Count == 0) return;
        page.Heading($"How good it is on {summary.JudgedBy} rows");
        var bins = summary.Judged.Classes?.Calibration;
        page.Beside([
            () => AddTable(page, summary),
            () => { if (bins is { Count: > 1 }) page.Figures(Calibration(bins)); }]);
        if (run.Run is ChosenRun && summary.Judged.Classes?.Confusion is { } counts && run.Run.Input.Classes is { } names)
            Mistakes.AddMatrix(page, names, counts);
    }

    static void AddTable(Html page, RunSummary summary)
    {
        page.Table(
            ["", $"{summary.JudgedBy} rows", "training", "better is"],
            summary.Judged.Shown.Select(metric => (metric, Score: summary.Judged.ScoreOf(metric)!.Value)).Select(row => new Cell[]
            {
                new(row.metric == Training.Metric.Loss ? summary.Judged.Loss : row.metric.Name, IsText: true),
                row.Score.Text,
                // To the same place as the number beside it.
                summary.Training.ScoreOf(row.metric) is { } training ? row.Score.TextOf(training.Value) : "",
                row.metric.HigherIsBetter ? "higher" : "lower",
            }));
        page.Paragraph("± is the standard error of a bootstrap over the rows.", isSoft: true);
    }

    static LineChart Calibration(IReadOnlyList<CalibrationBin> bins) => new(
        new Series(
            "answers, by tenths of their probability", [.. bins.Select(b => b.Probability)], [.. bins.Select(b => b.Right)])
        {
            HasDots = true,
            Errors = [.. bins.Select(b => Math.Sqrt(b.Right * (1 - b.Right) / b.Rows))],
        },
        new Series("as sure as right", [0, 1], [0, 1]) { IsFaint = true, IsDashed = true })
    {
        Title = "Are probabilities shares?",
        XAxis = new("probability of the answer") { From = 0, To = 1 },
        YAxis = new("share that is right") { From = 0, To = 1 },
        PixelWidth = 500,
        PixelHeight = 320,
    };
}
