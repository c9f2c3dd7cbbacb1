using System.Diagnostics;
using System.Globalization;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>
/// A file of rows four times as large as the memory that a training may take for it: what the garbage collector may hold is
/// limited, and the private memory of the process is watched, beside that of the same training on a small file.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class LargerThanMemoryTests : FolderTests
{
    const long Limit = 48 << 20;
    const int Columns = 512;

    string Rows(string name, long bytes)
    {
        var path = Path.Combine(folder.Path, name);
        RowsFile.Write(path, Blocks((int)(bytes / (Columns * sizeof(float)))), withColumns: false);
        return path;
    }

    static IEnumerable<Dataset> Blocks(int rows)
    {
        using var generator = new Generator(5);
        for (var start = 0; start < rows; start += 1024)
        {
            using var scope = NewDisposeScope();
            var x = randn([Math.Min(1024, rows - start), Columns], dtype: ScalarType.Float32, generator: generator);
            yield return new(x, x.select(1, 0).gt(0).to(ScalarType.Int64));
        }
    }

    // Peak of what is in memory and of no file, kB.
    static long PeakOf(Process process)
    {
        var peak = 0L;
        while (!process.WaitForExit(10))
        {
            try
            {
                var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(one => one.StartsWith("RssAnon:"));
                if (line is not null) peak = Math.Max(peak, long.Parse(line[8..^2], CultureInfo.InvariantCulture));
            }
            catch (IOException) { }
        }
        return peak;
    }

    (long Peak, string Metrics) Train(string rows, string name)
    {
        var config = folder.Write("config.json", $$"""
            { "data": { "source": "{{rows}}", "validationFraction": 0 },
              "model": { "kind": "softmax", "initialization": "zeros" },
              "penalties": [ { "penalty": "l1", "lambda": 0.01, "mode": "proximal" } ],
              "training": { "epochs": 1, "batchSize": 64, "threads": 1 } }
            """);
        var run = Path.Combine(folder.Path, name);
        using var process = TorchRegProcess.Start(
            folder.Path,
            [("DOTNET_GCHeapHardLimit", $"{Limit:X}"), ("DOTNET_GCgen0size", "400000"), ("MALLOC_ARENA_MAX", "1"),
                ("MALLOC_MMAP_THRESHOLD_", "65536")],
            ["train", config, "--to", run]);
        var (error, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        var peak = PeakOf(process);
        Assert.Equal((0, ""), (process.ExitCode, error.Result));
        Assert.NotEmpty(output.Result);
        return (peak, File.ReadAllText(Path.Combine(run, "metrics.json")));
    }

    [Fact]
    public void A_training_on_a_file_of_four_times_the_limit_stays_within_it()
    {
        if (!OperatingSystem.IsLinux()) return;
        var (small, large) = (Rows("small.rows", 1 << 20), Rows("large.rows", 4 * Limit));
        Assert.True(new FileInfo(large).Length >= 4 * Limit);
        var (alone, _) = Train(small, "small");
        var (peak, metrics) = Train(large, "large");
        Assert.True((peak - alone) * 1024 < Limit, $"{peak} kB beside {alone} kB of a small file");
        Assert.Contains("accuracy", metrics);
    }
}
