using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Training;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// All runs of a sweep that were planned so far, sorted by id, with numbers in all their digits. There is no clock in it, and
/// nothing depends on who trained what when: the same sweep gives the same bytes.
/// </summary>
sealed class SweepTable
{
    readonly List<string> columns;
    readonly List<JsonNode?[]> rows = [];

    internal SweepTable(SweepPlan plan, IEnumerable<PlannedRun> runs, IReadOnlyDictionary<string, SweepResult> results)
    {
        var sorted = runs.DistinctBy(run => run.Id).OrderBy(run => run.Id, StringComparer.Ordinal).ToArray();
        var metrics = sorted
            .Select(run => results.GetValueOrDefault(run.Key)?.Metrics)
            .OfType<RunMetrics>()
            .SelectMany(m => m.Test.Metrics.Keys)
            .Distinct()
            .OrderBy(metric => metric.Name, StringComparer.Ordinal)
            .ToArray();
        var repeats = Repeats(plan).ToArray();
        columns =
        [
            "id",
            .. plan.Config.Variations.Select(v => v.Key),
            .. repeats.Select(repeat => repeat.Name),
            "state",
            "reason",
            "epochs",
            "restored_epoch",
            "exact_zeros",
            "weights"
        ];
        foreach (var part in new[] { "training", "validation", "test" })
            columns.AddRange([$"{part} loss", $"{part} penalties", .. metrics.Select(metric => $"{part} {metric}")]);
        foreach (var run in sorted)
        {
            var result = results.GetValueOrDefault(run.Key);
            rows.Add([
                run.Id,
                .. plan.Points[run.Point].Values.Select(value => value.DeepClone()),
                .. repeats.Select(repeat => repeat.Of(run)),
                .. Numbers(result, metrics)
            ]);
        }
    }

    static IEnumerable<(string Name, Func<PlannedRun, JsonNode> Of)> Repeats(SweepPlan plan)
    {
        if (plan.Rungs > 1) yield return ("training.epochs", run => run.Settings.Training.Epochs);
        if (plan.Config.Settings.Folds > 0) yield return ("data.fold", run => run.Settings.Data.Fold);
        if (plan.Config.Settings.Seeds > 1) yield return ("training.seed", run => run.Settings.Training.Seed);
    }

    static IEnumerable<JsonNode?> Numbers(SweepResult? result, Metric[] metrics)
    {
        // What failed is tried again by the same command, until then its reason stands here.
        var state = result is null ? "missing" : SettingKey.CamelCase(result.State.ToString());
        var m = result?.Metrics;
        return
        [
            state,
            result?.Reason,
            m?.Epochs,
            m?.RestoredEpoch,
            m?.ExactZeros,
            m?.Weights,
            .. new[] { m?.Training, m?.Validation, m?.Test }.SelectMany(ledger => Numbers(ledger, metrics))
        ];
    }

    static IEnumerable<JsonNode?> Numbers(LedgerRecord? ledger, Metric[] metrics) =>
        [
            Number(ledger?.DataLoss),
            Number(ledger?.Penalties.Sum(penalty => penalty.Value)),
            .. metrics.Select(metric => Number(ledger?.Of(metric)))
        ];

    static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    internal string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', columns.Select(CsvText.Field)).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(value => CsvText.Field(value == null ? "" : PointText.Value(value)))).Append('\n');
        return text.ToString();
    }

    internal string ToJson()
    {
        var text = new StringBuilder("[");
        foreach (var (i, row) in rows.Index())
            text.Append(i == 0 ? "\n" : ",\n")
                .Append(
                    new JsonObject(columns.Zip(row, (name, value) => KeyValuePair.Create(name, value?.DeepClone()))).ToJsonString(
                        oneLine));
        return text.Append("\n]\n").ToString();
    }

    static readonly System.Text.Json.JsonSerializerOptions oneLine = new(SettingsJson.Options) { WriteIndented = false };

    /// <summary>What differs from machine to machine: seconds, epochs that they went into, how many models shared them, and
    /// where.</summary>
    internal static string TimesCsv(IEnumerable<PlannedRun> runs, IReadOnlyDictionary<string, SweepResult> results)
    {
        var text = new StringBuilder("id,seconds,epochs_run,together,host\n");
        foreach (var run in runs.DistinctBy(run => run.Id).OrderBy(run => run.Id, StringComparer.Ordinal))
            if (results.TryGetValue(run.Key, out var result))
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{run.Id},{result.Seconds:0.######},{result.EpochsRun},{result.Together},{CsvText.Field(result.Host)}\n");
        return text.ToString();
    }
}
