using System.Text.Json;
using System.Threading.Channels;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// A process that trains what it is told: a unit's runs as a line of JSON on standard input, their results as lines on standard
/// output, and then an empty line. It ends with its input, and so with the process that started it.
/// </summary>
static class SweepWorker
{
    /// <summary>A run as it goes through the pipe.</summary>
    sealed record Order(string Id, TrainSettings Settings, string? Checkpoints = null);

    static readonly JsonSerializerOptions oneLine = new(SettingsJson.Options) { WriteIndented = false };

    internal static string Line(IReadOnlyList<PlannedRun> runs) =>
        JsonSerializer.Serialize(runs.Select(run => new Order(run.Id, run.Settings, run.Checkpoints)), oneLine);

    internal static int Run(TextReader input, TextWriter output, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var orders = Channel.CreateUnbounded<string>();
        new Thread(() => Read(input, orders.Writer, ended)) { IsBackground = true }.Start();
        using var trainer = new UnitTrainer();
        try
        {
            while (orders.Reader.WaitToReadAsync(ended.Token).AsTask().GetAwaiter().GetResult())
                while (orders.Reader.TryRead(out var line)) Answer(line, trainer, output, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The input ended.
        }
        return ExitStatus.Done;
    }

    static void Answer(string line, UnitTrainer trainer, TextWriter output, CancellationToken cancellation)
    {
        var runs = JsonSerializer
            .Deserialize<Order[]>(line, oneLine)!
            .Select(order => new PlannedRun(order.Id, 0, order.Settings) { Checkpoints = order.Checkpoints })
            .ToArray();
        foreach (var result in trainer.Train(runs, cancellation)) output.WriteLine(result.ToLine());
        output.WriteLine();
        output.Flush();
    }

    // The end of the input ends the unit under way as well: nobody would hear of it.
    static void Read(TextReader input, ChannelWriter<string> orders, CancellationTokenSource ended)
    {
        while (input.ReadLine() is { } line) orders.TryWrite(line);
        orders.Complete();
        try { ended.Cancel(); }
        catch (ObjectDisposedException) { }
    }
}
