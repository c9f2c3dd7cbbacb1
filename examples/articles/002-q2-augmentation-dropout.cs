#:project ../../src/TorchReg
#:property UsesTorch=true

// # Data augmentation, dropout and L2 together | 数据增强、Dropout 与 L2 结合
// $ \min_w \; \mathbb{E}_{a, r} \left[ \tfrac1n \sum_i \text{CE}(y_i, f_{w}(a(x_i); r)) \right] + \tfrac{\lambda}{2} \sum w^2
// > Answers Q2 and Q3 say that data augmentation and dropout can be combined with penalties. They can, and each is judged here by
// > itself and all together, on digits that no run has seen. Dropout switches units off in training alone. |
// > 问答 Q2、Q3 说数据增强、Dropout 可以与惩罚结合使用。的确可以；这里分别以及合在一起评判，所用的新数字没有任何训练见过。
// > Dropout 只在训练时关闭神经元。
// also 002-q3
// see training.md
using TorchReg.Augmentation;
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

using var fresh = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
ulong[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];
var none = seeds.Select(seed => Fit(seed, false, 0, 0)).ToArray();
Say($"300 digits, a 784-64-10 network: {none.Average():P1} right on fresh digits over {seeds.Length} seeds",
    $"300 个数字，784-64-10 网络：新数字上正确率 {none.Average():P1}（{seeds.Length} 个种子平均）");
Compare("L2(0.003)", "L2(0.003)", seed => Fit(seed, false, 0, 0.003));
Compare("shifts and rotations", "平移与旋转", seed => Fit(seed, true, 0, 0));
Compare("dropout 0.5", "Dropout 0.5", seed => Fit(seed, false, 0.5, 0));
Compare("all three", "三者一起", seed => Fit(seed, true, 0.3, 0.001));

void Compare(string english, string chinese, Func<ulong, double> fit) =>
    Judge($"{english} against nothing", $"{chinese} 对比什么都不用", [.. seeds.Zip(none, (seed, other) => fit(seed) - other)]);

double Fit(ulong seed, bool isAugmented, double rate, double l2)
{
    using var train = Dataset.Of(DrawnDigits.Draw(300, seed));
    var network = new Mlp([784, 64, 10], rate, generator: new Generator(seed), dropoutSeed: seed);
    var (shift, rotation) = (new RandomShift(2, seed: seed), new RandomRotation(10, seed: seed));
    nn.Module<Tensor, Tensor> model = isAugmented ? nn.Sequential(shift, rotation, network) : network;
    using var regularization = l2 > 0 ? new Regularization(model, new L2(l2)) : null;
    var epochs = isSmall ? 3 : 100;
    var options = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 0.1, EvaluateTraining = false };
    new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train);
    return Evaluation.Of(model, fresh, Losses.CrossEntropy).Accuracy;
}

// Five seeds: what lies further from 0 than 2.78 standard errors (Student's t, 4 degrees of freedom) is told from chance.
void Judge(string english, string chinese, double[] gains)
{
    var mean = gains.Average();
    var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length);
    var verdict = mean > 2.78 * error ? 0 : mean < -2.78 * error ? 1 : 2;
    string[] en = ["improves", "worsens", "makes no difference that this many rows can show"];
    string[] zh = ["有改善", "变差", "在这么多行上看不出差别"];
    Say($"{english}: accuracy {mean:+0.00%;-0.00%;0.00%} ± {error:0.00%} over {gains.Length} seeds: {en[verdict]}",
        $"{chinese}：准确率 {mean:+0.00%;-0.00%;0.00%} ± {error:0.00%}（{gains.Length} 个种子）：{zh[verdict]}");
}

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
