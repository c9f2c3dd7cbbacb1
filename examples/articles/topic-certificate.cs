#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Has it converged? Certificates | 收敛了吗？最优性证书
// $ \text{dist}\bigl(-\nabla \text{loss}(w),\; \partial P(w)\bigr) = 0 \iff w \text{ is the optimum (convex } P\text{)}
// > A loss that no longer falls says little. For a convex objective a number tells: how far minus the gradient is from the
// > penalty's subdifferential. It is 0 at the optimum and nowhere else. |
// > 损失不再下降说明不了什么。对凸目标函数有一个数可以说明：负梯度到惩罚次微分的距离。它只在最优解处为 0。
// see training.md choosing-lambda.md
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--small", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

const double lambda = 0.005;
using var digits = Dataset.Of(DrawnDigits.Draw(isSmall ? 100 : 500, seed: 0));
using var train = new Dataset(digits.Features.to(ScalarType.Float64), digits.Targets.clone());
var exact = new LinearProblem(train, Losses.CrossEntropy).Fit(lambda);
var optimum = exact.Certificate.Objective;
Say($"the solver: {exact.Certificate}", $"求解器：目标函数 {optimum:F7}，至多高出最优值 {exact.Certificate.Gap:G2}");

var lines = new List<Series>();
foreach (var (name, chinese, mode) in new[]
    { ("proximal steps", "近端步", PenaltyMode.Proximal), ("subgradient steps", "次梯度步", PenaltyMode.Gradient) })
{
    var seen = new List<(double Epochs, double Distance)>();
    foreach (var epochs in isSmall ? new[] { 10, 100 } : [10, 100, 1000, 5000])
    {
        using var model = new SoftmaxRegression(784, 10).to(ScalarType.Float64);
        using var regularization = new Regularization(model, new L1(lambda), mode);
        var options = new TrainingOptions { Epochs = epochs, BatchSize = 500, LearningRate = 0.1, EvaluateTraining = false };
        new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train);
        var certificate = Certificate.Of(model, train, Losses.CrossEntropy, regularization);
        var above = Evaluation.Of(model, train, Losses.CrossEntropy, regularization).Total - optimum;
        var zeros = model.Weight.eq(0).sum().ToInt64();
        seen.Add((epochs, certificate.Distance));
        Say($"{name}, {epochs,4}: {above:0.0E+0} above the optimum, certificate {certificate.Distance:0.0E+0}, {zeros} zeros",
            $"{chinese}，{epochs,4} 步：高出最优值 {above:0.0E+0}，证书 {certificate.Distance:0.0E+0}，精确零 {zeros} 个");
    }
    double[] distances = [.. seen.Select(s => s.Distance)];
    lines.Add(new(isChinese ? chinese : name, [.. seen.Select(s => s.Epochs)], distances) { HasDots = true });
}
Say($"the optimum has {7840 - exact.NonZeros} zeros of 7840", $"最优解的 7840 个权重中有 {7840 - exact.NonZeros} 个零");

if (plot is not null)
    new LineChart(lines)
    {
        XAxis = new(isChinese ? "步数" : "steps") { IsLogarithmic = true },
        YAxis = new(isChinese ? "到最优性的距离" : "distance to optimality") { IsLogarithmic = true },
    }.Save(plot);
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
