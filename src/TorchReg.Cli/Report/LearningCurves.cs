using TorchReg.Figures;

namespace TorchReg.Cli.Report;

/// <summary>Curves over epochs: data loss of training and validation rows, each penalty, accuracy or R².</summary>
static class LearningCurves
{
    const double Width = 500, Height = 320;

    internal static IEnumerable<Figure> Of(ReportedRun run) => Charts(run).OfType<Figure>();

    static IEnumerable<Figure?> Charts(ReportedRun run)
    {
        var epochs = run.History;
        yield return Chart(
            "Data loss",
            Pair(epochs, "loss"),
            run.Metrics.StoppedEarly == null ? [] : [new(run.Metrics.RestoredEpoch, $"kept: epoch {run.Metrics.RestoredEpoch}")]);
        var penalties = epochs.Names.Where(name => name.StartsWith("training penalty ", StringComparison.Ordinal)).ToArray();
        if (penalties.Length > 0)
            yield return Chart(
                "Penalties",
                [
                    .. penalties.Select(name => Line(epochs, name, name["training penalty ".Length..])),
                    Line(epochs, "training loss", "data loss, training") with
                    {
                        IsFaint = true
                    }
                ]);
        foreach (var metric in new[] { "accuracy", "R²", "D²" })
            if (epochs.Has($"training {metric}")) yield return Chart(metric, Pair(epochs, metric));
        if (epochs.Has("training exact zeros"))
            yield return Chart("Exact zeros among penalized weights", [Line(epochs, "training exact zeros", "")]);
    }

    /// <summary>One curve a run: the data loss of the validation rows, or of the training rows where none were watched.</summary>
    internal static IEnumerable<Figure> Together(IReadOnlyList<ReportedRun> runs) => ChartsTogether(runs).OfType<Figure>();

    static IEnumerable<Figure?> ChartsTogether(IReadOnlyList<ReportedRun> runs)
    {
        foreach (var name in new[] { "loss", "accuracy", "R²", "D²" })
        {
            var rows = runs.All(run => run.History.Has($"validation {name}")) ? "validation" : "training";
            if (runs.All(run => run.History.Has($"{rows} {name}")))
                yield return Chart(
                    $"{(name == "loss" ? "Data loss" : name)}, {rows} rows",
                    [.. runs.Select(run => Line(run.History, $"{rows} {name}", run.Name))]);
        }
    }

    static Series[] Pair(HistoryTable epochs, string name) =>
        [
            .. new[] { "training", "validation" }
                .Where(rows => epochs.Has($"{rows} {name}"))
                .Select(rows => Line(epochs, $"{rows} {name}", rows))
        ];

    static Series Line(HistoryTable epochs, string column, string label) =>
        Series.OfEpochs(label, epochs[column]) with
        {
            HasDots = epochs.Rows == 1
        };

    // What was no number in any epoch, as R² of targets that do not vary, has no curve; null where nothing has one.
    static LineChart? Chart(string title, Series[] series, IReadOnlyList<Mark>? marks = null)
    {
        Series[] shown = [.. series.Where(s => s.Y.Any(double.IsFinite))];
        return shown.Length == 0
            ? null
            : new(shown)
            {
                Title = title,
                XAxis = "epoch",
                YAxis = "",
                Marks = marks ?? [],
                PixelWidth = Width,
                PixelHeight = Height
            };
    }
}
