#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// A network that gets smaller because it was regularized: a group lasso over pixels and units makes whole columns of weights
// zero, Compaction takes them away for real, and the rest is trained on without the penalty.
// dotnet run examples/SmallerNetwork.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using System.Diagnostics;
using TorchReg.Articles;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Pruning;
using TorchReg.Training;
using static TorchSharp.torch;

var page = Page.Open(args, "A smaller network by group lasso", "用分组套索得到更小的网络");
var (train, test) = page.Digits(train: page.Pick(5000, 400), test: page.Pick(2000, 500));
var (epochs, seeds) = (page.Pick(40, 25), page.Pick(5, 2));
double[] lambdas = page.Pick<double[]>([0.001, 0.002, 0.003, 0.004], [0.001]);

var full = Enumerable.Range(0, seeds).Select(Full).ToArray();
var shrunk = lambdas.Select(lambda => Enumerable.Range(0, seeds).Select(seed => Shrunk(lambda, seed)).ToArray()).ToArray();
page.Table(
    "network | accuracy | ± | parameters | of the full | pixels | units | µs, 1 row | µs a row of 256",
    shrunk.Prepend(full).Select((runs, i) => Row(i == 0 ? "full" : $"λ = {lambdas[i - 1]}", runs)));

page.Section("What to notice", "要点");
// Of the accuracy on so many held-out digits; that of the seeds' mean is less.
var whole = full.Average(run => run.Accuracy);
var error = Math.Sqrt(whole * (1 - whole) / test.Rows);
var smallest = shrunk.Index().Where(pair => pair.Item.Average(run => run.Accuracy) >= whole - error)
    .Select(pair => (int?)pair.Index).LastOrDefault();
if (smallest is { } chosen)
{
    var share = shrunk[chosen].Average(run => run.Parameters) / full[0].Parameters;
    var faster = full.Average(run => run.Alone) / shrunk[chosen].Average(run => run.Alone);
    page.Say(
        $"The smallest network within one standard error ({error:P1}) of the full one has {share:P0} of its parameters, at " +
        $"λ = {lambdas[chosen]}; one row takes it 1/{faster:F1} of the time.",
        $"与完整网络相差不超过一个标准误（{error:P1}）的最小网络只有 {share:P0} 的参数，" +
        $"λ = {lambdas[chosen]}；预测一行的时间是 1/{faster:F1}。");
}
else
    page.Say(
        $"None of these is within one standard error ({error:P1}) of the full network: smaller λ are needed.",
        $"没有一个网络与完整网络相差在一个标准误（{error:P1}）之内：需要更小的 λ。");
page.Plot(() => new Panels([
    new LineChart(new Series(
        "accuracy, %",
        [.. shrunk.Prepend(full).Select(runs => runs.Average(run => run.Parameters))],
        [.. shrunk.Prepend(full).Select(runs => 100 * runs.Average(run => run.Accuracy))])
    {
        Errors = [.. shrunk.Prepend(full).Select(runs => Accuracy(runs).StandardError)]
    })
    {
        Title = "Accuracy by size",
        XAxis = new() { Title = "parameters", IsLogarithmic = true },
        YAxis = new() { Title = "%" }
    },
    new ImageGrid([.. shrunk.Select((runs, i) => Pixels($"λ = {lambdas[i]}", runs[0]))], columns: lambdas.Length)
    {
        Title = "Pixels that are left"
    }
]));

string Row(string name, Result[] runs)
{
    var (mean, deviation) = Accuracy(runs);
    double Mean(Func<Result, double> of) => runs.Average(of);
    return $"{name} | {mean:F2} % | {deviation:F2} | {Mean(run => run.Parameters):F0} | " +
        $"{Mean(run => run.Parameters) / full[0].Parameters:P1} | {Mean(run => run.Pixels.Count):F0} | " +
        $"{Mean(run => run.Units[0]):F0} + {Mean(run => run.Units[1]):F0} | {Mean(run => run.Alone):F1} | " +
        $"{Mean(run => run.Together):F2}";
}

static MeanError Accuracy(Result[] runs) => MeanError.Of(runs.Select(run => 100 * run.Accuracy));

static Picture Pixels(string name, Result run) =>
    new(name, [.. Enumerable.Range(0, 784).Select(pixel => run.Pixels.Contains(pixel) ? 1.0 : 0)]);

void Train(nn.Module<Tensor, Tensor> model, Regularization? regularization, int seed) => new Trainer(
    model,
    Losses.CrossEntropy,
    regularization,
    new()
    {
        Epochs = epochs,
        LearningRate = 0.001,
        BatchSize = 64,
        Seed = seed,
        EvaluateTraining = false,
        Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
    }).Fit(train);

Mlp Network(int seed) => new([784, 128, 64, 10], generator: new Generator((ulong)seed));

Result Full(int seed)
{
    var model = Network(seed);
    Train(model, null, seed);
    return Judge(model, [128, 64], [.. Enumerable.Range(0, 784)]);
}

Result Shrunk(double lambda, int seed)
{
    var model = Network(seed);
    // A column of the first layer is a pixel, of the others a unit.
    Rule[] rules =
    [
        new(new GroupLasso(lambda, Groups.Features), On.Layer("layers.linear1"), PenaltyMode.Proximal),
        new(new GroupLasso(4 * lambda, Groups.Features), On.Layer("layers.linear2"), PenaltyMode.Proximal),
        new(new GroupLasso(4 * lambda, Groups.Features), On.Layer("layers.linear3"), PenaltyMode.Proximal),
    ];
    using (var regularization = new Regularization(model, rules)) Train(model, regularization, seed);
    var compaction = Compaction.Of(model, train.Features[..256], dropInputs: true);
    compaction.Apply();
    var smaller = nn.Sequential(("pixels", new TakeColumns(compaction.KeptInputs)), ("network", model));
    Train(smaller, null, seed);
    return Judge(smaller, [.. compaction.Layers.Take(2).Select(layer => layer.KeptUnits)], compaction.KeptInputs);
}

Result Judge(nn.Module<Tensor, Tensor> model, int[] units, IReadOnlyList<int> pixels) => new(
    Evaluation.Of(model, test, Losses.CrossEntropy).Accuracy,
    model.parameters().Sum(parameter => parameter.numel()),
    units,
    pixels,
    Microseconds(model, 1),
    Microseconds(model, 256) / 256);

double Microseconds(nn.Module<Tensor, Tensor> model, int rows)
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

sealed record Result(
    double Accuracy, long Parameters, int[] Units, IReadOnlyList<int> Pixels, double Alone, double Together);
