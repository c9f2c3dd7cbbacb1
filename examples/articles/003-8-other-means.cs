#:project ../../src/TorchReg
#:property UsesTorch=true

// # Preventing overfitting without a penalty | 不用惩罚也能防止过拟合
// $ \text{gap} = \text{accuracy on training rows} - \text{accuracy on fresh rows}
// > The question of §8, how regularization differs from preventing overfitting, is answered in a circle. Penalties are one means;
// > others are early stopping, dropout and more data. |
// > §8 的问题“正则化和防止过拟合的区别”得到的是循环的回答。惩罚只是手段之一，其他手段有早停、Dropout 和更多数据。
// see training.md
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
var none = Each("nothing", "什么都不用", seed => Fit(seed));
Against("L2(0.002)", "L2(0.002)", seed => Fit(seed, penalty: new L2(0.002)));
Against("early stopping", "早停", seed => Fit(seed, stops: true));
Against("dropout 0.3", "Dropout 0.3", seed => Fit(seed, dropout: 0.3));
Against("three times the digits", "三倍的数字", seed => Fit(seed, rows: 1500));

(double Training, double Fresh)[] Each(string english, string chinese, Func<ulong, (double Training, double Fresh)> fit)
{
    var runs = seeds.Select(fit).ToArray();
    var gap = runs.Average(run => run.Training - run.Fresh);
    Say($"{english}: {runs.Average(run => run.Fresh):P1} right on fresh digits, a gap of {gap:P1}",
        $"{chinese}：新数字上正确率 {runs.Average(run => run.Fresh):P1}，差距 {gap:P1}");
    return runs;
}

void Against(string english, string chinese, Func<ulong, (double Training, double Fresh)> fit) => Judge(
    "  against nothing", "  对比什么都不用", [.. Each(english, chinese, fit).Zip(none, (run, other) => run.Fresh - other.Fresh)]);

(double Training, double Fresh) Fit(ulong seed, Penalty? penalty = null, bool stops = false, double dropout = 0, int rows = 500)
{
    using var train = Dataset.Of(DrawnDigits.Draw(isSmall ? rows / 5 : rows, seed));
    using var validation = Dataset.Of(DrawnDigits.Draw(isSmall ? 100 : 500, seed: 98));   // which epoch is best; judged on others
    using var model = new Mlp(
        [784, 64, 64, 10], dropout, Initialization.Glorot, new Generator(seed), dropoutSeed: seed);
    using var regularization = penalty is null ? null : new Regularization(model, penalty);
    var options = new TrainingOptions
    {
        Epochs = isSmall ? 3 : 30,
        BatchSize = 32,
        LearningRate = 0.001,
        Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
        EvaluateTraining = false,
        EarlyStopping = stops ? new EarlyStopping { Patience = 3 } : null,
    };
    new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train, validation);
    return (Evaluation.Of(model, train, Losses.CrossEntropy).Accuracy, Evaluation.Of(model, fresh, Losses.CrossEntropy).Accuracy);
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
