using System.Text.Json;
using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>From a CSV file to a cross-validated lasso: what reading takes, and what the choice of λ takes.</summary>
static class Csv
{
    internal static int Run(string file, string target)
    {
        var (read, table) = Timed(() => CsvFile.Read(file, new() { Target = target, Type = ScalarType.Float64 }));
        using (table)
        {
            Write("read", read, new { rows = table.Data.Rows, columns = table.Data.Columns });
            var (chosen, cv) = Timed(() => CrossValidation.Of(new(table.Data, Losses.HalfSquaredError)));
            Write("cv", chosen, new
            {
                lambdas = cv.Curve.Lambdas.Length,
                lambdaMin = cv.Curve.LambdaMin,
                least = cv.Curve.Mean[cv.Curve.MinIndex],
                gap = cv.Path.Fits.Max(fit => fit.Certificate.Gap),
            });
        }
        return 0;
    }

    static ((double Wall, double Processor), T) Timed<T>(Func<T> act)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = act();
        return ((watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds), result);
    }

    static void Write(string job, (double Wall, double Processor) took, object what)
    {
        var peakMb = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        Console.WriteLine(JsonSerializer.Serialize(
            new { who = "torchreg", job, took.Wall, took.Processor, peakMb, what }));
    }
}
