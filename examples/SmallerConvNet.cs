#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// A convolutional network from full to the smallest within one standard error: a group lasso makes filters and units of a
// trained LeNet-5 zero, Compaction takes them away for real, the rest is trained on without the penalty, and rows that neither
// trains nor judges choose λ.
// dotnet run examples/SmallerConvNet.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using System.Diagnostics;
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "A smaller convolutional network by group lasso", "用分组套索得到更小的卷积网络");
var (rows, test) = page.Digits(train: page.Pick(7000, 600), test: page.Pick(2000, 500));
var (learned, epochs, seeds) = (rows.Rows * 5 / 7, page.Pick(8, 6), page.Pick(5, 2));
var (train, validation) = (Rows(0, learned), Rows(learned, rows.Rows));
double[] lambdas = page.Pick<double[]>([0.0002, 0.0004, 0.0006, 0.0008], [0.001]);
page.Say(
    $"{learned:N0} of the rows train, {validation.Rows:N0} choose λ.",
    $"其中 {learned:N0} 行用于训练，{validation.Rows:N0} 行用于选择 λ。");

page.Section("λ by rows that do not train", "由不参与训练的行选择 λ");
using var first = Trained(0);
using var search = Search(first, 0).Run(train, validation, [0, .. lambdas]);
var unpenalized = search.Models[0];
page.Table(
    "λ | parameters | of the full | wrong | more than the full | standard error",
    search.Models.Select(model => (model, more: model.MinusOf(unpenalized))).Select(pair =>
        $"{pair.model.Lambda} | {pair.model.Parameters} | {pair.model.Parameters / (double)unpenalized.Parameters:P1} | " +
        $"{pair.model.Mean:P2} | {100 * pair.more.Mean:F2} | {100 * pair.more.StandardError:F2}"));
// Row by row: what is hard for both counts for neither.
var smallest = search.Models
    .Where(model => model.MinusOf(unpenalized) is var (mean, one) && mean <= one)
    .MinBy(model => model.Parameters)!;
var chosen = smallest.Lambda;
page.Say(
    $"The smallest that is within one standard error of the full one on these rows: λ = {chosen}.",
    $"在这些行上与完整网络相差不超过一个标准误的最小网络：λ = {chosen}。");

page.Section("Seeds judged by rows that chose nothing", "用没有参与选择的行评价各个种子");
Pair[] pairs = [new(Judge(unpenalized.Model), Judge(smallest.Model)), .. Enumerable.Range(1, seeds - 1).Select(Another)];
page.Table(
    "network | accuracy | ± | parameters | of the full | filters | units | µs, 1 row | µs a row of 256",
    [Row("full", [.. pairs.Select(pair => pair.Full)]), Row($"λ = {chosen}", [.. pairs.Select(pair => pair.Small)])]);

page.Section("What to notice", "要点");
var (whole, small) = (pairs.Average(pair => pair.Full.Accuracy), pairs.Average(pair => pair.Small.Accuracy));
// Of the accuracy on so many held-out digits; that of the seeds' mean is less.
var error = Math.Sqrt(whole * (1 - whole) / test.Rows);
var share = pairs.Average(pair => (double)pair.Small.Parameters / pair.Full.Parameters);
var (alone, together) = (Faster(run => run.Alone), Faster(run => run.Together));
var verdict = small >= whole - error ? ("within", "在一个标准误之内") : ("not within", "不在一个标准误之内");
page.Say(
    $"{share:P1} of the parameters, {100 * (whole - small):F2} points of accuracy less, {verdict.Item1} one standard error " +
    $"({100 * error:F2} points) of the full network; a prediction takes {alone:P0} of the time for one row, {together:P0} " +
    "for 256.",
    $"参数为 {share:P1}，准确率低 {100 * (whole - small):F2} 个百分点，" +
    $"与完整网络相比{verdict.Item2}（{100 * error:F2} 个百分点）；" +
    $"预测一行的时间为 {alone:P0}，256 行为 {together:P0}。");
page.Plot(() => new Panels([
    new LineChart(new Series(
        "validation accuracy, %",
        [.. search.Models.Select(model => (double)model.Parameters)],
        [.. search.Models.Select(model => 100 * (1 - model.Mean))])
    { HasDots = true })
    {
        Title = "Accuracy by size",
        XAxis = new() { Title = "parameters", IsLogarithmic = true },
        YAxis = new() { Title = "%" }
    },
    new BarChart(
        ["filters of conv1", "filters of conv2", "units of linear1"],
        new Bars("full", [.. pairs[0].Full.Units.Select(units => (double)units)]),
        new Bars($"λ = {chosen}", [.. pairs[0].Small.Units.Select(units => (double)units)]))
    { Title = "What is left of each layer" },
    new ImageGrid([.. Filters(first)], 5, 5, columns: 20) { Title = "Filters of conv1, full", Zoom = 6 },
    new ImageGrid([.. Filters((LeNet)smallest.Model)], 5, 5, columns: 20) { Title = "Filters that are left", Zoom = 6 }
]));

Dataset Rows(long from, long to)
{
    using var positions = arange(from, to, device: rows.Features.device);
    return rows.Select(positions);
}

double Faster(Func<Result, double> time) => pairs.Average(pair => time(pair.Small)) / pairs.Average(pair => time(pair.Full));

IEnumerable<Picture> Filters(LeNet model)
{
    using var weights = model.First.to(float64).cpu();
    return [.. weights.reshape(-1, 25).data<double>().ToArray().Chunk(25).Select(filter => new Picture("", filter))];
}

string Row(string name, Result[] runs)
{
    double Mean(Func<Result, double> of) => runs.Average(of);
    var mean = Mean(run => 100 * run.Accuracy);
    var deviation = Math.Sqrt(runs.Sum(run => Math.Pow(100 * run.Accuracy - mean, 2)) / (seeds - 1) / seeds);
    return $"{name} | {mean:F2} % | {deviation:F2} | {Mean(run => run.Parameters):F0} | " +
        $"{Mean(run => run.Parameters) / pairs[0].Full.Parameters:P1} | {Mean(run => run.Units[0]):F0} + " +
        $"{Mean(run => run.Units[1]):F0} | {Mean(run => run.Units[2]):F0} | {Mean(run => run.Alone):F1} | " +
        $"{Mean(run => run.Together):F2}";
}

TrainingOptions Options(int count, int seed, double rate) => new()
{
    Epochs = count,
    LearningRate = rate,
    LearningRateSchedule = epoch => (1 + Math.Cos(Math.PI * (epoch - 1) / count)) / 2,
    BatchSize = page.Pick(64, 16),
    Seed = seed,
    EvaluateTraining = false,
    Optimizer = (parameters, given) => optim.Adam(parameters, given),
};

LeNet Trained(int seed)
{
    var model = new LeNet((ulong)seed);
    model.to(rows.Features.device);
    new Trainer(model, Losses.CrossEntropy, options: Options(epochs, seed, 0.002)).Fit(train);
    return model;
}

// Every λ begins at the seed's trained network; 0 is that network trained on for as long.
SizeSearch Search(LeNet full, int seed) => new(
    lambda =>
    {
        var model = new LeNet((ulong)seed);
        model.load_state_dict(full.state_dict());
        model.to(rows.Features.device);
        return new(model, lambda == 0 ? null : new Regularization(model, Rules(lambda)), Options(epochs, seed, 0.002));
    },
    Losses.CrossEntropy,
    refit: Options(2 * epochs, seed, 0.002),
    SizeSearch.WrongAnswer);

// √(weights of a group) for each layer, as Yuan and Lin weigh groups of different sizes.
static Rule[] Rules(double lambda) =>
[
    new(new GroupLasso(lambda * Math.Sqrt(25), Groups.Units), On.Layer("conv1"), PenaltyMode.Proximal),
    new(new GroupLasso(lambda * Math.Sqrt(500), Groups.Units), On.Layer("conv2"), PenaltyMode.Proximal),
    new(new GroupLasso(lambda * Math.Sqrt(800), Groups.Units), On.Layer("linear1"), PenaltyMode.Proximal),
];

Pair Another(int seed)
{
    using var full = Trained(seed);
    using var both = Search(full, seed).Run(train, validation, [0, chosen]);
    return new(Judge(both.Models[0].Model), Judge(both.Models[1].Model));
}

Result Judge(nn.Module<Tensor, Tensor> model)
{
    model.eval();
    return new(
        Evaluation.Of(model, test, Losses.CrossEntropy).Accuracy,
        model.parameters().Sum(parameter => parameter.numel()),
        [.. model.named_parameters().Where(named => named.parameter.dim() > 1).Select(named => named.parameter.size(0)).Take(3)],
        Microseconds(model, 1),
        Microseconds(model, 256) / 256);
}

double Microseconds(nn.Module<Tensor, Tensor> model, int count)
{
    using var x = test.Features[..count].clone();
    var times = new List<double>();
    for (var i = 0; i < 60; i++)
    {
        var watch = Stopwatch.StartNew();
        for (var k = 0; k < 5; k++) Prediction.Of(model, x).Dispose();
        times.Add(watch.Elapsed.TotalMicroseconds / 5);
    }
    return times.Order().ElementAt(10);
}

sealed record Result(double Accuracy, long Parameters, long[] Units, double Alone, double Together);

sealed record Pair(Result Full, Result Small);

// Two convolutions and two layers, 431,080 parameters: Y. LeCun et al., Proc. IEEE 86 (1998), p. 2283, with the sizes that
// became usual for it.
sealed class LeNet : nn.Module<Tensor, Tensor>
{
    readonly nn.Module<Tensor, Tensor> conv1, conv2, linear1, linear2, pool;

    public LeNet(ulong seed) : base(nameof(LeNet))
    {
        random.manual_seed((long)seed);
        conv1 = nn.Conv2d(1, 20, 5);
        conv2 = nn.Conv2d(20, 50, 5);
        linear1 = nn.Linear(800, 500);
        linear2 = nn.Linear(500, 10);
        pool = nn.MaxPool2d(2);
        RegisterComponents();
    }

    public Tensor First => ((TorchSharp.Modules.Conv2d)conv1).weight!;

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var images = x.view(-1, 1, 28, 28);
        var parts = pool.call(nn.functional.relu(conv2.call(pool.call(nn.functional.relu(conv1.call(images))))));
        return linear2.call(nn.functional.relu(linear1.call(parts.flatten(1)))).MoveToOuterDisposeScope();
    }
}
