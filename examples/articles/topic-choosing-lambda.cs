#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Choosing λ by cross-validation | 用交叉验证选择 λ
// $ \text{CV}(\lambda) = \frac1K \sum_{k=1}^{K} \text{loss on fold } k \text{ of the fit without it}
// > 002 Q1 and 004 Q3 say that λ is chosen by cross-validation or grid search, without code. Here is the whole path of λ on each
// > of five folds: λ.min has the least mean, λ.1se is the largest whose mean is within one standard error of it. |
// > 002 Q1 与 004 Q3 说 λ 由交叉验证或网格搜索选择，却没有代码。这里在五折的每一折上计算整条 λ 路径：
// > λ.min 的均值最小，λ.1se 是均值与它相差不超过一个标准误的最大 λ。
// also 002-q1 004-q3
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

using var digits = Dataset.Of(DrawnDigits.Draw(isSmall ? 50 : 600, seed: 1));
using var fresh = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
var cv = CrossValidation.Of(new LinearProblem(digits, Losses.CrossEntropy), new()
{
    Folds = Folds.Stratified(digits.Classes(), folds: 5, seed: 1),
    Path = new() { Count = isSmall ? 3 : 30, Ratio = isSmall ? 0.3 : 0.02 },
});
var curve = cv.Curve;
for (var i = 0; i < curve.Lambdas.Length; i += isSmall ? 2 : 5)
    Say($"λ = {curve.Lambdas[i]:F5}: deviance {curve.Mean[i]:F3} ± {curve.StandardError[i]:F3}, "
        + $"{cv.Path.Fits[i].NonZeros} weights",
        $"λ = {curve.Lambdas[i]:F5}：偏差 {curve.Mean[i]:F3} ± {curve.StandardError[i]:F3}，{cv.Path.Fits[i].NonZeros} 个权重");
foreach (var (name, fit) in new[] { ("λ.min", cv.Best), ("λ.1se", cv.OneStandardError) })
    Say($"{name} = {fit.Lambda:F5}: {fit.NonZeros} of 7840 weights, {Right(fit):P1} right on fresh digits",
        $"{name} = {fit.Lambda:F5}：{fit.NonZeros}/7840 个权重，新数字上正确率 {Right(fit):P1}");

// Grid search by a held-out part alone, as one writes it by hand: one split, and no idea of its error.
var (train, held) = digits.StratifiedSplit(0.8, seed: 1);
var onTrain = RegularizationPath.Fit(new LinearProblem(train, Losses.CrossEntropy), new() { Lambdas = curve.Lambdas });
var byHand = onTrain.Fits.MinBy(fit => Losses.CrossEntropy.Value(fit.Predict(held.Features), held.Targets).ToDouble())!.Lambda;
Say($"grid search on one split of 80 to 20: λ = {byHand:F5}", $"在一次 80/20 划分上做网格搜索：λ = {byHand:F5}");

double Right(LinearFit fit) =>
    fit.Predict(fresh.Features).argmax(1).eq(fresh.Targets).to(torch.ScalarType.Float64).mean().ToDouble();

if (plot is not null)
    new LineChart(new Series("", curve.Lambdas, curve.Mean) { Errors = curve.StandardError })
    {
        XAxis = new("λ") { IsLogarithmic = true },
        YAxis = isChinese ? "留出折上的偏差" : "deviance on held-out folds",
        Marks = [new(curve.LambdaMin, "λ.min"), new(curve.LambdaOneStandardError, "λ.1se")],
    }.Save(plot);
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
