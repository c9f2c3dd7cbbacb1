#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Does regularization matter more with more data? | 数据越多，正则化越重要吗？
// $ \hat\lambda(n) = \arg\min_\lambda \; \text{loss of } \hat w(\lambda) \text{ on validation rows}
// > 002 §8, 003 §7 and 004 §5 say that regularization becomes more important as data and models grow. For a model of one size it
// > is the other way round: the best λ falls with n. λ is chosen on one set of fresh digits and judged on another. 000 §5.1, that
// > it raises the accuracy on images, is judged here too. |
// > 002 §8、003 §7、004 §5 说数据越多、模型越大，正则化越重要。对大小固定的模型恰好相反：最好的 λ 随 n 减小。
// > λ 在一组新数字上选择，在另一组上评判。000 §5.1 所说的“提高图像分类准确率”也在这里检验。
// also 000-5.1 003-7 004-5
// see choosing-lambda.md
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--small", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

int[] sizes = isSmall ? [50, 100] : [100, 300, 1000];
ulong[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];
double[] lambdas = isSmall ? [0.03, 0.001] : [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002];
using var choosing = Dataset.Of(DrawnDigits.Draw(isSmall ? 200 : 2000, seed: 98));
using var judging = Dataset.Of(DrawnDigits.Draw(isSmall ? 200 : 2000, seed: 99));
var (best, spread) = (new List<double>(), new List<double>());
foreach (var n in sizes)
{
    var runs = seeds.Select(seed =>
    {
        using var train = Dataset.Of(DrawnDigits.Draw(n, seed));
        var problem = new LinearProblem(train, Losses.CrossEntropy) { L1Ratio = 0 };   // L2, exact fits
        var fits = RegularizationPath.Fit(problem, new() { Lambdas = lambdas }).Fits;
        var chosen = fits.MinBy(fit => Losses.CrossEntropy.Value(fit.Predict(choosing.Features), choosing.Targets).ToDouble())!;
        return (Log: Math.Log10(chosen.Lambda), Gain: Right(chosen) - Right(fits[^1]));
    }).ToArray();
    var (mean, error) = Mean(runs.Select(run => run.Log));
    best.Add(Math.Pow(10, mean));
    spread.Add(best[^1] * (Math.Pow(10, error) - 1));
    Say($"n = {n,4}: best λ {best[^1]:G2}, uncertain by a factor of {Math.Pow(10, error):F2}",
        $"n = {n,4}：最好的 λ 为 {best[^1]:G2}，不确定性为 {Math.Pow(10, error):F2} 倍");
    Judge($"  that λ against {lambdas[^1]}", $"  该 λ 对比 {lambdas[^1]}", [.. runs.Select(run => run.Gain)]);
}
var falls = best.Zip(best.Skip(1)).All(pair => pair.First >= pair.Second);
Say(falls ? "the best λ falls as the rows grow: more data need less regularization" : "the best λ does not fall throughout",
    falls ? "最好的 λ 随行数增加而减小：数据越多，需要的正则化越少" : "最好的 λ 并非一路减小");

double Right(LinearFit fit) =>
    fit.Predict(judging.Features).argmax(1).eq(judging.Targets).to(ScalarType.Float64).mean().ToDouble();
static (double Mean, double Error) Mean(IEnumerable<double> values)
{
    var (all, mean) = (values.ToArray(), values.Average());
    return (mean, Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1) / all.Length));
}

if (plot is not null)
    new LineChart(new Series("", [.. sizes.Select(n => (double)n)], best) { Errors = spread })
    {
        XAxis = new(isChinese ? "训练数字" : "training digits") { IsLogarithmic = true },
        YAxis = new(isChinese ? "最好的 λ" : "best λ") { IsLogarithmic = true },
    }.Save(plot);
// Five seeds: what lies further from 0 than 2.78 standard errors (Student's t, 4 degrees of freedom) is told from chance.
void Judge(string english, string chinese, double[] gains)
{
    var mean = gains.Average();
    var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length);
    var verdict = mean > 2.78 * error ? 0 : mean < -2.78 * error ? 1 : 2;
    string[] en = ["improves", "worsens", "makes no difference that this many rows can show"];
    string[] zh = ["有改善", "变差", "在这么多行上看不出差别"];
    Say($"{english}: accuracy {mean:+0.00%;-0.00%;0.00%} ± {error:0.00%} over {gains.Length} seeds: {en[verdict]}",
        $"{chinese}：准确率 {mean:+0.00%;-0.00%;0.00%} ± {error:0.00%}（{gains.Length} 个种子）：{zh[verdict]}");
}

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
