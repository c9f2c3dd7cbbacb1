#:project ../../src/TorchReg
#:property UsesTorch=true

// # When a penalty makes training explode | 惩罚何时使训练发散
// $ \eta\,(L + \lambda) < 2, \qquad L = \lVert X^\top X / n\rVert_2
// > Section 5 says that regularization can make gradients vanish or explode. Not in general: a step of gradient descent on least
// > squares with L2 is stable exactly where η(L + λ) < 2, and the penalty's share of that is ηλ. |
// > 第 5 节说正则化可能导致梯度消失或爆炸。一般并非如此：带 L2 的最小二乘，梯度下降当且仅当 η(L + λ) < 2 时稳定，其中惩罚只占 ηλ。
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

const double eta = 0.1;
using var known = Synthetic.Regression(100, 10, noise: 0.5, seed: 1, type: ScalarType.Float64);
var (X, y, n) = (known.Data.Features, known.Data.Targets, known.Data.Rows);
var curvature = linalg.norm(X.t().mm(X) / n, 2).ToDouble();
Say($"L = {curvature:F3}: at η = {eta} every λ below {2 / eta - curvature:F2} is stable",
    $"L = {curvature:F3}：η = {eta} 时，凡是小于 {2 / eta - curvature:F2} 的 λ 都稳定");

foreach (var product in new[] { 1.9, 2.1 })
{
    var lambda = product / eta - curvature;
    var w = ones([10L, 1L], ScalarType.Float64);
    for (var step = 0; step < 200; step++) w = w - eta * (X.t().mm(X.mm(w) - y) / n + lambda * w);
    Say($"η(L + λ) = {product}: ‖w‖ after 200 gradient steps {w.norm().ToDouble():G3}",
        $"η(L + λ) = {product}：200 步梯度下降后 ‖w‖ = {w.norm().ToDouble():G3}");

    // The prox divides by 1 + ηλ: no λ can make it unstable. The exact fit lies beside it.
    var p = ones([10L, 1L], ScalarType.Float64);
    for (var step = 0; step < 200; step++)
    {
        p = p - eta * X.t().mm(X.mm(p) - y) / n;
        new L2(lambda).Prox(p, eta);
    }
    var exact = (new LinearProblem(known.Data, Losses.HalfSquaredError) { Intercept = false, L1Ratio = 0 }).Fit(lambda);
    Say($"  by proximal steps {p.norm().ToDouble():F6}, exactly {exact.Weight.norm().ToDouble():F6}",
        $"  近端步得到 {p.norm().ToDouble():F6}，精确解 {exact.Weight.norm().ToDouble():F6}");
}

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
