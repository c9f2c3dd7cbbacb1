using Spectre.Console;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Training;

namespace TorchReg.Cli.Train;

/// <summary>A run on a terminal: the data, then a bar with the remaining time and the last ledger's loss.</summary>
sealed class TrainBar(IAnsiConsole screen, ProgressTask bar) : ITrainScreen
{
    readonly TrainScreen lines = new(screen);

    internal static T Run<T>(IAnsiConsole screen, Func<ITrainScreen, T> train) =>
        Screens.Bars(screen, new RemainingTimeColumn())
            .Start(progress => train(new TrainBar(screen, progress.AddTask("training"))));

    public void Begin(RunData data, TrainSettings settings)
    {
        bar.MaxValue = settings.Training.Epochs;
        lines.Begin(data, settings);
    }

    public void FirstStep(TimeSpan sinceStart) => lines.FirstStep(sinceStart);

    public void Epoch(EpochRecord epoch)
    {
        bar.Value = epoch.Epoch;
        if ((epoch.Validation ?? epoch.Training) is { } ledger)
            bar.Description = FormattableString.Invariant($"epoch {epoch.Epoch}, loss {ledger.DataLoss:0.0000}");
    }

    public void Notice(string line) => lines.Notice(line);
}
