#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Gradient descent with L2 | 带 L2 的梯度下降
// $ \frac{\partial L}{\partial w_j} = -\frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)x_{ij} + \lambda w_j
/* latex
\frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)x_{ij} + \lambda w_j
%! the data term lacks its minus and drives w away from the fit; the penalty's is right | 数据项缺负号，使 w 远离拟合；惩罚项正确
w_j = w_j - \eta \frac{\partial L}{\partial w_j}
*/
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

const double lambda = 0.1, eta = 0.1;
using var known = Synthetic.Regression(100, 10, nonZero: 3, noise: 0.5, seed: 1, type: ScalarType.Float64);
var (X, y, n) = (known.Data.Features, known.Data.Targets, known.Data.Rows);

Tensor Written(Tensor w) => X.t().mm(y - X.mm(w)) / n + lambda * w;      // §3.2.2 (2), word for word
Tensor Right(Tensor w) => -X.t().mm(y - X.mm(w)) / n + lambda * w;
Tensor Objective(Tensor w) => (y - X.mm(w)).square().sum() / (2 * n) + lambda / 2 * w.square().sum();

// Autograd tells which of the two is the gradient.
var at = ones([10L, 1L], ScalarType.Float64).requires_grad_();
Objective(at).backward();
var (off, rest) = ((Written(at) - at.grad!).abs().max().ToDouble(), (Right(at) - at.grad!).abs().max().ToDouble());
Say($"largest difference to autograd: as written {off:0.0E+0}, right {rest:0.0E+0}",
    $"与自动微分的最大差：原文 {off:0.0E+0}，修正后 {rest:0.0E+0}");

var (up, down) = (Descend(Written), Descend(Right));
Say($"as written: the objective goes from {up[0]:F2} to {up[50]:G3} in 50 steps; right: to {down[50]:F4}",
    $"按原文：50 步内目标函数从 {up[0]:F2} 变为 {up[50]:G3}；修正后：变为 {down[50]:F4}");

// Ridge has a closed form; the solver's fit is it, with no weight at exactly 0.
var problem = new LinearProblem(known.Data, Losses.HalfSquaredError) { Intercept = false, L1Ratio = 0 };
var ridge = problem.Fit(lambda);
var optimum = Objective(ridge.Weight.t()).ToDouble();
Say($"the exact ridge fit: {optimum:F6}; gradient steps are {down[^1] - optimum:0.0E+0} above it after 500, "
    + $"zeros {10 - ridge.NonZeros} of 10: L2 shrinks and does not select",
    $"精确的岭回归解：{optimum:F6}；500 步梯度下降高出 {down[^1] - optimum:0.0E+0}，"
    + $"10 个权重中零有 {10 - ridge.NonZeros} 个：L2 缩小权重而不挑选");

double[] Descend(Func<Tensor, Tensor> gradient)
{
    var (w, seen) = (ones([10L, 1L], ScalarType.Float64), new List<double>());
    for (var step = 0; step <= 500; step++)
    {
        seen.Add(Objective(w).ToDouble());
        w = w - eta * gradient(w);                                        // §3.2.2 (3)
    }
    return [.. seen];
}

if (plot is not null)
    new LineChart(
        new Series(isChinese ? "按原文" : "as written", Steps(51), up[..51]),
        new Series(isChinese ? "修正后" : "right", Steps(51), down[..51]))
    { XAxis = isChinese ? "步" : "step", YAxis = new(isChinese ? "目标函数" : "objective") { IsLogarithmic = true } }.Save(plot);
static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
