using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Cli.Train;

/// <summary>What a run's folder says of it before the first step: settings, what it runs on, how inputs are made.</summary>
sealed class RunBeginning(TrainSettings settings, RunData data, nn.Module<Tensor, Tensor> model)
{
    internal void Write(RunFolder folder)
    {
        folder.Write(RunFiles.ManifestName, SettingsJson.Text(SettingsJson.Of(RunManifest.Of(settings, data, model))));
        WriteInput(folder);
        // Last: a folder with a config.json can be resumed.
        folder.Write(RunFiles.ConfigName, SettingsJson.Text(SettingsJson.Of(settings)));
    }

    void WriteInput(RunFolder folder) => folder.Write(RunFiles.InputName, SettingsJson.Text(SettingsJson.Of(data.Encoding)));

    internal void GoOn(RunFolder folder, bool force, ITrainScreen screen)
    {
        var manifest = JsonFile.Read<RunManifest>(folder.Files.Manifest);
        var now = RunProvenance.Of(settings, data);
        if (now.ChangesSince(new(manifest.BelongsTo)) is { Count: > 0 } changes)
        {
            if (!force)
                throw new OtherSettingsException(folder.Path, changes, "put it back, force it by --force, or begin a new run");
            screen.Notice($"goes on by force with other work: {string.Join("; ", changes)}");
            manifest = manifest with
            {
                BelongsTo = now.Values,
                Forced = [.. manifest.Forced, $"{DateTimeOffset.UtcNow:u} {string.Join("; ", changes)}"]
            };
        }
        folder.Write(
            RunFiles.ManifestName,
            SettingsJson.Text(SettingsJson.Of(manifest with { Resumed = [.. manifest.Resumed, DateTimeOffset.Now] })));
        // It follows from the rows: one that is damaged must not be found out by the first prediction.
        WriteInput(folder);
    }
}
