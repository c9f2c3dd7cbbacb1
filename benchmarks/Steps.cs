using static TorchSharp.torch;

namespace TorchReg.Benchmarks;

/// <summary>
/// Median microseconds of a training step on one thread: softmax 784→10, cross-entropy, SGD, as a plain TorchSharp loop.
/// </summary>
static class Steps
{
    const int WarmUp = 200;

    internal static int Run(int count, string only = "", int onlyBatch = 0)
    {
        set_num_threads(1);
        manual_seed(0);
        foreach (var batch in new[] { 32, 128, 1024 }.Where(batch => onlyBatch is 0 || batch == onlyBatch))
        {
            var steps = batch < 1000 ? count : Math.Max(100, count / 10);
            var x = rand([(long)batch, 784L]);
            var y = randint(10, [batch], ScalarType.Int64);
            Job[] plain =
            [
                new("softmax-sgd-autograd-none", PlainLoop(x, y, l1: 0)),
                new("softmax-sgd-autograd-l1", PlainLoop(x, y, l1: 0.001))
            ];
            foreach (var (job, step, penalty) in plain
                    .Concat(TrainingSteps.All(batch).Select(j => new Job(j.Job, j.Step, j.Penalty)))
                    .Where(j => j.Name.StartsWith(only, StringComparison.Ordinal)))
                Print(job, batch, step, job.StartsWith("mlp", StringComparison.Ordinal) ? steps / 2 : steps, penalty);
        }
        return 0;
    }

    sealed record Job(string Name, Action Step, string Penalty = "");

    static Action PlainLoop(Tensor x, Tensor y, double l1)
    {
        var model = nn.Linear(784, 10);
        var optimizer = optim.SGD(model.parameters(), 0.1);
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(x), y);
            if (l1 > 0) loss = loss + model.weight!.abs().sum() * l1;
            loss.backward();
            optimizer.step();
        };
    }

    internal static double Microseconds(Action step, int count)
    {
        for (var i = 0; i < WarmUp; i++) step();
        var ticks = new long[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            step();
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
        Array.Sort(ticks);
        return ticks[count / 2] * 1e6 / Stopwatch.Frequency;
    }

    static void Print(string job, int batch, Action step, int count, string penalty = "")
    {
        for (var i = 0; i < WarmUp; i++) step();
        var garbage = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < WarmUp; i++) step();
        garbage = (GC.GetAllocatedBytesForCurrentThread() - garbage) / WarmUp;
        var microseconds = Microseconds(step, count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"peer\":\"torchreg\",\"job\":\"{job}\",\"batch\":{batch},\"penalty\":\"{penalty}\",\"us\":{microseconds:F1}," +
            $"\"garbage_bytes\":{garbage}{Border.PerStep(step, WarmUp)}}}"));
    }
}
