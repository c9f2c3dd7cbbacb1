using System.Text.Json.Nodes;
using TorchReg.Cli.Pages;
using TorchReg.Cli.Settings;
using TorchReg.Training;

namespace TorchReg.Cli.Report;

/// <summary>Several runs on one page: what their settings differ in, what came out, and their weights.</summary>
static class SideBySide
{
    internal static string Of(IReadOnlyList<string> folders)
    {
        var runs = new List<ReportedRun>();
        try
        {
            foreach (var folder in folders) runs.Add(new(folder));
            return Page(runs);
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }
    }

    static string Page(IReadOnlyList<ReportedRun> runs)
    {
        var page = new Html();
        AddNumbers(page, runs);
        AddDifferences(page, runs);
        page.Heading("Learning curves");
        page.Figures(LearningCurves.Together(runs));
        page.Heading("Weights");
        foreach (var run in runs)
        {
            page.Paragraph(run.Name);
            if (WeightFigures.Images(run, columns: 10, zoom: 2.6) is { } images) page.Figures(images);
            page.Figures(WeightFigures.Histogram(run));
        }
        return page.Page($"{runs.Count} runs side by side", string.Join(", ", runs.Select(run => run.Name)));
    }

    static void AddNumbers(Html page, IReadOnlyList<ReportedRun> runs)
    {
        var metrics = runs.SelectMany(run => run.Metrics.Test.Metrics.Keys)
            .Where(Metric.OfTargets.Contains)
            .Distinct()
            .ToArray();
        page.Heading("What came out");
        page.Table(
            [
                "run",
                "loss",
                "training",
                "test",
                .. metrics.SelectMany(metric => new[] { $"{metric}, training", $"{metric}, test" }),
                "exact zeros",
                "weights",
                "epochs"
            ],
            runs.Select(run =>
                new[]
                {
                    new Cell(run.Name, IsText: true),
                    run.Metrics.Test.Loss,
                    RunReport.Number(run.Metrics.Training.DataLoss),
                    RunReport.Number(run.Metrics.Test.DataLoss)
                }
                    .Concat(
                        metrics.SelectMany(metric =>
                            new Cell[]
                            {
                                RunReport.Of(run.Metrics.Training, metric),
                                RunReport.Of(run.Metrics.Test, metric)
                            }))
                    .Concat([$"{run.Metrics.ExactZeros}", $"{run.Metrics.Weights}", $"{run.Metrics.Epochs}"])));
    }

    static void AddDifferences(Html page, IReadOnlyList<ReportedRun> runs)
    {
        var settings = runs.Select(run =>
                SettingsJson
                    .Flat(SettingsJson.Of(run.Trained.Settings))
                    .ToDictionary(pair => SettingKey.Display(pair.Key), pair => Text(pair.Value)))
            .ToArray();
        var keys = settings
            .SelectMany(s => s.Keys)
            .Distinct()
            .Where(key => settings.Select(s => s.GetValueOrDefault(key)).Distinct().Count() > 1)
            .ToArray();
        page.Heading("What differs");
        if (keys.Length == 0) page.Paragraph("Nothing: the settings are the same.");
        else
            page.Table(
                ["setting", .. runs.Select(run => run.Name)],
                keys.Select(key =>
                    new[] { new Cell(key, IsText: true) }.Concat(settings.Select(s => (Cell)(s.GetValueOrDefault(key) ?? "–")))));
    }

    static string Text(JsonNode? value) => value?.ToJsonString(SettingsJson.Options).Trim('"') ?? "null";
}
