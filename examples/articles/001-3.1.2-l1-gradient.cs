#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Gradient descent with L1 | 带 L1 的梯度下降
// $ \frac{\partial L}{\partial w_j} = -\frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)x_{ij} + \lambda\, \text{sgn}(w_j)
/* latex
\frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)x_{ij} - \lambda \text{sgn}(w_j)
%! both signs are wrong: it is minus the gradient, so that step 3 climbs | 两项符号都错：它恰是负梯度，第 3 步是在爬升
w_j = w_j - \eta \frac{\partial L}{\partial w_j}
%= right; but a subgradient step never lands on 0, contrary to §3.1.1 | 正确；但次梯度步不会落在 0 上，与 §3.1.1 的说法相反
*/
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
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

Tensor Written(Tensor w) => X.t().mm(y - X.mm(w)) / n - lambda * w.sign();      // §3.1.2 (2), word for word
Tensor Right(Tensor w) => -X.t().mm(y - X.mm(w)) / n + lambda * w.sign();
double Objective(Tensor w) => ((y - X.mm(w)).square().sum() / (2 * n) + lambda * w.abs().sum()).ToDouble();

Tensor OfData(Tensor w) => -X.t().mm(y - X.mm(w)) / n;                          // the rest is left to the prox

var (up, down, prox) = (Descend(Written, 50, false), Descend(Right, 2000, false), Descend(OfData, 2000, true));
Say($"as written: the objective climbs from {up[0].Objective:F2} to {up[50].Objective:G3} in 50 steps",
    $"按原文：50 步内目标函数从 {up[0].Objective:F2} 升到 {up[50].Objective:G3}");

// The exact optimum, with a proof of how far it can be off, beside both.
var exact = new LinearProblem(known.Data, Losses.HalfSquaredError) { Intercept = false }.Fit(lambda);
var optimum = Objective(exact.Weight.t());
Say($"the solver's optimum: {optimum:F6}, {10 - exact.NonZeros} of 10 weights are 0 (in truth 7)",
    $"求解器的最优值：{optimum:F6}，10 个权重中 {10 - exact.NonZeros} 个为 0（真值有 7 个零）");
Say($"right, subgradient steps: {down[^1].Objective - optimum:0.0E+0} above it after 2,000 steps, {down[^1].Zeros} zeros",
    $"修正后的次梯度步：2,000 步后高出 {down[^1].Objective - optimum:0.0E+0}，精确零 {down[^1].Zeros} 个");
Say($"right, proximal steps: {prox[^1].Objective - optimum:0.0E+0} above it, {prox[^1].Zeros} zeros",
    $"修正后的近端步：高出 {prox[^1].Objective - optimum:0.0E+0}，精确零 {prox[^1].Zeros} 个");

(double Objective, long Zeros)[] Descend(Func<Tensor, Tensor> gradient, int steps, bool isProximal)
{
    var (w, seen) = (ones([10L, 1L], ScalarType.Float64), new List<(double, long)>());
    for (var step = 0; step <= steps; step++)
    {
        seen.Add((Objective(w), w.eq(0).sum().ToInt64()));
        w = w - eta * gradient(w);                             // §3.1.2 (3)
        if (isProximal) new L1(lambda).Prox(w, eta);           // sign(w)·max(|w| − ηλ, 0) in place of λ sgn(w)
    }
    return [.. seen];
}

if (plot is not null)
    new LineChart(
        new Series(isChinese ? "按原文" : "as written", Steps(51), [.. up.Select(s => s.Objective)]),
        new Series(isChinese ? "修正后" : "right", Steps(51), [.. down[..51].Select(s => s.Objective)]))
    { XAxis = isChinese ? "步" : "step", YAxis = new(isChinese ? "目标函数" : "objective") { IsLogarithmic = true } }.Save(plot);
static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
