using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Training;

namespace TorchReg.Cli.Train;

/// <summary>Where a program reads the output: notices alone, on the error writer.</summary>
sealed class SilentScreen(TextWriter error) : ITrainScreen
{
    public void Begin(RunData data, TrainSettings settings) { }

    public void FirstStep(TimeSpan sinceStart) { }

    public void Epoch(EpochRecord epoch) { }

    public void Notice(string line) => error.WriteLine($"torchreg: {line}");
}
