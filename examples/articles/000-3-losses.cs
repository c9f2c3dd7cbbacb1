#:project ../../src/TorchReg
#:property UsesTorch=true

// # Four losses and two penalties, by number | 四种损失与两种惩罚的数值
// $ \text{L1: } \lambda \sum_i |w_i|, \qquad \text{L2 (Keras): } \lambda \sum_i w_i^2 = \frac{2\lambda}{2} \sum_i w_i^2
// > L1's solution is **sparse**: some weights are exactly 0. L2's is **shrunk**: all are smaller, and hardly one is 0. |
// > L1 的解是**稀疏**的：一些权重恰好为 0。L2 的解是**缩小**的：所有权重都变小，但几乎没有一个为 0。
/* latex
Regularized\;Loss\;Function = Loss\;Function + \lambda * \sum_{i=1}^{n} |w_i|
%= right, but the text calls the solution "fuzzy" (2.3, 3.3) and sparse (1.4): it is sparse
%! | 公式正确，但文中既称其解为 “fuzzy”（2.3、3.3）又称稀疏（1.4）：它是稀疏的
Regularized\;Loss\;Function = Loss\;Function + \lambda * \sum_{i=1}^{n} w\_i^2
%= right, and without ½ as in Keras; "smooth" (1.4, 2.3) means nothing here: weights get smaller
%! | 公式正确，与 Keras 一样没有 ½；“smooth”（1.4、2.3）在这里没有意义：只是权重变小
*/
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

// The losses of 3.1, from scratch and from the library: regression, then classes.
var (y, prediction) = (tensor(new[] { 1.0, 2, 3 }), tensor(new[] { 1.5, 2, 1 }));
var error = prediction - y;
Show("MSE", "均方误差 MSE", error.square().mean(), Losses.MeanSquaredError.Value(prediction, y));
Show("MAE", "绝对误差 MAE", error.abs().mean(), Losses.MeanAbsoluteError.Value(prediction, y));
var (logits, label) = (tensor(new[,] { { 2.0, 1, 0 } }), tensor(new[] { 0L }));
Show("cross-entropy", "交叉熵", logits.logsumexp(1)[0] - logits[0, 0], Losses.CrossEntropy.Value(logits, label));
var margin = logits[0, 0] - logits[0, 1];
Show("hinge", "合页损失 hinge", (1 - margin).clamp_min(0), Losses.Hinge.Value(logits, label));

// Sparse and shrunk: exact fits of one regression with 5 of 40 weights that matter.
using var known = Synthetic.Regression(120, 40, nonZero: 5, noise: 1, seed: 2);
var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
foreach (var (name, fit) in new[] { ("λ = 0", problem.Fit(0)), ("L1(0.2)", problem.Fit(0.2)), ("L2(0.2)", Ridge(0.2)) })
    Say($"{name}: {40 - fit.NonZeros} of 40 weights exactly 0, ‖w‖₂ {fit.Weight.norm().ToDouble():F3}",
        $"{name}：40 个权重中精确零 {40 - fit.NonZeros} 个，‖w‖₂ = {fit.Weight.norm().ToDouble():F3}");
var w = tensor(new[] { 1.0, -2, 3 });
var (l1, l2) = (new L1(0.1).Value(w).ToDouble(), new L2(2 * 0.1).Value(w).ToDouble());
Say($"penalties of (1, -2, 3) at λ = 0.1: L1 {l1:F1}, Keras's l2, which is L2(2λ), {l2:F1}",
    $"(1, -2, 3) 在 λ = 0.1 时的惩罚：L1 为 {l1:F1}，Keras 的 l2（即 L2(2λ)）为 {l2:F1}");

LinearFit Ridge(double lambda) => (problem with { L1Ratio = 0 }).Fit(lambda);
void Show(string english, string chinese, Tensor byHand, Tensor library) =>
    Say($"{english}: by hand {byHand.ToDouble():F4}, Losses.* {library.ToDouble():F4}",
        $"{chinese}：手写 {byHand.ToDouble():F4}，Losses.* {library.ToDouble():F4}");
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
