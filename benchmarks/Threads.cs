using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// Microseconds a step with L1 on 1, 2, 4 … threads, by job and batch: what the default number of threads rests on.
/// </summary>
static class Threads
{
    internal static int Run(int count)
    {
        foreach (var batch in new[] { 32, 128, 512, 2048, 8192 })
            for (var threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
            {
                set_num_threads(threads);
                var steps = batch > 1000 ? Math.Max(20, count / 10) : count;
                Print("softmax-sgd", batch, threads, Steps.Microseconds(TrainingSteps.Softmax(batch, "l1"), steps));
                Print("mlp-dropout-adam", batch, threads, Steps.Microseconds(TrainingSteps.Network(batch, "l1l2"), steps));
            }
        return 0;
    }

    static void Print(string job, int batch, int threads, double us) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"job\":\"{job}\",\"batch\":{batch},\"threads\":{threads},\"us\":{us:F1}}}"));
}
