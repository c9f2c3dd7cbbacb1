using TorchReg.Models;

namespace TorchReg.Benchmarks;

/// <summary>
/// Seconds an epoch over 8,000 digits, shuffling included: softmax 784→10, L1 0.001, SGD 0.1, batch 32. The job of the PyTorch
/// peer.
/// </summary>
static class Epoch
{
    internal static int Run(string folder)
    {
        torch.set_num_threads(1);
        using var data = Dataset.Of(MnistFolder.Read(folder).Train);
        foreach (var mode in new[] { PenaltyMode.Gradient, PenaltyMode.Proximal })
        {
            using var model = new SoftmaxRegression(784, 10);
            var options = new TrainingOptions { Epochs = 6, EvaluateTraining = false };
            var history = new Trainer(model, Losses.CrossEntropy, new Regularization(model, new L1(0.001), mode), options).Fit(
                data);
            var seconds = history.Epochs.Skip(1).Select(e => e.Elapsed.TotalSeconds).Order().ElementAt(2);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"peer\":\"torchreg\",\"job\":\"epoch\",\"penalty\":\"{mode}\",\"rows\":{data.Rows}" +
                    $",\"us\":{seconds * 1e6:F0}}}"));
        }
        return 0;
    }
}
