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
foreach (var lambda in isSmall ? new[] { 0.002 } : [0.001, 0.003])
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
    Rule[] rules =
    [
        new(new GroupLasso(lambda, Groups.Features), mode: PenaltyMode.Proximal),   // a pixel or a unit with all that it feeds
    ];
    using var regularization = lambda > 0 ? new Regularization(model, rules) : null;
    var options = new TrainingOptions { Epochs = isSmall ? 5 : 40, BatchSize = 50, LearningRate = 0.1, EvaluateTraining = false };
    new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train);
    model.eval();
    using var noGrad = no_grad();
    var before = model.call(fresh.Features);
    var compaction = Compaction.Of(model, fresh.Features[..1]);
    compaction.Apply();
    var after = model.call(fresh.Features);
    return (compaction.KeptParameters, (after - before).abs().max().ToDouble(),
        after.argmax(1).eq(fresh.Targets).to(ScalarType.Float64).mean().ToDouble());
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
