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
var (rows, test) = page.Digits(train: page.Pick(7000, 420), test: page.Pick(2000, 300));
var (learned, epochs, seeds) = (rows.Rows * 5 / 7, page.Pick(8, 4), page.Pick(5, 2));
var (train, validation) = (Rows(0, learned), Rows(learned, rows.Rows));
double[] lambdas = page.Pick<double[]>([0.0003, 0.0004, 0.0006], [0.0015]);
page.Say(
    $"{learned:N0} of the rows train, {validation.Rows:N0} choose λ; {seeds} seeds.",
    $"其中 {learned:N0} 行用于训练，{validation.Rows:N0} 行用于选择 λ；{seeds} 个种子。");

// [λ][seed], the full network first.
var bySeed = Enumerable.Range(0, seeds).Select(Study).ToArray();
var runs = Enumerable.Range(0, lambdas.Length + 1).Select(i => bySeed.Select(of => of[i]).ToArray()).ToArray();

page.Section("λ by rows that do not train", "由不参与训练的行选择 λ");
var one = Deviation(1 - Chosen(0), validation.Rows);
page.Table(
    "λ | parameters | of the full | right",
    runs.Select((of, i) => $"{Lambda(i)} | {Parameters(i):F0} | {Share(i):P1} | {1 - Chosen(i):P2}"));
var best = Enumerable.Range(0, runs.Length).Where(i => Chosen(i) <= Chosen(0) + one).MinBy(Parameters);
page.Say(
    $"The smallest within one standard error ({100 * one:F2} points) of the full network: λ = {Lambda(best)}.",
    $"与完整网络相差不超过一个标准误（{100 * one:F2} 个百分点）的最小网络：λ = {Lambda(best)}。");

page.Section("Judged by rows that chose nothing", "用没有参与选择的行评价");
page.Table(
    "network | accuracy | ± | parameters | of the full | filters | units | µs, 1 row | µs a row of 256",
    runs.Select((of, i) => Row(i == 0 ? "full" : $"λ = {Lambda(i)}", of)));

page.Section("What to notice", "要点");
var (whole, small) = (Right(0), Right(best));
// Of the accuracy on so many held-out digits; that of the seeds' mean is less.
var error = Deviation(whole, test.Rows);
var (alone, together) = (Faster(run => run.Alone), Faster(run => run.Together));
var verdict = small >= whole - error ? ("within", "在一个标准误之内") : ("not within", "不在一个标准误之内");
page.Say(
    $"λ = {Lambda(best)}: {Share(best):P1} of the parameters, {100 * (whole - small):F2} points of accuracy less, " +
    $"{verdict.Item1} one standard error ({100 * error:F2} points) of the full network; a prediction takes {alone:P0} of " +
    $"the time for one row, {together:P0} for 256.",
    $"λ = {Lambda(best)}：参数为 {Share(best):P1}，准确率低 {100 * (whole - small):F2} 个百分点，" +
    $"与完整网络相比{verdict.Item2}（{100 * error:F2} 个百分点）；" +
    $"预测一行的时间为 {alone:P0}，256 行为 {together:P0}。");
page.Plot(() => new Panels([
    new LineChart(new Series(
        "accuracy, %",
        [.. Enumerable.Range(0, runs.Length).Select(Parameters)],
        [.. Enumerable.Range(0, runs.Length).Select(i => 100 * Right(i))])
    {
        HasDots = true,
        Errors = [.. runs.Select(of => Accuracy(of).StandardError)],
    })
    {
        Title = "Accuracy by size",
        XAxis = new() { Title = "parameters", IsLogarithmic = true },
        YAxis = new() { Title = "%" }
    },
    new BarChart(
        ["filters of conv1", "filters of conv2", "units of linear1"],
        [.. runs.Select((of, i) => new Bars(i == 0 ? "full" : $"λ = {Lambda(i)}", [.. of[0].Units.Select(n => (double)n)]))])
    { Title = "What is left of each layer, first seed" },
    new ImageGrid(runs[0][0].Filters, 5, 5, columns: 20) { Title = "Filters of conv1, full", Zoom = 6 },
    new ImageGrid(runs[best][0].Filters, 5, 5, columns: 20) { Title = $"Filters of conv1, λ = {Lambda(best)}", Zoom = 6 }
]));

double Lambda(int i) => i == 0 ? 0 : lambdas[i - 1];
double Parameters(int i) => runs[i].Average(run => run.Parameters);
double Share(int i) => Parameters(i) / Parameters(0);
double Chosen(int i) => runs[i].Average(run => run.Wrong);
double Right(int i) => runs[i].Average(run => run.Accuracy);
double Faster(Func<Result, double> time) => runs[best].Average(time) / runs[0].Average(time);

static double Deviation(double share, long count) => Math.Sqrt(share * (1 - share) / count);

static MeanError Accuracy(Result[] of) => MeanError.Of(of.Select(run => 100 * run.Accuracy));

Dataset Rows(long from, long to)
{
    using var positions = arange(from, to, device: rows.Features.device);
    return rows.Select(positions);
}

string Row(string name, Result[] of)
{
    double Mean(Func<Result, double> number) => of.Average(number);
    var (accuracy, deviation) = Accuracy(of);
    return $"{name} | {accuracy:F2} % | {deviation:F2} | {Mean(run => run.Parameters):F0} | " +
        $"{Mean(run => run.Parameters) / Parameters(0):P1} | {Mean(run => run.Units[0]):F0} + " +
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

Result[] Study(int seed)
{
    using var full = Trained(seed);
    using var found = Search(full, seed).Run(train, validation, [0, .. lambdas]);
    return [.. found.Models.Select(Judge)];
}

Result Judge(SizedModel sized)
{
    var model = (LeNet)sized.Model;
    model.eval();
    return new(
        sized.Mean,
        Evaluation.Of(model, test, Losses.CrossEntropy).Accuracy,
        sized.Parameters,
        [.. model.named_parameters().Where(named => named.parameter.dim() > 1).Select(named => named.parameter.size(0)).Take(3)],
        Microseconds(model, 1),
        Microseconds(model, 256) / 256,
        Filters(model));
}

static Picture[] Filters(LeNet model)
{
    using var weights = model.First.to(float64).cpu();
    return [.. weights.reshape(-1, 25).data<double>().ToArray().Chunk(25).Select(filter => new Picture("", filter))];
}

double Microseconds(nn.Module<Tensor, Tensor> model, int count)
{
    using var x = test.Features[..count].clone();
    var times = new List<double>();
    for (var i = 0; i < page.Pick(40, 5); i++)
    {
        var watch = Stopwatch.StartNew();
        for (var k = 0; k < 3; k++) Prediction.Of(model, x).Dispose();
        times.Add(watch.Elapsed.TotalMicroseconds / 3);
    }
    return times.Order().ElementAt(times.Count / 5);
}

sealed record Result(
    double Wrong, double Accuracy, long Parameters, long[] Units, double Alone, double Together, Picture[] Filters);

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
