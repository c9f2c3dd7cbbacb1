using TorchReg.Cli.Runs;
using TorchReg.Figures;
using TorchReg.Training;

namespace TorchReg.Cli.Report;

/// <summary>Curves over epochs: data loss of training and validation rows, each penalty, accuracy or R².</summary>
static class LearningCurves
{
    const double Width = 500, Height = 320;

    // Beyond, small numbers of a linear axis can't be told apart.
    const double Wide = 20;

    internal static IEnumerable<Figure> Of(HistoryTable epochs, RunMetrics metrics) => Charts(epochs, metrics).OfType<Figure>();

    static IEnumerable<Figure?> Charts(HistoryTable epochs, RunMetrics metrics)
    {
        yield return Chart(
            "Data loss",
            Pair(epochs, Metric.Loss),
            metrics.StoppedEarly == null ? [] : [new(metrics.RestoredEpoch, $"kept: epoch {metrics.RestoredEpoch}")]);
        (string Column, string Name)[] penalties =
        [
            .. metrics.Training.Penalties
                .Select((p, place) => (Column: HistoryColumns.Penalty(HistoryColumns.Training, place, p.Name), Name: p.InWords))
                .Where(penalty => epochs.Has(penalty.Column)),
        ];
        if (penalties.Length > 0)
            yield return Chart(
                "Penalties",
                [
                    .. penalties.Select(penalty => Line(epochs, penalty.Column, penalty.Name)),
                    Line(epochs, HistoryColumns.Of(HistoryColumns.Training, Metric.Loss), "data loss, training") with
                    {
                        IsFaint = true
                    }
                ]);
        foreach (var metric in Metric.OfTargets)
            if (Pair(epochs, metric) is { Length: > 0 } pair) yield return Chart(metric.Name, pair);
        var zeros = HistoryColumns.Of(HistoryColumns.Training, Metric.ExactZeros);
        if (epochs.Has(zeros))
            yield return Chart("Exact zeros among penalized weights", [Line(epochs, zeros, "")], isCount: true);
    }

    /// <summary>One curve a run: the data loss of the validation rows, or of the training rows where none were watched.</summary>
    internal static IEnumerable<Figure> Together(IReadOnlyList<ReportedRun> runs) =>
        ChartsTogether([.. runs.Where(run => run.History is not null).Select(run => (run.Name, run.History!))]).OfType<Figure>();

    static IEnumerable<Figure?> ChartsTogether(IReadOnlyList<(string Name, HistoryTable History)> runs)
    {
        if (runs.Count == 0) yield break;
        foreach (var metric in Metric.OfTargets.Prepend(Metric.Loss))
        {
            var rows = runs.All(run => run.History.Has(HistoryColumns.Of(HistoryColumns.Validation, metric)))
                ? HistoryColumns.Validation
                : HistoryColumns.Training;
            var column = HistoryColumns.Of(rows, metric);
            if (runs.All(run => run.History.Has(column)))
                yield return Chart(
                    $"{(metric == Metric.Loss ? "Data loss" : metric.Name)}, {rows} rows",
                    [.. runs.Select(run => Line(run.History, column, run.Name))]);
        }
    }

    static Series[] Pair(HistoryTable epochs, Metric metric) =>
        [
            .. new[] { HistoryColumns.Training, HistoryColumns.Validation }
                .Where(rows => epochs.Has(HistoryColumns.Of(rows, metric)))
                .Select(rows => Line(epochs, HistoryColumns.Of(rows, metric), rows))
        ];

    static Series Line(HistoryTable epochs, string column, string label) =>
        Series.OfEpochs(label, epochs[column]) with
        {
            HasDots = epochs.Rows == 1
        };

    static bool IsWide(Series[] series)
    {
        double[] all = [.. series.SelectMany(s => s.Y).Where(double.IsFinite)];
        return all.Length > 0 && all.Min() > 0 && all.Max() > Wide * all.Min();
    }

    // What was no number in any epoch, as R² of targets that do not vary, has no curve; null where nothing has one.
    static LineChart? Chart(string title, Series[] series, IReadOnlyList<Mark>? marks = null, bool isCount = false)
    {
        Series[] shown = [.. series.Where(s => s.Y.Any(double.IsFinite))];
        return shown.Length == 0
            ? null
            : new(shown)
            {
                Title = title,
                XAxis = new("epoch") { IsWhole = true },
                YAxis = new() { IsWhole = isCount, IsLogarithmic = !isCount && IsWide(shown) },
                Marks = marks ?? [],
                PixelWidth = Width,
                PixelHeight = Height
            };
    }
}
