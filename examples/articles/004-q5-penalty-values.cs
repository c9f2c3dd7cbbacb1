#:project ../../src/TorchReg
#:property UsesTorch=true

// # Where the value of a penalty is | 惩罚的数值在哪里
// $ J(w) = \text{loss}(w) + \sum_{\text{rules } r} P_r(w)
// > Answer Q5 names `tf.keras.regularizers.L1L2`, which exists and is a class (`l1_l2` is its other name), and
// > `tf.keras.losses.RegularizationLoss`, which **does not exist**. In Keras the penalties' values are `model.losses`, and their
// > sum `tf.add_n(model.losses)`. |
// > 问答 Q5 提到 `tf.keras.regularizers.L1L2`，它存在，是一个类（另一个名字是 `l1_l2`）；
// > 又提到 `tf.keras.losses.RegularizationLoss`，它**并不存在**。在 Keras 中，惩罚的数值是 `model.losses`，其和为 `tf.add_n(model.losses)`。
// see loop.md penalties.md
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

using var digits = Dataset.Of(DrawnDigits.Draw(300, seed: 0));
using var model = new Mlp([784, 64, 10], initialization: Initialization.Glorot, generator: new Generator(1));

// From scratch: L1L2(0.0001, 0.001) of Keras on the first layer, l2(0.01) on the second; no ½ in Keras's l2.
var weights = model.parameters().Where(p => p.dim() == 2).ToArray();
var first = 0.0001 * weights[0].abs().sum() + 0.001 * weights[0].square().sum();
var second = 0.01 * weights[1].square().sum();
Say($"by hand: first layer {first.ToDouble():F4}, second {second.ToDouble():F4}, sum {(first + second).ToDouble():F4}",
    $"手写：第一层 {first.ToDouble():F4}，第二层 {second.ToDouble():F4}，和 {(first + second).ToDouble():F4}");

// The library's rules: which penalty on which layer; each one's value, and their sum.
using var regularization = new Regularization(model,
[
    new Rule(ElasticNet.FromWeights(0.0001, 2 * 0.001), On.Layer("layers.linear1")),
    new Rule(new L2(2 * 0.01), On.Layer("layers.linear2")),
]);
foreach (var (rule, value) in regularization.ValuesByRule())
    Say($"rule {rule.Penalty.Name}: {value:F4}", $"规则 {rule.Penalty.Name}：{value:F4}");
var ledger = Evaluation.Of(model, digits, Losses.CrossEntropy, regularization);
Say($"sum {regularization.Total():F4}; ledger: data loss {ledger.DataLoss:F4} + penalty {ledger.Penalty:F4} = {ledger.Total:F4}",
    $"和 {regularization.Total():F4}；账目：数据损失 {ledger.DataLoss:F4} + 惩罚 {ledger.Penalty:F4} = {ledger.Total:F4}");

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
