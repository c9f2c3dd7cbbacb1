using TorchReg.Cli.Settings;
using TorchReg.TensorBoard;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// A sweep's runs for TensorBoard: a folder for each, with what was varied as hyperparameters and what came of it as scalars.
/// Runs of one point, on other folds and with other seeds, are one group.
/// </summary>
static class SweepEvents
{
    internal const string FolderName = "tensorboard";

    // One name, so that a second call replaces the first's file.
    const string FileName = "events.out.tfevents.0000000000.torchreg";

    /// <summary>Writes the runs that are finished.</summary>
    /// <returns>How many.</returns>
    internal static int Write(SweepFolder folder, SweepCollection sweep)
    {
        var known = sweep.Known.DistinctBy(pair => pair.Run.Id).ToArray();
        foreach (var (run, result) in known)
            folder.Write($"{FolderName}/{run.Id}/{FileName}", stream => Write(stream, sweep.Plan, run, result));
        return known.Length;
    }

    static void Write(Stream stream, SweepPlan plan, PlannedRun run, SweepResult result)
    {
        // The stream stays open: it is not ours.
        using var held = new MemoryStream();
        using var file = new EventFile(held);
        var point = plan.Points[run.Point];
        var values = plan.Config.Variations.Zip(point.Values)
            .ToDictionary(pair => pair.First.Key, pair => SettingsJson.Plain(pair.Second));
        // Of halving, rungs apart.
        var epochs = run.Settings.Training.Epochs;
        values.TryAdd("training.epochs", epochs);
        file.Hyperparameters(values, FormattableString.Invariant($"{PointText.Of(plan, run.Point)}, {epochs} epochs"));
        foreach (var (name, number) in result.Metrics?.Scalars() ?? [])
            file.Scalar(name, result.Metrics!.RestoredEpoch, number);
        if (result.Reason is { } reason) file.Text("reason", 0, reason);
        file.End(result.State == RunState.Done);
        held.WriteTo(stream);
    }
}
