#:project ../../src/TorchReg
#:property UsesTorch=true

// # A network that a penalty makes smaller | 被惩罚变小的网络
// $ \lambda \sum_{\text{units } u} \sqrt{|u|}\, \lVert (W_u, b_u) \rVert_2
// > What a group lasso makes 0, a unit with all that feeds it, can be taken out of the network, which then gives what it gave
// > with fewer parameters. |
// > 分组套索使之为 0 的整个神经元可以从网络中取走；网络的输出不变，而参数更少。
// see pruning.md
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Pruning;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

using var fresh = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
ulong[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];
var full = seeds.Select(seed => Fit(seed, 0)).ToArray();
foreach (var lambda in isSmall ? new[] { 0.004 } : [0.002, 0.004])
{
    var small = seeds.Select(seed => Fit(seed, lambda)).ToArray();
    Say($"λ = {lambda}: {small.Average(s => s.Parameters):F0} of {full[0].Parameters} parameters are left; "
        + $"outputs before and after differ by {small.Max(s => s.Difference):0.0E+0}",
        $"λ = {lambda}：{full[0].Parameters} 个参数剩下 {small.Average(s => s.Parameters):F0} 个；"
        + $"取走前后输出相差 {small.Max(s => s.Difference):0.0E+0}");
    Judge("  the smaller networks against the full ones", "  变小的网络对比完整网络",
        [.. small.Zip(full, (a, b) => a.Accuracy - b.Accuracy)]);
}

(long Parameters, double Difference, double Accuracy) Fit(ulong seed, double lambda)
{
    using var train = Dataset.Of(DrawnDigits.Draw(isSmall ? 200 : 1000, seed));
    using var model = new Mlp([784, 64, 64, 10], initialization: Initialization.Glorot, generator: new Generator(seed));
    Rule[] rules =                                                       // a column is a pixel or a unit, with all that it feeds
    [
        new(new GroupLasso(lambda, Groups.Features), On.Layer("layers.linear1"), PenaltyMode.Proximal),
        new(new GroupLasso(4 * lambda, Groups.Features), On.Layer("layers.linear2"), PenaltyMode.Proximal),
        new(new GroupLasso(4 * lambda, Groups.Features), On.Layer("layers.linear3"), PenaltyMode.Proximal),
    ];
    using (var regularization = lambda > 0 ? new Regularization(model, rules) : null) Train(model, train, regularization);
    model.eval();
    using var before = model.call(fresh.Features);
    var compaction = Compaction.Of(model, train.Features[..64], dropInputs: true);
    compaction.Apply();
    var smaller = nn.Sequential(new TakeColumns(compaction.KeptInputs), model);
    var difference = (smaller.call(fresh.Features) - before).abs().max().ToDouble();
    Train(smaller, train, null);                                         // what is left is trained once more, without the penalty
    return (compaction.KeptParameters, difference, Evaluation.Of(smaller, fresh, Losses.CrossEntropy).Accuracy);
}

void Train(nn.Module<Tensor, Tensor> model, Dataset train, Regularization? regularization) =>
    new Trainer(model, Losses.CrossEntropy, regularization, new()
    {
        Epochs = isSmall ? 3 : 40,
        BatchSize = 50,
        LearningRate = 0.001,
        Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
        EvaluateTraining = false,
    }).Fit(train);

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
