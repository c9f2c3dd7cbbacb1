#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Finance (article 002 6.4): which of many correlated factors drive a return? The true ones are known; least squares, ridge and
// lasso by exact solvers, in five markets; λ chosen on the last quarter of the past, judged on the days after.
// dotnet run examples/FactorSelection.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Finance: factor selection", "金融分析：因子选择", Uses.Plot);
var (factors, trueOnes, days, later) = (60, 5, 120, 380);
page.Say(
    $"data: five markets, returns of {days} days and {factors} factors, neighbours correlated by 0.7, of which {trueOnes} are " +
    $"true; judged on the {later} days after",
    $"数据：五个市场，{days} 天的收益与 {factors} 个因子，相邻因子相关 0.7，其中 {trueOnes} 个为真；用其后 {later} 天检验");
var markets = Enumerable.Range(1, 5).Select(seed => Look((ulong)seed)).ToArray();
(string Name, Func<Market, Way> Of)[] ways =
[
    (page.Text("least squares", "最小二乘"), m => m.LeastSquares),
    (page.Text("ridge", "岭回归"), m => m.Ridge),
    ("lasso", m => m.Lasso),
];
page.Table(
    page.Text(
        "method | R², past | R², future | factors kept | true ones kept | largest false one",
        "方法 | 过去的 R² | 未来的 R² | 保留的因子 | 保留的真因子 | 最大的假因子"),
    ways.Select(w => $"{w.Name} | {Mean(w.Of, x => x.Past, "0.000")} | {Mean(w.Of, x => x.Future, "0.000")} | " +
        $"{Mean(w.Of, x => x.Kept, "0.0")} | {Mean(w.Of, x => x.TrueKept, "0.0")} | {Mean(w.Of, x => x.LargestFalse, "0.00")}"));

page.Section("What to notice", "要点");
double[] plain = [.. markets.Select(m => m.LeastSquares.Future)];
foreach (var (name, of) in ways[1..])
    page.Conclude(
        Comparison.Of(plain, [.. markets.Select(m => of(m).Future)]),
        ($"{char.ToUpperInvariant(name[0])}{name[1..]}", name),
        ("the R² of the future", "未来的 R²"),
        "0.000");
var selects = ways.Where(w => markets.All(m => w.Of(m).Kept < factors)).Select(w => w.Name).ToArray();
page.Say(
    $"In every market fewer than all {factors} factors are kept by: {string.Join(", ", selects)}. The lasso keeps " +
    $"{Mean(m => m.Lasso, x => x.Kept, "0.0")}, {Mean(m => m.Lasso, x => x.TrueKept, "0.0")} of the {trueOnes} true ones among " +
    "them.",
    $"在每个市场都没有保留全部 {factors} 个因子的方法：{string.Join("、", selects)}。lasso 保留 " +
    $"{Mean(m => m.Lasso, x => x.Kept, "0.0")} 个，其中真因子 {Mean(m => m.Lasso, x => x.TrueKept, "0.0")} 个（共 {trueOnes} 个）。");
page.Plot(() => CoefficientPaths.Of(
    markets[0].Path.Lambdas,
    [.. markets[0].Path.Fits.Select(fit => fit.Weight.flatten().data<double>().ToArray())],
    [.. markets[0].IsTrue.Select((t, j) => t ? page.Text($"factor {j}", $"因子 {j}") : "")],
    [new(markets[0].Chosen, page.Text("chosen λ", "选出的 λ"))],
    page.Text("Lasso: the true factors in colour, all others gray", "Lasso：真因子为彩色，其余为灰色"),
    page.Text("weight", "权重")));

string Mean(Func<Market, Way> of, Func<Way, double> number, string format) =>
    MeanError.Of(markets.Select(m => number(of(m)))).Text(format);

Market Look(ulong seed)
{
    using var market = Synthetic.Regression(days + later, factors, nonZero: trueOnes, noise: 3, rho: 0.7, seed: seed);
    bool[] isTrue = [.. Enumerable.Range(0, factors).Select(j => market.Weight[0, j] != 0)];
    // in time's order
    var (past, future) = market.Data.Split(new RowFold([.. Enumerable.Range(0, days)], [.. Enumerable.Range(days, later)]));
    var (early, recent) = past.Split(
        new RowFold([.. Enumerable.Range(0, days * 3 / 4)], [.. Enumerable.Range(days * 3 / 4, days - days * 3 / 4)]));
    var top = new L1(1).LambdaMax(past.Features.t().matmul(past.Targets - past.Targets.mean()).t() / past.Rows);
    double[] lambdas = [.. Enumerable.Range(0, 20).Select(i => top * Math.Pow(0.8, i))];
    RegularizationPath Fits(Dataset rows, double ratio) => RegularizationPath.Fit(
        new LinearProblem(rows, Losses.HalfSquaredError) { L1Ratio = ratio },
        new() { Lambdas = ratio == 1 ? lambdas : [.. lambdas.Select(l => 3 * l)], EndEarly = false });
    LinearFit Chosen(double ratio)
    {
        var best = Fits(early, ratio).Fits.Index().MaxBy(f => R2(f.Item, recent)).Index;
        return Fits(past, ratio).Fits[best];
    }
    Way Judged(LinearFit fit)
    {
        var weights = fit.Weight.flatten().data<double>().ToArray();
        return new(
            R2(fit, past),
            R2(fit, future),
            weights.Count(w => w != 0),
            weights.Zip(isTrue).Count(p => p.First != 0 && p.Second),
            weights.Zip(isTrue).Where(p => !p.Second).Max(p => Math.Abs(p.First)));
    }
    var lasso = Chosen(1);
    return new(
        Judged(new LinearProblem(past, Losses.HalfSquaredError).Fit(0)),
        Judged(Chosen(0)),
        Judged(lasso),
        Fits(past, 1),
        lasso.Lambda,
        isTrue);
}

static double R2(LinearFit fit, Dataset rows)
{
    var y = rows.Targets.to(ScalarType.Float64);
    return 1 - ((fit.Predict(rows.Features) - y).square().sum() / (y - y.mean()).square().sum()).ToDouble();
}

sealed record Way(double Past, double Future, double Kept, double TrueKept, double LargestFalse);

sealed record Market(Way LeastSquares, Way Ridge, Way Lasso, RegularizationPath Path, double Chosen, bool[] IsTrue);
