using System.Text.Json.Nodes;
using TorchReg.Cli.Pages;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Runs;
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
        if (runs.Any(run => run.History is not null))
        {
            page.Heading("Learning curves");
            page.Figures(LearningCurves.Together(runs));
        }
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
        var metrics = runs.SelectMany(run => run.Run.Summary.Judged.Scores.Keys)
            .Where(metric => metric != Metric.Loss)
            .Distinct()
            .ToArray();
        page.Heading("What came out");
        page.Table(
            ["run", "loss", "training", "test", .. metrics.Select(metric => metric.Name), "exact zeros", "weights", "epochs"],
            runs.Select(run => Row(run, metrics)));
        page.Paragraph(
            "Metrics are of the test rows, of a choice of λ of the rows that its folds held out, with the standard error of a " +
            $"bootstrap over them. {NoiseText.Meaning}", isSoft: true);
        if (runs.Select(JudgedBy).Distinct().Count() > 1)
            page.Paragraph("The runs are judged by different rows, so that which is better can't be told from this.");
        else
            foreach (var metric in metrics) AddNoise(page, metric, runs);
    }

    // By a run's test rows, or by all rows of a choice.
    static string JudgedBy(ReportedRun run) => (run.Manifest.Test ?? run.Manifest.Train).Sha256;

    static IEnumerable<Cell> Row(ReportedRun run, Metric[] metrics)
    {
        var s = run.Run.Summary;
        return
        [
            new(run.Name, IsText: true),
            s.Judged.Loss,
            RunReport.Number(s.Training.DataLoss),
            RunReport.Number(s.Judged.DataLoss),
            .. metrics.Select(metric => (Cell)(s.Judged.ScoreOf(metric) is { } score ? score.Text : "")),
            $"{s.ExactZeros}", $"{s.Weights}", s.Epochs is { } epochs ? $"{epochs}" : "",
        ];
    }

    static void AddNoise(Html page, Metric metric, IReadOnlyList<ReportedRun> runs)
    {
        var scores = runs.Select(run => (run.Name, Score: run.Run.Summary.Judged.ScoreOf(metric)))
            .Where(pair => pair.Score is not null)
            .Select(pair => (pair.Name, pair.Score!.Value))
            .ToArray();
        if (NoiseText.Of(scores) is { } line) page.Paragraph(line);
    }

    static void AddDifferences(Html page, IReadOnlyList<ReportedRun> runs)
    {
        var settings = runs.Select(run =>
                SettingsJson
                    .Flat(run.Run.SettingsJson)
                    .ToDictionary(pair => SettingKey.Display(pair.Key), pair => Text(pair.Value)))
            .ToArray();
        var isMixed = runs.Select(run => run.Run is ChosenRun).Distinct().Count() > 1;
        var keys = settings
            .SelectMany(s => s.Keys)
            .Distinct()
            .Where(key => settings.Select(s => s.GetValueOrDefault(key)).Distinct().Count() > 1)
            // A training and a choice have few settings in common; what only one has says nothing.
            .Where(key => !isMixed || settings.All(s => s.ContainsKey(key)))
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
