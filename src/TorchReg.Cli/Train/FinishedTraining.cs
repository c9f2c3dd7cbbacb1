using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Report;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Storage;

namespace TorchReg.Cli.Train;

/// <summary>
/// --resume of a run that is finished: what came out. The page alone may still be missing, which is written after the metrics.
/// </summary>
static class FinishedTraining
{
    internal static int Show(string path, bool json, CommandContext context)
    {
        var files = RunFiles.Of(path);
        if (files.IsChoice) throw new UserError($"{path} holds a choice of torchreg select, and it is finished");
        var metrics = JsonFile.Read<RunMetrics>(files.Metrics);
        if (RunProvenance.ChangedSettings(
                TrainConfig.LoadResolved(files.Config),
                JsonFile.Read<RunManifest>(files.Manifest).BelongsTo) is
            { Count: > 0 } changes)
            throw new OtherSettingsException(
                files.Config,
                changes,
                "the run is finished: put back what it was trained with, or begin a new run");
        if (!File.Exists(files.Report))
            using (var folder = RunFolder.Finished(path)) folder.Write(RunFiles.ReportName, RunReport.Of(path));
        if (json) context.Out.WriteLine(SettingsJson.Text(SettingsJson.Of(metrics)));
        else Prose.Write($"{path}: the run is finished; nothing is left to do", context.Screen.Value);
        return ExitStatus.Done;
    }
}
