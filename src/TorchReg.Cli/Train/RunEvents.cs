using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.TensorBoard;
using TorchReg.Training;
using TorchSharp;

namespace TorchReg.Cli.Train;

/// <summary>
/// A run's file for TensorBoard, in the run's folder; what goes on has a file of its own, which is the same run.
/// </summary>
sealed class RunEvents : IProgress<EpochRecord>, IDisposable
{
    // Looks at the weights of a training, however long: TensorBoard keeps some ten pictures.
    const int Looks = 50;

    readonly EventFile file;
    readonly TrainingEvents events;
    readonly IProgress<EpochRecord> next;

    internal RunEvents(RunFolder folder, TrainSettings settings, torch.nn.Module model, IProgress<EpochRecord> next)
    {
        this.next = next;
        file = new(folder.BeginEvents());
        file.Text("config.json", 0, $"```json\n{SettingsJson.Text(SettingsJson.Of(settings))}\n```");
        file.Hyperparameters(Hyperparameters(settings));
        file.Flush();
        events = new(file, model) { WeightsEvery = Math.Max(1, settings.Training.Epochs / Looks) };
    }

    /// <summary>The settings that are not the usual ones.</summary>
    internal static IReadOnlyDictionary<string, object> Hyperparameters(TrainSettings settings)
    {
        var usual = SettingsJson.Flat(SettingsJson.Of(new TrainSettings()))
            .ToDictionary(pair => pair.Key, pair => pair.Value?.ToJsonString());
        return SettingsJson.Flat(SettingsJson.Of(settings))
            .Where(pair => pair.Value?.ToJsonString() != usual.GetValueOrDefault(pair.Key))
            .ToDictionary(pair => pair.Key.Replace(':', '.'), pair => SettingsJson.Plain(pair.Value));
    }

    public void Report(EpochRecord value)
    {
        events.Report(value);
        next.Report(value);
    }

    /// <summary>What came out, at the epoch whose weights the model holds.</summary>
    internal void End(RunMetrics metrics)
    {
        foreach (var (name, number) in metrics.Scalars()) file.Scalar(name, metrics.RestoredEpoch, number);
        file.End();
    }

    public void Dispose() => file.Dispose();
}
