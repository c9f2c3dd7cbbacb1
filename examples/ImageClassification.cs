#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Images (articles 000 5.1, 002 6.1, 003 5): few digits, a network that knows them by heart, and what helps: penalties, dropout,
// augmentation. dotnet run examples/ImageClassification.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Augmentation;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

var page = Page.Open(args, "Image classification: few digits", "图像分类：少量数字");
var (train, test) = page.Digits(train: page.Pick(500, 300), test: page.Pick(2000, 500));
var epochs = page.Pick(120, 50);

var mixup = new Mixup(0.2, seed: 9);
(string Name, nn.Module<Tensor, Tensor> Layer)[] augmentation =
[
    ("shift", new RandomShift(2, seed: 1)), ("rotation", new RandomRotation(10, seed: 2)), ("cutout", new Cutout(6, seed: 3)),
    ("noise", new GaussianNoise(0.1, seed: 4)), ("mixup", mixup),
];
Outcome[] fits =
[
    Fit("nothing", []),
    Fit("L2(0.003)", [], penalty: new L2(0.003)),
    Fit("L1(0.0003), proximal", [], penalty: new L1(0.0003)),
    Fit("dropout 0.5", [], dropout: 0.5),
    .. augmentation.Select(a => Fit(a.Name, [a])),
    Fit("augmentation + L2(0.001)", augmentation, penalty: new L2(0.001)),
];
page.Table(fits);

page.Section("What to notice", "要点");
var (plain, all) = (fits[0], fits[^1]);
var best = fits.MaxBy(f => f.Accuracy)!;
page.Say(
    $"Without regularization the network knows {plain.TrainingAccuracy:P1} of its {train.Rows} digits and {plain.Accuracy:P1} " +
    $"of fresh ones. Everything together: {all.TrainingAccuracy:P1} and {all.Accuracy:P1}, a gain of " +
    $"{100 * (all.Accuracy - plain.Accuracy):F1} points; the best single run is {best.Name} with {best.Accuracy:P1}.",
    $"没有正则化时，网络认得 {plain.TrainingAccuracy:P1} 的 {train.Rows} 个训练数字，新数字只有 {plain.Accuracy:P1}。全部一起用：{all.TrainingAccuracy:P1} 和 " +
    $"{all.Accuracy:P1}，提高 {100 * (all.Accuracy - plain.Accuracy):F1} 个百分点；最好的是 {best.Name}，{best.Accuracy:P1}。");
page.Plot(() =>
    new Panels([
        new BarChart(
            [.. fits.Select(f => f.Name)],
            new Bars("training digits", [.. fits.Select(f => 100 * f.TrainingAccuracy)]),
            new Bars("fresh digits", [.. fits.Select(f => 100 * f.Accuracy)]))
        {
            Title = $"Trained on {train.Rows} digits: accuracy, %",
            NumberFormat = "0.0",
            PixelWidth = 960
        },
        new ImageGrid(
            [.. augmentation.Prepend(("as it is", nn.Identity())).SelectMany(a => Changed(a.Item1, a.Item2))],
            columns: 10)
        {
            FullColor = 1,
            Title = "The same digits, changed anew in every step"
        }
    ]));

Outcome Fit(string name, (string, nn.Module<Tensor, Tensor>)[] layers, Penalty? penalty = null, double dropout = 0)
{
    var network = new Mlp([784, 64, 10], dropout, generator: new Generator(1), dropoutSeed: 5);
    var model = nn.Sequential([.. layers, ("network", network)]);
    var loss = layers.Any(l => l.Item2 is Mixup) ? mixup.MixedLoss(Losses.CrossEntropy) : Losses.CrossEntropy;
    using var regularization =
        penalty == null ? null : new Regularization(model, penalty, penalty is L1 ? PenaltyMode.Proximal : PenaltyMode.Gradient);
    new Trainer(
        model,
        loss,
        regularization,
        new TrainingOptions
        {
            Epochs = epochs,
            LearningRate = 0.1,
            EvaluateTraining = false
        }).Fit(train);
    return Outcome.Of(name, model, loss, regularization, train, test);
}

IEnumerable<Picture> Changed(string name, nn.Module<Tensor, Tensor> layer)
{
    using var scope = NewDisposeScope();
    layer.train();
    var images = layer.call(train.Features[..10].alias());
    return
    [
        .. Enumerable
            .Range(0, 10)
            .Select(i => new Picture(i == 0 ? name : "", [.. images[i].data<float>().Select(v => (double)v)]))
    ];
}
