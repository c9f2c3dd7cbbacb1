using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// How a softmax step with L1 grows with rows, columns and classes, one thread; each from 128 × 784 × 10, all else fixed.
/// </summary>
static class Growth
{
    internal static int Run(int count)
    {
        set_num_threads(1);
        foreach (var rows in new[] { 8, 32, 128, 512, 2048 }) Print(rows, 784, 10, count);
        foreach (var columns in new[] { 98, 392, 3136, 12544 }) Print(128, columns, 10, count);
        foreach (var classes in new[] { 2, 40, 160, 640 }) Print(128, 784, classes, count);
        return 0;
    }

    static void Print(int rows, int columns, int classes, int count)
    {
        var none = Steps.Microseconds(TrainingSteps.Softmax(rows, "none", columns, classes), count);
        var l1 = Steps.Microseconds(TrainingSteps.Softmax(rows, "l1", columns, classes), count);
        var products = Steps.Microseconds(Products(rows, columns, classes), count);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"rows\":{rows},\"columns\":{columns},\"classes\":{classes},\"products_us\":{products:F1}" +
                $",\"none_us\":{none:F1},\"l1_us\":{l1:F1}}}"));
    }

    static Action Products(int rows, int columns, int classes)
    {
        var (x, w, residual) = (rand(rows, columns), rand(classes, columns), rand(classes, rows));
        return () =>
        {
            using var scope = NewDisposeScope();
            w.mm(x.t());
            residual.mm(x);
        };
    }
}
