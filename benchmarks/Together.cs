using TorchReg.Models;

namespace TorchReg.Benchmarks;

/// <summary>
/// Seconds for softmax models of different λ (batch 32, 5 epochs of 8,000 digits) one by one and together, by how many share a
/// product.
/// </summary>
static class Together
{
    const int Epochs = 5;

    internal static int Run(string folder)
    {
        torch.set_num_threads(1);
        using var data = Dataset.Of(MnistFolder.Read(folder).Train);
        Alone(data, 2);
        foreach (var models in new[] { 1, 4, 8, 16, 32, 64, 100 })
        {
            var (alone, together) = (Time(() => Alone(data, models)), Time(() => Stacked(data, models)));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"job\":\"together\",\"models\":{models},\"alone_s\":{alone:F3},\"together_s\":{together:F3}" +
                    $",\"ratio\":{together / alone:F2}}}"));
        }
        return 0;
    }

    static TrainingOptions Options => new() { Epochs = Epochs, EvaluateTraining = false };

    static Regularization Penalty(SoftmaxRegression model, int m) =>
        new(model, new L1(1e-4 * Math.Pow(1.05, m)), PenaltyMode.Proximal);

    static void Alone(Dataset data, int models)
    {
        for (var m = 0; m < models; m++)
        {
            using var model = new SoftmaxRegression(784, 10);
            new Trainer(model, Losses.CrossEntropy, Penalty(model, m), Options).Fit(data);
        }
    }

    static void Stacked(Dataset data, int models)
    {
        var all = Enumerable.Range(0, models).Select(_ => new SoftmaxRegression(784, 10)).ToArray();
        using var stack = new ModelStack(all);
        new StackTrainer(
            stack,
            Losses.CrossEntropy,
            [.. all.Select((model, m) => new StackMember(Penalty(model, m), Options))]).Fit(data);
    }

    static double Time(Action job)
    {
        var watch = Stopwatch.StartNew();
        job();
        return watch.Elapsed.TotalSeconds;
    }
}
