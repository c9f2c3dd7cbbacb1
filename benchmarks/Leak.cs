using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// Live tensors and resident memory over many training steps, a JSON line each tenth: both must stay flat.
/// The status is 1 if, from the first tenth on, a tensor more is alive or memory grew by more than 8 MiB.
/// </summary>
static class Leak
{
    /// <param name="count">Steps.</param>
    /// <param name="job">"network": the network's steps by layers; else a plain loop by autograd.</param>
    internal static int Run(int count, string job = "")
    {
        set_num_threads(1);
        if (job == "network") return Run(count, TrainingSteps.Network(32, "l1l2"));
        var x = rand(32, 784);
        var y = randint(10, [32], ScalarType.Int64);
        var model = nn.Linear(784, 10);
        var optimizer = optim.SGD(model.parameters(), 0.1);
        return Run(count, () => Step(model, optimizer, x, y));
    }

    static int Run(int count, Action step)
    {
        var tenth = Math.Max(1, count / 10);
        var (first, last) = ((Tensors: 0L, Resident: 0L), (Tensors: 0L, Resident: 0L));
        for (var i = 0; i <= count; i++)
        {
            if (i % tenth == 0) Print(i, last = Measure());
            if (i == tenth) first = last;
            step();
        }
        return last.Tensors <= first.Tensors && last.Resident - first.Resident <= 8 << 20 ? 0 : 1;
    }

    static void Step(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        nn.functional.cross_entropy(model.call(x), y).backward();
        optimizer.step();
    }

    // Tensors are counted before the collection, which must have none to find; memory after it, since garbage is no leak.
    static (long Tensors, long Resident) Measure()
    {
        var tensors = Tensor.TotalCount;
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (tensors, process.WorkingSet64);
    }

    static void Print(int step, (long Tensors, long Resident) measured) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"step\":{step},\"live_tensors\":{measured.Tensors},\"resident_mib\":{measured.Resident / 1048576.0:F1}}}"));
}
