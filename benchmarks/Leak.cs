using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>Live tensors and resident memory over many training steps, ten JSON lines: both must stay flat.</summary>
static class Leak
{
    internal static int Run(int count)
    {
        set_num_threads(1);
        var x = rand(32, 784);
        var y = randint(10, [32], ScalarType.Int64);
        var model = nn.Linear(784, 10);
        var optimizer = optim.SGD(model.parameters(), 0.1);
        var (first, last) = (0L, 0L);
        for (var i = 0; i <= count; i++)
        {
            if (i % Math.Max(1, count / 10) == 0) Print(i, last = Resident());
            if (i == count / 10) first = last;
            Step(model, optimizer, x, y);
        }
        return last - first <= 16 << 20 ? 0 : 1;
    }

    static void Step(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(x), y).backward();
        optimizer.step();
    }

    static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    static void Print(int step, long resident) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{{\"step\":{step},\"live_tensors\":{Tensor.TotalCount},\"resident_mib\":{resident / 1048576.0:F1},\"collections\":{GC.CollectionCount(0)}}}"));
}
