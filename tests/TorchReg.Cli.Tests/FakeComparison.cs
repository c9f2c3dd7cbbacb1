using TorchReg.Cli.Compare;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Tests;

/// <summary>Results without torch: what the CLI does with them is what is tested.</summary>
sealed class FakeComparison(CompareSettings settings) : IComparison
{
    public DataSummary Data { get; } =
        new(settings.Data.Source, settings.Data.TrainRows, new('a', 64), settings.Data.TestRows, new('b', 64));

    public double Spread => 1;

    internal static IComparison Open(CompareSettings settings) => new FakeComparison(settings);

    public void Dispose() { }

    public RunResult Train(RunSettings run, IProgress<int> progress, CancellationToken cancellation)
    {
        for (var epoch = 1; epoch <= settings.Training.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(epoch);
        }
        return Results.Of(run.Name, run.Penalty == PenaltyKind.None ? "" : SettingKey.CamelCase(run.Mode.ToString()),
            run.Lambda, zeros: run.Mode == PenaltyMode.Proximal ? 5_012 : 3);
    }
}

static class Results
{
    internal static RunResult Of(
        string name,
        string mode = "",
        double lambda = 0,
        double train = 1,
        double test = 0.84,
        long zeros = 0,
        long dead = 1_200) =>
        new()
        {
            Name = name,
            Mode = mode,
            Lambda = lambda,
            Train = train,
            Test = test,
            DataLoss = 0.2345,
            Penalty = 0.0678,
            Weights = new(1234.5, 9.87, 6_640, zeros, dead, dead),
            Took = TimeSpan.FromSeconds(1.2),
        };
}
