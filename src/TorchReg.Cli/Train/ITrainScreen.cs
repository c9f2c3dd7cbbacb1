using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Training;

namespace TorchReg.Cli.Train;

/// <summary>Where a run tells how it gets on.</summary>
interface ITrainScreen
{
    void Begin(RunData data, TrainSettings settings);

    /// <param name="sinceStart">Since the process started.</param>
    void FirstStep(TimeSpan sinceStart);

    void Epoch(EpochRecord epoch);

    void Notice(string line);
}
