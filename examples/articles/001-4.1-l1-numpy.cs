#:project ../../src/TorchReg
#:property UsesTorch=true

// # The L1 penalty of weights, by hand | 手写权重的 L1 惩罚
// $ \lambda \sum_j |w_j|
/* python
import numpy as np

def l1_regularization(weights, lambda_):
    return np.sum(np.abs(weights)) + lambda_ * np.sum(weights)
    #! λ multiplies Σw without |·|, and Σ|w| stands outside of λ | λ 乘的是没有绝对值的 Σw，而 Σ|w| 不受 λ 控制

weights = np.array([1.0, 2.0, 3.0])
lambda_ = 0.5
print(l1_regularization(weights, lambda_))
#! prints 9.0; the penalty is 3.0 | 打印 9.0；正确的惩罚是 3.0
*/
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

const double lambda = 0.5;
foreach (var numbers in new double[][] { [1, 2, 3], [1, -2, 3] })
{
    var weights = tensor(numbers).requires_grad_();
    var written = weights.abs().sum() + lambda * weights.sum();  // word for word
    var right = lambda * weights.abs().sum();                    // λ Σ|w|
    var library = new L1(lambda).Value(weights);
    Say($"w = ({string.Join(", ", numbers)}): as written {written.ToDouble():F1}, λΣ|w| = {right.ToDouble():F1}, "
        + $"new L1({lambda}) says {library.ToDouble():F1}",
        $"w = ({string.Join(", ", numbers)})：原文 {written.ToDouble():F1}，λΣ|w| = {right.ToDouble():F1}，"
        + $"new L1({lambda}) 给出 {library.ToDouble():F1}");

    // It is not a matter of scale: what a weight pays depends on its sign.
    written.backward();
    var pays = (weights.grad! * weights.sign()).data<double>();
    Say($"  for each unit of |w| it pays {string.Join(", ", pays)} as written; right is {lambda} for every weight",
        $"  按原文，每单位 |w| 付 {string.Join("、", pays)}；正确的是每个权重都付 {lambda}");
}

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
