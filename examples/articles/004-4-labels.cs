#:project ../../src/TorchReg
#:property UsesTorch=true

// # Labels that are no one-hot rows | 标签不是 one-hot 行
// $ \frac{1}{10n} \sum_{i=1}^{n} \sum_{k=0}^{9} (y_{ik} - p_{ik})^2, \qquad y_i \text{ one-hot}
/* python
    return mse(y_true, y_pred) + 0.01 * l1_l2_norm
    #! labels (n,): Keras 3 raises an error of shapes, Keras 2 makes (n, 1) of them; labels (n, 1): both broadcast to (n, 10)
    #! | 标签 (n,)：Keras 3 报形状错误，Keras 2 把它变成 (n, 1)；标签 (n, 1)：两者都静默广播为 (n, 10)
model.compile(optimizer=optimizer, loss=loss_function, metrics=['accuracy'])
#! 'accuracy' falls back to class indices and looks plausible beside a loss that means nothing
#! | 'accuracy' 会退回到类别编号，在毫无意义的损失旁边看起来很合理
*/
using TorchReg.Data;
using TorchReg.Objectives;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

using var digits = Dataset.Of(DrawnDigits.Draw(1000, seed: 0));
var (labels, uniform) = (digits.Targets.to(ScalarType.Float32), full(1000, 10, 0.1f));

// Plain TorchSharp, word for word: (n, 1) against (n, 10) broadcasts, and (n,) against (n, 10) does not.
// Σₖ(c − pₖ)² = 10c² − 2c + Σpₖ² of label c is least at uniform predictions: there is nothing to learn.
var oneHot = nn.functional.one_hot(digits.Targets, 10).to(ScalarType.Float32);
double Broadcast(Tensor p) => (labels.unsqueeze(1) - p).square().mean().ToDouble();
Say($"labels (n, 1): mse {Broadcast(uniform):F2} at uniform predictions, its least; {Broadcast(oneHot):F2} at perfect ones",
    $"标签 (n, 1)：均匀预测时 mse 为 {Broadcast(uniform):F2}，即最小值；完美预测时反而是 {Broadcast(oneHot):F2}");
try { _ = labels - uniform; }
catch (System.Runtime.InteropServices.ExternalException e)
{
    Say($"labels (n,): {e.Message.Split('\n')[0]}", $"标签 (n,)：报错 {e.Message.Split('\n')[0]}");
}

// Fixed: one-hot rows, or class indices and cross-entropy of logits.
Say($"one-hot: {(oneHot - uniform).square().mean().ToDouble():F2} at uniform predictions, 0 at perfect ones",
    $"one-hot：均匀预测时 {(oneHot - uniform).square().mean().ToDouble():F2}，完美预测时为 0");

// The library refuses what would broadcast.
foreach (var shape in new[] { labels, labels.unsqueeze(1) })
    try { Losses.MeanSquaredError.Value(uniform, shape); }
    catch (ArgumentException e)
    {
        Say($"TorchReg: {e.Message.Split(" (Parameter")[0]}", $"TorchReg 拒绝：{e.Message.Split(" (Parameter")[0]}");
    }

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
