#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Does regularization lower the training error? | 正则化会减小训练误差吗？
// $ \hat w(\lambda) = \arg\min_w \; \text{loss}(w) + \lambda \lVert w\rVert_1
// $ \;\Rightarrow\; \text{loss}(\hat w(\lambda)) \text{ rises with } \lambda
// > Section 2 says that the purpose is to lower the validation error *while lowering the training error* (在减小训练误差的同时). At the
// > optimum it can't: a larger λ never gives a smaller training loss. What it buys is a smaller loss on fresh rows, up to a point
// > (so too 004 Q4: too large a λ costs accuracy). |
// > 第 2 节说目的是“在减小训练误差的同时，降低验证误差”。在最优解处这不可能：λ 越大，训练损失不会更小。它换来的是新数据上更小的损失，
// > 而且有限度（004 的 Q4 也是如此：λ 过大会降低精度）。
// also 004-q4
// see choosing-lambda.md
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--small", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

using var train = Dataset.Of(DrawnDigits.Draw(isSmall ? 100 : 300, seed: 0));
using var fresh = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
double[] lambdas = isSmall ? [0.03, 0.01] : [0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001, 0.0005];

// Exact fits, each with a bound on its distance to the optimum: no difference below is one of unfinished training.
var path = RegularizationPath.Fit(new LinearProblem(train, Losses.CrossEntropy), new() { Lambdas = lambdas });
var rows = path.Fits.Select(fit => (
    fit.Lambda,
    Training: fit.Certificate.Loss,
    Fresh: Losses.CrossEntropy.Value(fit.Predict(fresh.Features), fresh.Targets).ToDouble(),
    Right: fit.Predict(fresh.Features).argmax(1).eq(fresh.Targets).to(torch.ScalarType.Float64).mean().ToDouble())).ToArray();
foreach (var row in rows)
    Say($"λ = {row.Lambda,-6}: loss on training digits {row.Training:F4}, on fresh ones {row.Fresh:F4}, {row.Right:P1} right",
        $"λ = {row.Lambda,-6}：训练数字上的损失 {row.Training:F4}，新数字上 {row.Fresh:F4}，正确率 {row.Right:P1}");
var best = rows.MinBy(row => row.Fresh);
var rises = rows.Zip(rows.Skip(1)).All(pair => pair.First.Training >= pair.Second.Training);
Say($"the training loss never falls as λ grows: {rises}", $"λ 增大时训练损失从不下降：{(rises ? "是" : "否")}");
Say($"the loss on fresh digits is least at λ = {best.Lambda}: {best.Fresh:F4}; {rows[^1].Fresh:F4} at the smallest λ "
    + $"and {rows[0].Fresh:F4} at the largest",
    $"新数字上的损失在 λ = {best.Lambda} 时最小：{best.Fresh:F4}；λ 最小时 {rows[^1].Fresh:F4}，最大时 {rows[0].Fresh:F4}");

if (plot is not null)
    new LineChart(
        new Series(isChinese ? "训练数字" : "training digits", lambdas, [.. rows.Select(row => row.Training)]) { HasDots = true },
        new Series(isChinese ? "新数字" : "fresh digits", lambdas, [.. rows.Select(row => row.Fresh)]) { HasDots = true })
    {
        XAxis = new("λ") { IsLogarithmic = true },
        YAxis = new(isChinese ? "交叉熵" : "cross-entropy") { IsLogarithmic = true },
        Marks = [new(best.Lambda, isChinese ? "新数字上最好" : "best on fresh digits")],
    }.Save(plot);
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
