using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// hard-growth: milliseconds of processor time of an L1 path of 100 λ down to λ_max/100 by rows, by columns and by density; the
/// median of five after one that is not counted.
/// </summary>
static class HardGrowth
{
    const int Times = 5;

    internal static int Run()
    {
        set_num_threads(1);
        foreach (var rows in new[] { 500, 2_000, 8_000, 32_000 }) Print(rows, 200, 1, isSparse: false);
        foreach (var columns in new[] { 200, 800, 3_200, 12_800 }) Print(500, columns, 1, isSparse: false);
        foreach (var density in new[] { 0.001, 0.01, 0.1 }) Print(5_000, 2_000, density, isSparse: true);
        return 0;
    }

    static void Print(int rows, int columns, double density, bool isSparse) => Console.WriteLine(FormattableString.Invariant(
        $"{{\"rows\":{rows},\"columns\":{columns},\"density\":{density},\"sparse\":{(isSparse ? "true" : "false")}") +
        FormattableString.Invariant(
            $",\"squared_ms\":{Milliseconds(rows, columns, density, isSparse, Losses.HalfSquaredError):F1}") +
        FormattableString.Invariant(
            $",\"logistic_ms\":{Milliseconds(rows, columns, density, isSparse, Losses.BinaryCrossEntropy):F1}}}"));

    static double Milliseconds(int rows, int columns, double density, bool isSparse, Loss loss)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var x = randn([rows, columns], ScalarType.Float64, generator: generator);
        if (density < 1) x.mul_(rand([rows, columns], ScalarType.Float64, generator: generator).lt(density));
        var z = x.narrow(1, 0, 10).sum(1) + randn(rows, ScalarType.Float64, generator: generator);
        var y = loss == Losses.HalfSquaredError ? z : z.gt(0).to(ScalarType.Int64);
        using var data = isSparse ? new Dataset(SparseFeatures.Of(x), y) : new Dataset(x, y);
        var times = Enumerable.Range(0, Times + 1).Select(_ =>
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            RegularizationPath.Fit(new LinearProblem(data, loss), new() { Ratio = 0.01, EndEarly = false });
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        }).ToArray();
        return times[1..].Order().ElementAt(Times / 2);
    }
}
