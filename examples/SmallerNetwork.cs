#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// A network that gets smaller because it was regularized: a group lasso over inputs and units makes whole columns of weights zero,
// Compaction takes them away for real, and the rest is trained on without the penalty. Five seeds each.
// dotnet run -c Release examples/SmallerNetwork.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using System.Diagnostics;
using TorchReg.Articles;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Pruning;
using TorchReg.Training;
using static TorchSharp.torch;

var page = Page.Open(args, "A smaller network by group lasso", "用分组套索得到更小的网络");
var (train, test) = page.Digits(train: page.Pick(5000, 400), test: page.Pick(2000, 500));
var (epochs, seeds) = (page.Pick(30, 12), page.Pick(5, 3));
double[] lambdas = page.Pick<double[]>([0.001, 0.002, 0.004, 0.008], [0.004, 0.01]);

var full = Enumerable.Range(0, seeds).Select(Full).ToArray();
var shrunk = lambdas.Select(lambda => Enumerable.Range(0, seeds).Select(seed => Shrunk(lambda, seed)).ToArray()).ToArray();
page.Table(
    "network | accuracy | ± | parameters | of the full | inputs | units | µs a row alone | µs a row of 256",
    shrunk.Prepend(full).Select((runs, i) => Row(i == 0 ? "full" : $"λ = {lambdas[i - 1]}", runs)));

string Row(string name, Result[] runs)
{
    var (mean, error) = MeanAndError([.. runs.Select(run => 100 * run.Accuracy)]);
    double Mean(Func<Result, double> of) => runs.Average(of);
    return $"{name} | {mean:F2} % | {error:F2} | {Mean(run => run.Parameters):F0} | " +
        $"{Mean(run => run.Parameters) / full[0].Parameters:P1} | {Mean(run => run.Inputs):F0} | " +
        $"{Mean(run => run.Units[0]):F0} + {Mean(run => run.Units[1]):F0} | {Mean(run => run.Alone):F1} | {Mean(run => run.Together):F2}";
}

static (double Mean, double Error) MeanAndError(double[] values)
{
    var mean = values.Average();
    return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length));
}

Mlp Network(int seed) => new([784, 128, 64, 10], generator: new Generator((ulong)seed));

void Train(Mlp model, int count, double rate, Regularization? regularization, int seed) => new Trainer(
    model, Losses.CrossEntropy, regularization,
    new() { Epochs = count, LearningRate = rate, BatchSize = 64, Seed = seed, LedgerOfTraining = false }).Fit(train);

Result Full(int seed)
{
    var model = Network(seed);
    Train(model, epochs, 0.1, null, seed);
    return Judge(model, [128, 64], [.. Enumerable.Range(0, 784)]);
}

Result Shrunk(double lambda, int seed)
{
    var model = Network(seed);
    using (var regularization = new Regularization(model, new GroupLasso(lambda, Groups.Features), PenaltyMode.Proximal))
        Train(model, epochs, 0.1, regularization, seed);
    var compaction = Compaction.Of(model, train.Features[..256], dropInputs: true);
    compaction.Apply();
    Train(model, epochs / 2, 0.02, null, seed);
    var unused = compaction.UnusedInputs.ToHashSet();
    return Judge(model, [.. compaction.Layers.Take(2).Select(layer => layer.KeptUnits)],
        [.. Enumerable.Range(0, 784).Where(pixel => !unused.Contains(pixel))]);
}

Result Judge(Mlp model, int[] units, int[] inputs) => new(
    Evaluation.Of(model, test, Losses.CrossEntropy).Accuracy,
    model.parameters().Sum(parameter => parameter.numel()) - (784 - inputs.Length) * units[0],
    units, inputs, Microseconds(model, 1), Microseconds(model, 256) / 256);

double Microseconds(Mlp model, int rows)
{
    using var x = test.Features[..rows].clone();
    var times = new List<double>();
    for (var i = 0; i < 60; i++)
    {
        var watch = Stopwatch.StartNew();
        for (var k = 0; k < 10; k++) Prediction.Of(model, x).Dispose();
        times.Add(watch.Elapsed.TotalMicroseconds / 10);
    }
    return times.Order().ElementAt(10);
}

sealed record Result(double Accuracy, long Parameters, int[] Units, int[] Pixels, double Alone, double Together)
{
    public int Inputs => Pixels.Length;
}
