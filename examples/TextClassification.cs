#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Text (articles 000 5.2, 002 6.2): reviews as hashed n-grams, more columns than rows; L1 picks the words that decide. Five draws
// of reviews, every λ solved exactly, chosen on other reviews than those that judge.
// dotnet run examples/TextClassification.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Text classification: L1 picks words", "文本分类：L1 挑出关键词", Uses.Plot);
var grams = new HashedNGrams(columns: 4096);
const int seeds = 5;
var rows = page.Pick(400, 300);
var texts = Enumerable.Range(1, seeds).Select(seed => Reviews.Generate(rows, (ulong)seed).Texts).ToArray();
using var heldOut = Rows(page.Pick(2000, 600), seed: 100);
var draws = Enumerable.Range(1, seeds).Select(seed => SeedRows.Of(Rows(rows, (ulong)seed), heldOut, 1)[0]).ToArray();
page.Say(
    $"data: {seeds} draws of {rows} reviews written by rule, one label in twenty wrong, as {grams.Columns:N0} hashed 1- and " +
    $"2-grams; for example \"{texts[0][0]}\"",
    $"数据：{seeds} 组各 {rows} 条按规则生成的评论，每二十条有一条标签错误，哈希为 {grams.Columns:N0} 列 1–2 元词组；例如 “{texts[0][0]}”");

double[] lambdas = page.Pick<double[]>([0.01, 0.006, 0.004, 0.003, 0.002, 0.001, 0.0001], [0.006, 0.003, 0.002, 0.0001]);
var (lasso, ridge) = (Paths(1), Paths(0));
foreach (var (name, paths) in new[] { ("L1", lasso), ("L2", ridge) })
    page.Table(
        page.Text(
            $"λ of {name} | training accuracy | held-out accuracy | nonzero",
            $"{name} 的 λ | 训练准确率 | 留出准确率 | 非零"),
        lambdas.Select((l, i) =>
            $"{l} | {MeanError.Of(paths.Select((p, s) => Accuracy(p.Fits[i], draws[s].Train))).InPercent()} | " +
            $"{MeanError.Of(paths.Select((p, s) => Accuracy(p.Fits[i], draws[s].Judge))).InPercent()} | " +
            $"{paths.Average(p => p.Fits[i].NonZeros):F0}"));

page.Section("What to notice", "要点");
var (sparse, dense) = (Chosen(lasso), Chosen(ridge));
double[] plain = [.. ridge.Select((p, s) => Accuracy(p.Fits[^1], draws[s].Judge))];
foreach (var (name, fits) in new[] { ("L1", sparse), ("L2", dense) })
    page.Conclude(
        Comparison.Of(plain, [.. fits.Select((fit, s) => Accuracy(fit, draws[s].Judge))]),
        ($"{name}({fits[0].Lambda}), chosen on other reviews,", $"{name}({fits[0].Lambda})（由其他评论选出）"),
        ($"accuracy on fresh reviews (beside L2({lambdas[^1]}))", $"新评论上的准确率（与 L2({lambdas[^1]}) 相比）"));

var score = sparse[0].Weight.flatten().data<double>().ToArray();
var names = texts[0]
    .SelectMany(grams.Grams)
    .CountBy(g => g)
    .OrderByDescending(g => g.Value)
    .GroupBy(g => grams.Column(g.Key))
    .ToDictionary(g => g.Key, g => g.First().Key);
var picked = Enumerable.Range(0, grams.Columns).Where(j => score[j] != 0).OrderByDescending(j => Math.Abs(score[j])).ToArray();
var top = picked.Take(16).OrderByDescending(j => score[j]).ToArray();
page.Table(page.Text("n-gram | weight", "词组 | 权重"), top.Select(j => $"“{names[j]}” | {score[j]:F2}"));
var deciding = top.Count(j => names[j].Split(' ').Any(Reviews.DecidingWords.Contains));
page.Say(
    $"L1 keeps {picked.Length} of {names.Count:N0} n-grams of the first draw at λ = {sparse[0].Lambda}; of the {top.Length} " +
    $"heaviest, {deciding} hold one of the {Reviews.DecidingWords.Count} words that decide. The farthest of these fits from " +
    $"its optimum: {sparse.Max(fit => fit.Certificate.Distance):0.0E+0}.",
    $"第一组中 λ = {sparse[0].Lambda} 时，L1 从 {names.Count:N0} 个词组中保留 {picked.Length} 个；权重最大的 {top.Length} 个中，" +
    $"{deciding} 个含有那 {Reviews.DecidingWords.Count} 个决定性的词。这些拟合离最优条件最远的为 " +
    $"{sparse.Max(fit => fit.Certificate.Distance):0.0E+0}。");
page.Plot(() =>
    new BarChart([.. top.Select(j => names[j])], new Bars("", [.. top.Select(j => score[j])]))
    {
        Title = page.Text("The n-grams that L1 picks", "L1 挑出的词组"),
        ValueAxis = page.Text("weight: praise is positive", "权重：正数为好评"),
        NumberFormat = "0.00",
    });

Dataset Rows(int count, ulong seed)
{
    var (written, labels) = Reviews.Generate(count, seed);
    return new Dataset(grams.Of(written), tensor(labels));
}

RegularizationPath[] Paths(double l1Ratio) =>
[
    .. draws.Select(draw => RegularizationPath.Fit(
        new LinearProblem(draw.Train, Losses.BinaryCrossEntropy) { L1Ratio = l1Ratio },
        new() { Lambdas = lambdas, EndEarly = false })),
];

// One λ for all draws: the best in the mean on the reviews for choosing.
LinearFit[] Chosen(RegularizationPath[] paths)
{
    double Mean(int i) => paths.Select((path, s) => Accuracy(path.Fits[i], draws[s].Choice)).Average();
    var best = Enumerable.Range(0, lambdas.Length).MaxBy(Mean);
    return [.. paths.Select(path => path.Fits[best])];
}

static double Accuracy(LinearFit fit, Dataset rows) =>
    fit.Predict(rows.Features).flatten().gt(0).eq(rows.Targets.flatten().ne(0)).to(ScalarType.Float64).mean().ToDouble();
