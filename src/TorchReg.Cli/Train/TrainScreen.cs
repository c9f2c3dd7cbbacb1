using System.Globalization;
using Spectre.Console;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Training;

namespace TorchReg.Cli.Train;

/// <summary>A run as lines: the data, then at most about forty epochs, evenly spread, and the last.</summary>
sealed class TrainScreen(IAnsiConsole screen) : ITrainScreen
{
    const int Lines = 40;
    int every = 1, epochs;

    public void Begin(RunData data, TrainSettings settings)
    {
        (epochs, every) = (settings.Training.Epochs, (settings.Training.Epochs + Lines - 1) / Lines);
        Prose.Write($"Data: {data.Source}", screen);
        Prose.Write(FormattableString.Invariant($"  training {data.Train.Rows:N0} rows, SHA-256 {data.TrainSha256}"), screen);
        if (data.Validation != null)
            Prose.Write(FormattableString.Invariant($"  validation {data.Validation.Rows:N0} rows"), screen);
        Prose.Write(FormattableString.Invariant($"  test {data.Test.Rows:N0} rows, SHA-256 {data.TestSha256}"), screen);
        if (settings.Model.Kind == ModelKind.Auto) Prose.Write($"  {Chosen(data.Encoding, settings)}", screen);
    }

    // What the target decided.
    static string Chosen(InputEncoding input, TrainSettings settings) =>
        $"the target is {(input.Classes is { } classes ? $"one of {classes.Count} classes" : "a number")}: the model is " +
        $"{SettingKey.CamelCase(RunModel.KindFor(settings.Model, input).ToString())}, the loss " +
        $"{RunParts.Loss(settings.Loss, input.Classes is not null)}" +
        (settings.Data.Standardize ? "; columns are standardized by the training rows" : "");

    public void FirstStep(TimeSpan sinceStart) =>
        Prose.Write(FormattableString.Invariant($"first step {sinceStart.TotalSeconds:0.00} s after the start"), screen);

    public void Epoch(EpochRecord epoch)
    {
        if (epoch.Epoch % every != 0 && epoch.Epoch != 1 && epoch.Epoch != epochs) return;
        Prose.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch.Epoch}/{epochs}: {Line("training", epoch.Training)}{Line("; validation", epoch.Validation)}"),
            screen);
    }

    public void Notice(string line) => Prose.Write(line, screen);

    static string Line(string rows, Ledger? ledger) => ledger == null ? "" : $"{rows} {ledger}";
}
