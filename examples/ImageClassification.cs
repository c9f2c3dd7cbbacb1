#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Images (articles 000 5.1, 002 6.1, 003 5): few digits, a network that knows them by heart, and what helps: penalties, dropout,
// augmentation; five draws of digits, λ chosen on other rows than those that judge.
// dotnet run examples/ImageClassification.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Augmentation;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(
    args, "Image classification: few digits", "图像分类：少量数字", Uses.Digits | Uses.Plot | Uses.Device);
var (train, test) = page.Digits(train: page.Pick(2500, 300), test: page.Pick(2000, 500));
const int seeds = 5;
var draws = SeedRows.Of(train, test, seeds);
var (epochs, units) = (page.Pick(120, 60), page.Pick(64, 32));

var nothing = Ways(page.Text("nothing", "什么都不加"));
Seeded[] l2 = [.. page.Pick<double[]>([0.001, 0.003, 0.01], [0.003, 0.03]).Select(l => Ways($"L2({l})", new L2(l)))];
Seeded[] l1 =
[
    .. page.Pick<double[]>([0.0001, 0.0003, 0.001], [0.0003, 0.001])
        .Select(l => Ways(page.Text($"L1({l}), proximal", $"L1({l}) 近端步"), new L1(l))),
];
var dropout = Ways("Dropout 0.5", dropout: 0.5);
(string Name, Func<int, (string, nn.Module<Tensor, Tensor>)> Layer)[] changes =
[
    (page.Text("shift", "平移"), s => ("shift", new RandomShift(2, seed: Seed(s, 1)))),
    (page.Text("rotation", "旋转"), s => ("rotation", new RandomRotation(10, seed: Seed(s, 2)))),
    (page.Text("cutout", "遮挡"), s => ("cutout", new Cutout(6, seed: Seed(s, 3)))),
    (page.Text("noise", "噪声"), s => ("noise", new GaussianNoise(0.1, seed: Seed(s, 4)))),
    (page.Text("mixup", "混合"), s => ("mixup", new Mixup(0.2, seed: Seed(s, 9)))),
];
Seeded[] augmented = [.. page.Pick(changes, changes[..2]).Select(c => Ways(c.Name, layers: [c.Layer]))];
var all = Ways(
    page.Text("augmentation + L2(0.001)", "全部增强 + L2(0.001)"),
    new L2(0.001),
    layers: [.. page.Pick(changes, changes[..2]).Select(c => c.Layer)]);
Seeded[] ways = [nothing, .. l2, .. l1, dropout, .. augmented, all];
page.Table(ways);

page.Section("What to notice", "要点");
page.Say(
    $"Without regularization the network knows {nothing.Mean(r => r.TrainingAccuracy).InPercent()} of its " +
    $"{draws[0].Train.Rows} digits and {nothing.Mean(r => r.Accuracy).InPercent()} of fresh ones.",
    $"没有正则化时，网络认得 {nothing.Mean(r => r.TrainingAccuracy).InPercent()} 的 {draws[0].Train.Rows} 个训练数字，新数字只有 " +
    $"{nothing.Mean(r => r.Accuracy).InPercent()}。");
foreach (var way in (Seeded[])[Seeded.Chosen(l2), Seeded.Chosen(l1), dropout, .. augmented, all])
    page.Conclude(way.Against(nothing), (way.Name, way.Name), ("accuracy on fresh digits", "新数字上的准确率"));
page.Plot(() => new Panels([
    page.Bars(
        ways,
        page.Text(
            $"Trained on {draws[0].Train.Rows} digits: accuracy, %",
            $"用 {draws[0].Train.Rows} 个数字训练：准确率（%）")),
    new ImageGrid(
        [
            .. Changed(page.Text("as it is", "原样"), nn.Identity()),
            .. changes.SelectMany(c => Changed(c.Name, c.Layer(1).Item2)),
        ],
        columns: 10)
    {
        FullColor = 1,
        Title = page.Text("The same digits, changed anew in every step", "同样的数字，每一步都重新变化"),
    },
]));

static ulong Seed(int seed, int layer) => (ulong)(10 * seed + layer);

Seeded Ways(
    string name,
    Penalty? penalty = null,
    double dropout = 0,
    params Func<int, (string, nn.Module<Tensor, Tensor>)>[] layers) =>
    Seeded.Of(name, seeds, seed => Fit(name, seed, [.. layers.Select(layer => layer(seed))], penalty, dropout));

Outcome Fit(string name, int seed, (string, nn.Module<Tensor, Tensor>)[] layers, Penalty? penalty, double dropout)
{
    var network = new Mlp([784, units, 10], dropout, generator: new Generator((ulong)seed), dropoutSeed: Seed(seed, 5));
    var model = nn.Sequential([.. layers, ("network", network)]).to(page.Device);
    var mixup = layers.Select(l => l.Item2).OfType<Mixup>().FirstOrDefault();
    var loss = mixup?.MixedLoss(Losses.CrossEntropy) ?? Losses.CrossEntropy;
    using var regularization =
        penalty == null ? null : new Regularization(model, penalty, penalty is L1 ? PenaltyMode.Proximal : PenaltyMode.Gradient);
    var options = new TrainingOptions { Epochs = epochs, LearningRate = 0.1, EvaluateTraining = false };
    new Trainer(model, loss, regularization, options).Fit(draws[seed - 1].Train);
    return draws[seed - 1].Outcome(name, model, loss, regularization);
}

IEnumerable<Picture> Changed(string name, nn.Module<Tensor, Tensor> layer)
{
    using var scope = NewDisposeScope();
    layer.train();
    var images = layer.call(train.Features[..10].cpu().alias());
    return
    [
        .. Enumerable
            .Range(0, 10)
            .Select(i => new Picture(i == 0 ? name : "", [.. images[i].data<float>().Select(v => (double)v)])),
    ];
}
