using Spectre.Console;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;

namespace TorchReg.Cli.Compare;

/// <summary>A comparison on the screen: the data, a bar per run, the table, and what to notice.</summary>
static class CompareScreen
{
    internal static void Show(
        IComparison comparison,
        CompareSettings settings,
        IAnsiConsole screen,
        CancellationToken cancellation)
    {
        WriteData(comparison.Data, screen);
        var runs = screen.Profile.Capabilities.Interactive
            ? WithBars(comparison, settings, screen, cancellation)
            : WithLines(comparison, settings, screen, cancellation);
        CompareTable.Write(runs, screen);
        foreach (var sentence in CompareNotes.On(runs)) Prose.Write(sentence, screen);
    }

    static void WriteData(DataSummary data, IAnsiConsole screen)
    {
        Prose.Write($"Data: {data.Source}", screen);
        Prose.Write(FormattableString.Invariant($"  training {data.TrainRows,7:N0} rows, SHA-256 {data.TrainSha256}"), screen);
        Prose.Write(FormattableString.Invariant($"  test     {data.TestRows,7:N0} rows, SHA-256 {data.TestSha256}"), screen);
        screen.WriteLine();
    }

    static List<RunResult> WithLines(
        IComparison comparison,
        CompareSettings settings,
        IAnsiConsole screen,
        CancellationToken cancellation)
    {
        var results = new List<RunResult>();
        foreach (var run in settings.Runs)
        {
            results.Add(comparison.Train(run, Epochs.Ignored, cancellation));
            screen.WriteLine(
                FormattableString.Invariant(
                    $"trained {run.Name}: {settings.Training.Epochs:N0} epochs in {results[^1].Took.TotalSeconds:0.0} s"));
        }
        return results;
    }

    // All bars stand from the start, so that one sees what is still to come. Training stays on this thread.
    static List<RunResult> WithBars(
        IComparison comparison,
        CompareSettings settings,
        IAnsiConsole screen,
        CancellationToken cancellation) =>
        Screens.Bars(screen, new ElapsedTimeColumn())
            .Start(progress =>
            {
                var bars = settings
                    .Runs.Select(run => progress.AddTask(Markup.Escape(run.Name), autoStart: false, settings.Training.Epochs))
                    .ToArray();
                return settings
                    .Runs.Select(
                        (run, i) =>
                            WithBar(bars[i], () => comparison.Train(run, new Epochs(done => bars[i].Value = done), cancellation)))
                    .ToList();
            });

    static RunResult WithBar(ProgressTask bar, Func<RunResult> train)
    {
        bar.StartTask();
        var result = train();
        bar.Value = bar.MaxValue;
        bar.StopTask();
        return result;
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it tells on the training's own thread, in order.</summary>
    sealed class Epochs(Action<int> tell) : IProgress<int>
    {
        internal static readonly Epochs Ignored = new(_ => { });

        public void Report(int value) => tell(value);
    }
}
