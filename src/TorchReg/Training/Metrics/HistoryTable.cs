namespace TorchReg.Training;

/// <summary>A history as lines of text.</summary>
static class HistoryTable
{
    sealed record Column(string Name, Func<EpochRecord, double?> Of);

    internal static string Of(History history, int most)
    {
        Column[] columns = [.. OfTraining(history), .. OfValidation(history)];
        var shown = AlignedTable.Spread(history.Epochs.Count, most, history.RestoredEpoch - 1).Select(i => history.Epochs[i]);
        return AlignedTable.Of(
            ["epoch", .. columns.Select(column => column.Name), ""],
            shown.Select(epoch => (string[])
            [
                $"{epoch.Epoch}",
                .. columns.Select(column => AlignedTable.Number(column.Of(epoch))),
                epoch.Epoch == history.RestoredEpoch ? "the model's weights" : ""
            ]));
    }

    static IEnumerable<Column> OfTraining(History history)
    {
        if (history.Epochs.Select(epoch => epoch.Training).FirstOrDefault(found => found != null) is not { } first) yield break;
        yield return new("data loss", epoch => epoch.Training?.DataLoss);
        for (var i = 0; i < first.Penalties.Count; i++)
        {
            var at = i;
            yield return new(first.Penalties[at].Name, epoch => epoch.Training?.Penalties[at].Value);
        }
        if (first.Penalties.Count > 0) yield return new("objective", epoch => epoch.Training?.Total);
        foreach (var metric in first.Metrics.Keys) yield return new(metric.Name, epoch => epoch.Training?.Of(metric));
    }

    // The model and its penalties are the same beside both.
    static IEnumerable<Column> OfValidation(History history)
    {
        if (history.Epochs.Select(epoch => epoch.Validation).FirstOrDefault(found => found != null) is not { } first) yield break;
        yield return new("validation loss", epoch => epoch.Validation?.DataLoss);
        foreach (var metric in first.Metrics.Keys.Where(key => key != Metric.ExactZeros && key != Metric.ZeroGroups))
            yield return new($"validation {metric.Name}", epoch => epoch.Validation?.Of(metric));
    }
}
