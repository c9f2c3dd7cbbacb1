using TorchReg.Cli.Pages;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Training;

namespace TorchReg.Cli.Report;

/// <summary>A run on one page: numbers, curves, weights, mistakes, settings.</summary>
static class RunReport
{
    internal static string Of(string folder)
    {
        using var run = new ReportedRun(folder);
        return run.Run is ChosenRun chosen ? ChoiceReport.Of(run, chosen) : OfTraining(run, (TrainedRun)run.Run);
    }

    // What the run is for first, how it came about last.
    static string OfTraining(ReportedRun run, TrainedRun trained)
    {
        var page = new Html();
        AddWords(page, trained);
        if (WeightFigures.Images(run) is { } images)
        {
            page.Heading("Weights");
            page.Figures(images);
        }
        Coefficients.Add(page, run, trained.Settings.Data.Standardize);
        ScoreTables.Add(page, run);
        Mistakes.Add(page, run);
        page.Heading("How it was trained");
        AddNumbers(page, trained.Metrics);
        page.Figures([.. LearningCurves.Of(run.History!, trained.Metrics), WeightFigures.Histogram(run)]);
        AddFacts(page, run);
        return page.Page(run.Name, run.Manifest.Data);
    }

    internal static void AddFacts(Html page, ReportedRun run)
    {
        page.Folded("Ran on", () => page.Table(
            ["", ""],
            Facts(run.Manifest).Select(fact => new Cell[] { new(fact.Name, IsText: true), new(fact.Value, IsText: true) })));
        page.Folded("Settings", () => page.Code(SettingsJson.Text(run.Run.SettingsJson)));
    }

    static void AddWords(Html page, TrainedRun trained)
    {
        var m = trained.Metrics;
        page.Paragraph(
            FormattableString.Invariant(
                $"{m.Epochs:N0} epochs; the model has the weights of epoch ") +
                FormattableString.Invariant($"{m.RestoredEpoch}{(m.StoppedEarly == null ? "" : $": {m.StoppedEarly}")}. ") +
                    FormattableString.Invariant($"{m.ExactZeros:N0} of {m.Weights:N0} weights are exactly 0."));
        if (m.RefitEpochs > 0)
            page.Paragraph(FormattableString.Invariant(
                $"After that it was trained on for {m.RefitEpochs:N0} epochs without penalties, what was 0 held there."));
        foreach (var line in MetricsText.Truth(m)) page.Paragraph(line);
    }

    static void AddNumbers(Html page, RunMetrics m)
    {
        var ledgers = new[] { ("training", m.Training), ("validation", m.Validation), ("test", (LedgerRecord?)m.Test) }
            .Where(pair => pair.Item2 != null)
            .Select(pair => (Rows: pair.Item1, Ledger: pair.Item2!))
            .ToArray();
        var metrics = m.Test.Metrics.Keys.ToArray();
        page.Table(["rows", m.Test.Loss, .. m.Test.Penalties.Select(p => p.InWords), .. metrics.Select(metric => metric.Name)],
            ledgers.Select(l => new[] { new Cell(l.Rows, IsText: true), Number(l.Ledger.DataLoss) }
                .Concat(l.Ledger.Penalties.Select(p => (Cell)Number(p.Value)))
                .Concat(metrics.Select(metric => Of(l.Ledger, metric)))));
    }

    internal static Cell Of(LedgerRecord ledger, Metric metric) => ledger.Of(metric) is { } value ? Number(value) : "";

    internal static string Number(double value) => PageNumber.Of(value);

    static IEnumerable<(string Name, string Value)> Facts(RunManifest manifest) =>
        [
            ("data", manifest.Data),
            ("training rows", $"{manifest.Train.Rows}, SHA-256 {manifest.Train.Sha256}"),
            (
                "validation rows",
                manifest.Validation == null ? "none" : $"{manifest.Validation.Rows}, SHA-256 {manifest.Validation.Sha256}"),
            ("test rows", manifest.Test == null ? "none: folds judge" : $"{manifest.Test.Rows}, SHA-256 {manifest.Test.Sha256}"),
            ("model", $"{manifest.Parameters} parameters, {manifest.Features} inputs"),
            ("seed", $"{manifest.Seed}"),
            ("device", $"{manifest.Device}, {manifest.Threads} threads"),
            ("torchreg", $"{manifest.Torchreg} on {manifest.Dotnet}, {manifest.Torch}"),
            ("system", manifest.System),
            ("BLAS", manifest.Blas),
        ];
}
