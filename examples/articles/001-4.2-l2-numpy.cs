#:project ../../src/TorchReg
#:property UsesTorch=true

// # The L2 penalty of weights, by hand | 手写权重的 L2 惩罚
// $ \frac{\lambda}{2} \sum_j w_j^2 \quad (\text{001 §2.2}), \qquad \lambda \sum_j w_j^2 \quad (\text{Keras})
/* python
import numpy as np

def l2_regularization(weights, lambda_):
    return np.sum(weights**2) + lambda_ * np.sum(weights**2)
    #! (1 + λ)Σw²: the first Σw² stands outside of λ, so that λ = 0 still penalizes | 这是 (1 + λ)Σw²：第一个 Σw² 不受 λ 控制，λ = 0 时仍有惩罚

weights = np.array([1.0, 2.0, 3.0])
lambda_ = 0.5
print(l2_regularization(weights, lambda_))
#! prints 21.0; Keras's l2 is 7.0, the article's own formula (§2.2, with ½) 3.5 | 打印 21.0；Keras 的 l2 为 7.0，文中 §2.2 的公式（带 ½）为 3.5
*/
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

var weights = tensor(new[] { 1.0, 2.0, 3.0 });
foreach (var lambda in new[] { 0.5, 0 })
{
    var written = weights.square().sum() + lambda * weights.square().sum();  // word for word
    var keras = lambda * weights.square().sum();                             // tf.keras.regularizers.l2(λ)
    var half = lambda / 2 * weights.square().sum();                          // the article's §2.2
    Say($"λ = {lambda}: as written {written.ToDouble():F1}, λΣw² = {keras.ToDouble():F1}, (λ/2)Σw² = {half.ToDouble():F1}",
        $"λ = {lambda}：原文 {written.ToDouble():F1}，λΣw² = {keras.ToDouble():F1}，(λ/2)Σw² = {half.ToDouble():F1}");
}

// The library has one meaning of λ, that with ½, whose gradient is λw. Keras's l2(λ) is L2(2λ).
var (ours, asKeras) = (new L2(0.5).Value(weights).ToDouble(), new L2(2 * 0.5).Value(weights).ToDouble());
Say($"new L2(0.5) says {ours:F1}; Keras's l2(0.5) is new L2(1): {asKeras:F1}",
    $"new L2(0.5) 给出 {ours:F1}；Keras 的 l2(0.5) 即 new L2(1)，{asKeras:F1}");

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
