#:project ../../src/TorchReg
#:property UsesTorch=true

// # The "dropout loss" and its gradient | “Dropout 损失”及其梯度
// $ \frac{\partial L}{\partial \theta} =
// $ \frac{1}{n} \sum_{i=1}^{n} \frac{\hat{y}_i - y_i}{\hat{y}_i(1 - \hat{y}_i)} \frac{\partial \hat{y}_i}{\partial \theta}
// $ = \frac{1}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i) \frac{\partial z_i}{\partial \theta}
/* latex
L(y, \hat{y}) = -\frac{1}{n} \sum_{i=1}^{n} \left[ y_i \log(\hat{y}_i) + (1 - y_i) \log(1 - \hat{y}_i) \right]
%! plain binary cross-entropy, nothing of dropout in it: the mask must sit in the prediction; two classes only
%! | 只是普通的二元交叉熵，与 Dropout 无关：掩码应在预测之中；且只适用于两类
\frac{\partial L}{\partial \theta} =
\frac{1}{n} \sum_{i=1}^{n} \left[ (y_i - \hat{y}_i) \frac{\partial \hat{y}_i}{\partial \theta} \right]
%! the sign is wrong, and 1/(ŷ(1 − ŷ)) is missing | 符号错，且缺少 1/(ŷ(1 − ŷ))
*/
using TorchReg.Data;
using TorchReg.Layers;
using TorchReg.Objectives;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

using var known = Synthetic.Classification(200, 10, 2, seed: 1, type: ScalarType.Float64);
var (X, y, n) = (known.Data.Features, known.Data.Targets.to(ScalarType.Float64), known.Data.Rows);
var theta = (ones([10L], ScalarType.Float64) / 5).requires_grad_();

Losses.BinaryCrossEntropy.Value(X.mv(theta), y).backward();                     // of logits z = Xθ, ŷ = σ(z)
var p = X.mv(theta).sigmoid().detach();
var written = X.t().mv((y - p) * p * (1 - p)) / n;                              // ∂ŷ/∂θ = ŷ(1 − ŷ) x: word for word
var right = X.t().mv(p - y) / n;
var (off, rest) = ((written - theta.grad!).abs().max().ToDouble(), (right - theta.grad!).abs().max().ToDouble());
Say($"largest difference to autograd: as written {off:0.0E+0}, right {rest:0.0E+0}",
    $"与自动微分的最大差：原文 {off:0.0E+0}，修正后 {rest:0.0E+0}");

// The loss that dropout training really minimizes is a mean over masks r: E_r[CE(y, f(r·x/(1 − p)))].
using var dropout = new InvertedDropout(0.5, seed: 1);
var (losses, gradients) = (new List<double>(), new List<Tensor>());
for (var mask = 0; mask < (isSmall ? 100 : 1000); mask++)
{
    var masked = dropout.call(X);
    losses.Add(Losses.BinaryCrossEntropy.Value(masked.mv(theta), y).ToDouble());
    gradients.Add((masked.t().mv(masked.mv(theta).sigmoid() - y) / n).detach());
}
var plain = Losses.BinaryCrossEntropy.Value(X.mv(theta), y).ToDouble();
var spread = stack([.. gradients]).std(0, unbiased: true).mean().ToDouble();
var size = theta.grad!.abs().mean().ToDouble();
Say($"cross-entropy without masks {plain:F4}, mean over {losses.Count} masks {losses.Average():F4}",
    $"无掩码的交叉熵 {plain:F4}，{losses.Count} 个掩码的均值 {losses.Average():F4}");
Say($"a gradient's element is about {size:F3} and varies by {spread:F3} between masks: noise, not \"more stable\" (§3.3.1)",
    $"梯度分量约为 {size:F3}，在掩码之间变化 {spread:F3}：是噪声，而不是“更加稳定”（§3.3.1）");

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
