#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Lowering λ step by step | 逐步减小 λ
// $ \lambda_{\max} = \lambda_1 > \lambda_2 > \dots > \lambda_K, \qquad \hat w(\lambda_k) \text{ begun at } \hat w(\lambda_{k-1})
// > Answer Q1 calls the gradual lowering of λ, until plain gradient descent is left, 普通化简. There is no such term. What it
// > describes is a warm-started path (annealing), and it is how exact solvers walk: each fit begins at the one before. |
// > 问答 Q1 把逐渐减小 λ、直到只剩普通梯度下降称为“普通化简”。这不是标准术语。它描述的是热启动的路径（退火），
// > 精确求解器正是这样走的：每次拟合从上一次的解开始。
// see choosing-lambda.md
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

using var known = Synthetic.Regression(100, 10, nonZero: 3, noise: 0.5, seed: 1, type: ScalarType.Float64);
var path = RegularizationPath.Fit(new LinearProblem(known.Data, Losses.HalfSquaredError), new() { Count = 20, Ratio = 0.005 });

// The same by a loop of one's own: proximal gradient steps under a λ that falls after every 100 of them.
using var model = new LinearRegression(10).to(ScalarType.Float64);
using var optimizer = optim.SGD(model.parameters(), 0.1);
var rule = new Rule(new L1(1), mode: PenaltyMode.Proximal) { Schedule = step => path.Lambdas[Math.Min(19, step / 100)] };
using var annealed = new Regularization(model, [rule]);
for (var step = 0; step < 2000; step++)
{
    using var scope = NewDisposeScope();
    optimizer.zero_grad();
    Losses.HalfSquaredError.Value(model.call(known.Data.Features), known.Data.Targets).backward();
    optimizer.step();
    annealed.ProximalStep(optimizer);
    if (step % 100 != 99 || step / 100 % 4 != 3) continue;
    var (fit, w) = (path.Fits[step / 100], model.Weight);
    Say($"λ = {fit.Lambda:F4}: {w.ne(0).sum().ToInt64(),2} nonzero weights, exactly {fit.NonZeros,2}; "
        + $"largest difference {(w - fit.Weight).abs().max().ToDouble():0.0E+0}",
        $"λ = {fit.Lambda:F4}：非零权重 {w.ne(0).sum().ToInt64(),2} 个，精确解 {fit.NonZeros,2} 个；"
        + $"最大差 {(w - fit.Weight).abs().max().ToDouble():0.0E+0}");
}
var least = new LinearProblem(known.Data, Losses.HalfSquaredError).Fit(0);
Say($"largest distance to plain least squares at the end: {(model.Weight - least.Weight).abs().max().ToDouble():F4}",
    $"最后与普通最小二乘的最大距离：{(model.Weight - least.Weight).abs().max().ToDouble():F4}");

if (plot is not null)
    CoefficientPaths.Of(
        path.Lambdas,
        [.. path.Fits.Select(fit => fit.Weight.data<double>().ToArray())],
        title: isChinese ? "权重随 λ 的变化" : "The weights over λ").Save(plot);
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
