#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Articles 002 (Q1) and 004 (Q3) say: choose λ by cross-validation or grid search. The code that they leave out, with the
// trainer. dotnet run examples/GridSearch.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;

var page = Page.Open(args, "Choosing λ: cross-validation and grid search", "如何选择正则化参数 λ：交叉验证与网格搜索");
var (rows, columns, trueOnes, K) = (100, 30, 5, page.Pick(10, 5));
using var problem = Synthetic.Regression(rows + 1000, columns, nonZero: trueOnes, noise: 3, seed: 3);
var (train, fresh) = problem.Data.Split(new RowFold([.. Enumerable.Range(0, rows)], [.. Enumerable.Range(rows, 1000)]));
page.Say(
    $"data: y = wᵀx + noise, {rows} rows, {columns} columns, {trueOnes} of them with a true weight; 1,000 fresh rows to judge " +
    "the choice",
    $"数据：y = wᵀx + 噪声，{rows} 行、{columns} 列，其中 {trueOnes} 列权重非零；另有 1,000 行新数据检验所选的 λ");

page.Section($"{K}-fold cross-validation over a grid of λ (002 Q1, 004 Q3)", $"{K} 折交叉验证（002 Q1、004 Q3）");
// from here on all weights are 0
var top = new L1(1).LambdaMax((train.Features.t().matmul(train.Targets - train.Targets.mean()) / train.Rows).t());
double[] lambdas = [.. Enumerable.Range(0, page.Pick(14, 8)).Select(i => top * Math.Pow(page.Pick(0.65, 0.45), i))];
var folds = Folds.Random(rows, K, seed: 1);
var curve = CrossValidated(1);
var least = Array.IndexOf(curve, curve.MinBy(c => c.Mean));
var oneStandardError = Array.FindIndex(curve, c => c.Mean <= curve[least].Mean + curve[least].Error); // the largest such λ
var (path, unpenalized) = (Path(train, l => new L1(l), lambdas), Path(train, l => new L1(l), [1e-9])[0]);
page.Table(
    "λ | mean squared error | standard error | nonzero | ",
    curve.Select(
        (c, i) =>
            $"{lambdas[i]:G3} | {c.Mean:F3} | {c.Error:F3} | {Nonzero(path[i])} | " +
            $"{(i == least ? "λ.min " : "")}{(i == oneStandardError ? "λ.1se" : "")}"));

page.Section("Grid search over λ and the L1 ratio of an elastic net", "网格搜索：λ 与弹性网的 L1 比例");
double[] ratios = [0.1, 0.5, 0.9, 1];
var grid = ratios.Select(ratio => ratio == 1 ? curve : CrossValidated(ratio)).ToArray();
page.Table(
    "λ | " + string.Join(" | ", ratios.Select(r => $"ratio {r}")),
    lambdas.Select((l, i) => $"{l:G3} | " + string.Join(" | ", grid.Select(g => $"{g[i].Mean:F3}"))));
var (bestRatio, bestLambda) = Enumerable
    .Range(0, ratios.Length)
    .SelectMany(r => Enumerable.Range(0, lambdas.Length).Select(i => (r, i)))
    .MinBy(p => grid[p.r][p.i].Mean);

page.Section("What to notice", "要点");
var (plain, minimum, sparse) = (Fresh(unpenalized), Fresh(path[least]), Fresh(path[oneStandardError]));
page.Say(
    $"λ.min = {lambdas[least]:G3} and λ.1se = {lambdas[oneStandardError]:G3}: refitted on all {rows} rows their errors on " +
    $"fresh rows are {minimum:F3} and {sparse:F3}; with λ = 0 it is {plain:F3}, and the noise alone is 9.",
    $"λ.min = {lambdas[least]:G3}，λ.1se = {lambdas[oneStandardError]:G3}：用全部 {rows} 行重新拟合后，在新数据上的误差为 {minimum:F3} 和 " +
    $"{sparse:F3}；λ = 0 时为 {plain:F3}，噪声本身为 9。");
page.Say(
    $"λ.1se, the largest λ within one standard error of the least, keeps {Nonzero(path[oneStandardError])} weights, λ.min " +
    $"{Nonzero(path[least])}; {trueOnes} are true. The grid search's best: ratio {ratios[bestRatio]}, λ = " +
    $"{lambdas[bestLambda]:G3}, error {grid[bestRatio][bestLambda].Mean:F3}.",
    $"λ.1se（误差在最小值一个标准误之内的最大 λ）保留 {Nonzero(path[oneStandardError])} 个权重，λ.min 保留 {Nonzero(path[least])} 个；真值有 {trueOnes} " +
    $"个。网格搜索的最优：比例 {ratios[bestRatio]}，λ = {lambdas[bestLambda]:G3}，误差 {grid[bestRatio][bestLambda].Mean:F3}。");
page.Say(
    $"Too small and too large a λ both cost: {curve[^1].Mean:F3} at the smallest, {curve[0].Mean:F3} at the largest, " +
    $"{curve[least].Mean:F3} between (004 Q4).",
    $"λ 过小和过大都有代价：最小处 {curve[^1].Mean:F3}，最大处 {curve[0].Mean:F3}，中间 {curve[least].Mean:F3}（004 Q4）。");
var marks = new[] { new Mark(lambdas[least], "λ.min"), new Mark(lambdas[oneStandardError], "λ.1se") };
page.Plot(() =>
    new Panels([
        new LineChart(
            new Series($"mean of {K} folds with its standard error", lambdas, [.. curve.Select(c => c.Mean)])
            {
                Errors = [.. curve.Select(c => c.Error)]
            },
            new Series("fresh rows", lambdas, [.. path.Select(Fresh)]) { IsDashed = true })
        {
            Title = "Cross-validated error over λ",
            XAxis = new("λ") { IsLogarithmic = true },
            YAxis = "mean squared error",
            Marks = marks
        },
        CoefficientPaths.Of(
            lambdas,
            [.. path.Select(p => p.Weight.data<float>().Select(w => (double)w).ToArray())],
            [.. Enumerable.Range(0, columns).Select(j => problem.Weight[0, j] != 0 ? $"w{j}" : "")],
            marks,
            "Weights over λ: the true ones in colour, all others gray")
    ]));

// For each λ: every fold is held out once; the mean of the K errors and the standard error of that mean.
(double Mean, double Error)[] CrossValidated(double ratio)
{
    var errors = folds.Select(fold =>
    {
        var (learn, judge) = train.Split(fold);
        return Path(learn, l => new ElasticNet(l, ratio), lambdas)
            .Select(m => Evaluation.Of(m, judge, Losses.MeanSquaredError).DataLoss)
            .ToArray();
    }).ToArray();
    return
    [
        .. lambdas
            .Select((_, i) => errors.Select(e => e[i]).ToArray())
            .Select(e => (e.Average(), Math.Sqrt(e.Sum(v => Math.Pow(v - e.Average(), 2)) / (K - 1) / K)))
    ];
}

// From the largest λ down: each fit starts where the one before it ended.
LinearRegression[] Path(Dataset data, Func<double, Penalty> penalty, double[] lambdas)
{
    var models = new List<LinearRegression>();
    foreach (var lambda in lambdas)
    {
        var model = new LinearRegression(columns);
        if (models.Count > 0) model.load_state_dict(models[^1].state_dict());
        using var regularization = new Regularization(model, penalty(lambda), PenaltyMode.Proximal);
        var options = new TrainingOptions
        {
            Epochs = page.Pick(100, 40),
            BatchSize = rows,
            LearningRate = 0.4,
            EvaluateTraining = false
        };
        new Trainer(model, Losses.HalfSquaredError, regularization, options).Fit(data);
        models.Add(model);
    }
    return [.. models];
}

static long Nonzero(LinearRegression model) => model.Weight.ne(0).sum().ToInt64();

double Fresh(LinearRegression model) => Evaluation.Of(model, fresh, Losses.MeanSquaredError).DataLoss;
