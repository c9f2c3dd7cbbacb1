using System.Text.Json;
using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// What a device is good for, beside the CPU and beside PyTorch of the same machine: training steps by batch, many linear models
/// at once, a path on folds. A table, and the same as JSON lines in a file.
/// </summary>
static class Device
{
    sealed record Row(string Peer, string Job, string Size, double Seconds, string Note = "");

    static readonly List<Row> rows = [];

    /// <param name="args">device [--device cpu|cuda] [--json FILE] [--quick].</param>
    internal static int Run(string[] args)
    {
        var hasCuda = cuda.is_available();
        string? Of(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args.ElementAtOrDefault(at + 1) : null;
        var device = Of("--device") ?? (hasCuda ? "cuda" : "cpu");
        if (device is not ("cpu" or "cuda") || device == "cuda" && !hasCuda)
        {
            Console.Error.WriteLine($"device: --device is '{device}'; {(hasCuda ? "cpu and cuda are" : "only cpu is")} here");
            return 2;
        }
        var isQuick = args.Contains("--quick");
        Console.WriteLine(
            $"{Environment.MachineName}, {Environment.ProcessorCount} cores, libtorch {__version__}, device {device}");
        foreach (var on in new[] { "cpu", device }.Distinct()) Measure(on, isQuick);
        foreach (var row in DevicePeer.Rows(device, isQuick)) Add(new("PyTorch", row.Job, row.Size, row.Seconds));
        if (Of("--json") is { } file) File.WriteAllLines(file, rows.Select(row => JsonSerializer.Serialize(row)));
        return 0;
    }

    static void Measure(string on, bool isQuick)
    {
        var peer = $"TorchReg, {on}";
        foreach (var batch in DevicePeer.Batches(isQuick))
            foreach (var job in new[] { "softmax", "network", DeviceSteps.LowNetwork })
                Add(new(peer, $"{job} step", $"{batch}", DeviceSteps.Seconds(job, batch, on, isQuick ? 20 : 200)));
        DeviceSteps.Stack(1, on);   // the compiler's time is no model's
        var one = double.NaN;
        foreach (var models in isQuick ? [1, 16, 256] : new[] { 1, 16, 256, 1024, 4096 })
            Try(peer, "stack epoch", $"{models}", () =>
            {
                var seconds = DeviceSteps.Stack(models, on);
                if (models == 1) one = seconds;
                return seconds;
            }, seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds / one:F1} × one model"));
        Try(peer, "path × folds", "20 × 5", () => DeviceSteps.PathByFolds(on, isQuick ? 500 : 5000));
    }

    // What a device does not take says why, in its row.
    static void Try(string peer, string job, string size, Func<double> measure, Func<double, string>? note = null)
    {
        try
        {
            var seconds = measure();
            Add(new(peer, job, size, seconds, note?.Invoke(seconds) ?? ""));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            Add(new(peer, job, size, double.NaN, e.Message.Split('\n')[0]));
        }
    }

    static void Add(Row row)
    {
        rows.Add(row with { Seconds = double.IsFinite(row.Seconds) ? row.Seconds : -1 });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{row.Peer,-16} {row.Job,-17} {row.Size,8} {row.Seconds * 1e3,12:F3} ms  {row.Note}"));
    }
}
