using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Compare;

/// <summary>A comparison for programs: the data and every run, numbers with all their digits.</summary>
static class CompareJson
{
    sealed record Comparison(DataSummary Data, IReadOnlyList<RunResult> Runs);

    internal static void Write(
        IComparison comparison,
        CompareSettings settings,
        TextWriter writer,
        CancellationToken cancellation)
    {
        var runs = settings.Runs.Select(run => comparison.Train(run, new Unseen(), cancellation)).ToArray();
        writer.WriteLine(SettingsJson.Text(SettingsJson.Of(new Comparison(comparison.Data, runs))));
    }

    sealed class Unseen : IProgress<int>
    {
        public void Report(int value) { }
    }
}
