using System.Globalization;
using System.Text;
using TorchReg.Training;

namespace TorchReg.Cli.Runs;

/// <summary>
/// A training's history as CSV: a row per epoch, numbers with all their digits, and no clock, so that equal runs give equal
/// files.
/// </summary>
static class HistoryCsv
{
    internal static string Of(IReadOnlyList<EpochRecord> epochs)
    {
        if (epochs.Count == 0) return "";
        var text = new StringBuilder();
        string[] header =
        [
            "epoch",
            "learning_rate",
            .. Names(HistoryColumns.Training, epochs[0].Training),
            .. Ratio(epochs[0], HistoryColumns.GradientRatio),
            .. Names(HistoryColumns.Validation, epochs[0].Validation)
        ];
        text.AppendJoin(',', header.Select(CsvText.Field)).Append('\n');
        foreach (var epoch in epochs)
        {
            double[] numbers =
            [
                epoch.Epoch,
                epoch.LearningRate,
                .. Values(epoch.Training),
                .. Ratio(epoch, epoch.Training?.GradientRatio ?? 0),
                .. Values(epoch.Validation)
            ];
            text.AppendJoin(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }
        return text.ToString();
    }

    static IEnumerable<string> Names(string rows, Ledger? ledger) =>
        ledger == null
            ? []
            :
            [
                HistoryColumns.Of(rows, Metric.Loss),
                .. ledger.Penalties.Select((p, place) => HistoryColumns.Penalty(rows, place, p.Name)),
                HistoryColumns.Total(rows),
                .. ledger.Metrics.Keys.Select(metric => HistoryColumns.Of(rows, metric))
            ];

    // Of the steps, which are on training rows.
    static IEnumerable<T> Ratio<T>(EpochRecord epoch, T column) => epoch.Training == null ? [] : [column];

    static IEnumerable<double> Values(Ledger? ledger) => ledger == null ? []
        : [ledger.DataLoss, .. ledger.Penalties.Select(p => p.Value), ledger.Total, .. ledger.Metrics.Values];
}
