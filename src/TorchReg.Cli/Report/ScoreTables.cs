using System.Globalization;
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
        page.Table(
            ["", $"{summary.JudgedBy}", "± error", "training", "better is"],
            summary.Judged.Scores.Select(pair => new Cell[]
            {
                new(pair.Key == Training.Metric.Loss ? summary.Judged.Loss : pair.Key.Name, IsText: true),
                Number(pair.Value.Value, "G4"),
                double.IsFinite(pair.Value.StandardError) ? Number(pair.Value.StandardError, "G2") : "",
                summary.Training.Scores.TryGetValue(pair.Key, out var training) ? Number(training.Value, "G4") : "",
                pair.Key.HigherIsBetter ? "higher" : "lower",
            }));
        page.Paragraph("The error is the standard error of a bootstrap over the rows.", isSoft: true);
        if (summary.Judged.Classes is not { } classes) return;
        if (classes.Calibration is { Count: > 1 } bins) page.Figures(Calibration(bins));
        if (run.Run is ChosenRun && classes.Confusion is { } counts && run.Run.Input.Classes is { } names)
            Mistakes.AddMatrix(page, names, counts);
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

    internal static string Number(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
