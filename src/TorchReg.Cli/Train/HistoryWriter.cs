using System.Diagnostics;
using TorchReg.Cli.Runs;
using TorchReg.Training;

namespace TorchReg.Cli.Train;

/// <summary>Keeps history.csv up to date while a run trains, at most once in two seconds, and tells the screen.</summary>
sealed class HistoryWriter(RunFolder folder, ITrainScreen screen) : IProgress<EpochRecord>
{
    static readonly TimeSpan interval = TimeSpan.FromSeconds(2);
    readonly List<EpochRecord> epochs = [];
    readonly Stopwatch watch = Stopwatch.StartNew();

    public void Report(EpochRecord value)
    {
        epochs.Add(value);
        screen.Epoch(value);
        // After a resume the first epochs are not here: the end of the run writes all of them.
        if (epochs[0].Epoch != 1 || watch.Elapsed < interval) return;
        folder.Write(RunFiles.HistoryName, HistoryCsv.Of(epochs));
        watch.Restart();
    }
}
