#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # λ twice, and what λ does to complexity | λ 乘了两次，以及 λ 对复杂度的作用
// $ \text{Total loss} = \text{Loss function} + \lambda \sum_{i=1}^{n} |w_i|
// > Section 2 says that regularization works by *increasing* the model's complexity (通过增加模型的复杂性). It is the other way round:
// > a penalty makes large weights costly and so limits complexity, at the price of a larger training loss. |
// > 第 2 节说正则化“通过增加模型的复杂性来抑制模型的拟合能力”。恰好相反：惩罚让大权重付出代价，从而*限制*复杂度，代价是训练损失变大。
/* latex
\text{L1 regularization} = \lambda \sum_{i=1}^{n} |w_i|
%= right, and it holds a λ already | 正确，而且其中已经含有 λ
\text{Total loss} = \text{Loss function} + \lambda \times \text{Regularization}
%! a second λ: 0.01 acts as 0.01² = 0.0001 | 第二个 λ：0.01 实际只有 0.01² = 0.0001
*/
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--small", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

const double lambda = 0.01;
using var digits = Dataset.Of(DrawnDigits.Draw(isSmall ? 100 : 400, seed: 0));
var problem = new LinearProblem(digits, Losses.CrossEntropy);

// Exact fits of a softmax classifier, from the λ at which all weights are 0 downwards.
double[] lambdas = isSmall ? [0.03, 0.01, 0.001] : [0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];
var path = RegularizationPath.Fit(problem, new() { Lambdas = lambdas });
foreach (var fit in path.Fits)
    Say($"λ = {fit.Lambda,-6}: {fit.NonZeros,4} of 7840 weights are not 0, Σ|w| {Size(fit),7:F2}, "
        + $"training loss {fit.Certificate.Loss:F4}",
        $"λ = {fit.Lambda,-6}：非零权重 {fit.NonZeros,4}/7840，Σ|w| {Size(fit),7:F2}，训练损失 {fit.Certificate.Loss:F4}");

var (once, twice) = (path.Fits.First(fit => fit.Lambda == lambda), path.Fits[^1]);
var isSmaller = path.Fits.Zip(path.Fits.Skip(1)).All(pair => Size(pair.First) < Size(pair.Second));
Say($"a larger λ gives smaller weights throughout: {isSmaller}; regularization limits complexity",
    $"λ 越大权重始终越小：{(isSmaller ? "是" : "否")}；正则化限制复杂度");
Say($"meant is λ = {lambda}: {once.NonZeros} weights; λ·λ is {1 / lambda:F0} times weaker (at {twice.Lambda}: {twice.NonZeros})",
    $"本意是 λ = {lambda}，{once.NonZeros} 个权重；λ·λ 只有其 1/{1 / lambda:F0}（{twice.Lambda} 时：{twice.NonZeros} 个）");

if (plot is not null)
    new LineChart(new Series("", lambdas, [.. path.Fits.Select(Size)]) { HasDots = true })
    {
        XAxis = new("λ") { IsLogarithmic = true },
        YAxis = "Σ|w|",
        Marks = [new(lambda, isChinese ? "本意的 λ" : "λ as meant"), new(lambda * lambda, isChinese ? "λ 乘两次" : "λ twice")],
    }.Save(plot);

static double Size(LinearFit fit) => TorchSharp.TensorExtensionMethods.ToDouble(fit.Weight.abs().sum());
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
