#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Articles 002 (Q1) and 004 (Q3) say: choose λ by cross-validation or grid search. The code that they leave out, with the
// trainer, beside the exact solver; what the choice is worth, over five draws of rows.
// dotnet run examples/GridSearch.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchReg.Training;
using TorchSharp;

var page = Page.Open(
    args, "Choosing λ: cross-validation and grid search", "如何选择正则化参数 λ：交叉验证与网格搜索", Uses.Plot);
var (rows, columns, trueOnes, K) = (100, 30, 5, page.Pick(10, 5));
var (problem, train, fresh) = Drawn(3);
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
var path = Path(train, l => new L1(l), lambdas);
page.Table(
    page.Text(
        "λ | mean squared error | standard error | nonzero | nonzero, exact | above the optimum | ",
        "λ | 均方误差 | 标准误 | 非零 | 精确解的非零 | 高于最优 | "),
    curve.Select((c, i) =>
    {
        var exact = ExactReference.Of(train, Losses.HalfSquaredError, lambdas[i]);
        using var penalty = new Regularization(path[i], new L1(lambdas[i]), PenaltyMode.Proximal);
        var objective = Evaluation.Of(path[i], train, Losses.HalfSquaredError, penalty).Total;
        return $"{lambdas[i]:G3} | {c.Mean:F3} | {c.Error:F3} | {Nonzero(path[i])} | {exact.Fit.NonZeros} | " +
            $"{exact.Above(objective)} | {(i == least ? "λ.min " : "")}{(i == oneStandardError ? "λ.1se" : "")}";
    }));

page.Section("Grid search over λ and the L1 ratio of an elastic net", "网格搜索：λ 与弹性网的 L1 比例");
double[] ratios = page.Pick<double[]>([0.1, 0.5, 0.9, 1], [0.5, 1]);
var grid = ratios.Select(ratio => ratio == 1 ? curve : CrossValidated(ratio)).ToArray();
page.Table(
    "λ | " + string.Join(" | ", ratios.Select(r => page.Text($"ratio {r}", $"比例 {r}"))),
    lambdas.Select((l, i) => $"{l:G3} | " + string.Join(" | ", grid.Select(g => $"{g[i].Mean:F3}"))));
var (bestRatio, bestLambda) = Enumerable
    .Range(0, ratios.Length)
    .SelectMany(r => Enumerable.Range(0, lambdas.Length).Select(i => (r, i)))
    .MinBy(p => grid[p.r][p.i].Mean);

page.Section("What to notice", "要点");
page.Say(
    $"On these rows λ.min = {lambdas[least]:G3} keeps {Nonzero(path[least])} weights and λ.1se = " +
    $"{lambdas[oneStandardError]:G3}, " +
    $"the largest λ within one standard error of the least, {Nonzero(path[oneStandardError])}; {trueOnes} are true. The grid " +
    $"search's best: ratio {ratios[bestRatio]}, λ = {lambdas[bestLambda]:G3}, error {grid[bestRatio][bestLambda].Mean:F3}.",
    $"在这些数据上，λ.min = {lambdas[least]:G3} 保留 {Nonzero(path[least])} 个权重，λ.1se = {lambdas[oneStandardError]:G3}" +
    $"（误差在最小值一个标准误之内的最大 λ）保留 {Nonzero(path[oneStandardError])} 个；真值有 {trueOnes} 个。网格搜索的最优：比例 " +
    $"{ratios[bestRatio]}，λ = {lambdas[bestLambda]:G3}，误差 {grid[bestRatio][bestLambda].Mean:F3}。");
var draws = Enumerable.Range(3, 5).Select(seed => Worth((ulong)seed)).ToArray();
var error = ("the error on fresh rows (that of the noise is 9)", "新数据上的误差（噪声本身为 9）");
double[] none = [.. draws.Select(d => d.None)];
page.Conclude(
    Comparison.Of(none, [.. draws.Select(d => d.Min)], higherIsBetter: false), ("λ.min", "λ.min"), error, "0.000");
page.Conclude(
    Comparison.Of(none, [.. draws.Select(d => d.OneStandardError)], higherIsBetter: false), ("λ.1se", "λ.1se"), error, "0.000");
page.Conclude(
    Comparison.Of(none, [.. draws.Select(d => d.Largest)], higherIsBetter: false),
    ("The largest λ (004 Q4)", "最大的 λ（004 Q4）"),
    error,
    "0.000");
var marks = new[] { new Mark(lambdas[least], "λ.min"), new Mark(lambdas[oneStandardError], "λ.1se") };
page.Plot(() =>
    new Panels([
        new LineChart(
            new Series(
                page.Text($"mean of {K} folds with its standard error", $"{K} 折的均值与标准误"),
                lambdas,
                [.. curve.Select(c => c.Mean)])
            {
                Errors = [.. curve.Select(c => c.Error)],
            },
            new Series(page.Text("fresh rows", "新数据"), lambdas, [.. path.Select(Fresh)]) { IsDashed = true })
        {
            Title = page.Text("Cross-validated error over λ", "交叉验证误差与 λ"),
            XAxis = new("λ") { IsLogarithmic = true },
            YAxis = page.Text("mean squared error", "均方误差"),
            Marks = marks,
        },
        CoefficientPaths.Of(
            lambdas,
            [.. path.Select(p => p.Weight.data<float>().Select(w => (double)w).ToArray())],
            [.. Enumerable.Range(0, columns).Select(j => problem.Weight[0, j] != 0 ? $"w{j}" : "")],
            marks,
            page.Text("Weights over λ: the true ones in colour, all others gray", "权重与 λ：真实的为彩色，其余为灰色"),
            page.Text("weight", "权重")),
    ]));

(KnownProblem Problem, Dataset Train, Dataset Fresh) Drawn(ulong seed)
{
    var known = Synthetic.Regression(rows + 1000, columns, nonZero: trueOnes, noise: 3, seed: seed);
    var (few, many) = known.Data.Split(new RowFold([.. Enumerable.Range(0, rows)], [.. Enumerable.Range(rows, 1000)]));
    return (known, few, many);
}

// λ chosen by cross-validation on the training rows, every fit by the solver; judged on fresh rows.
(double None, double Min, double OneStandardError, double Largest) Worth(ulong seed)
{
    var (_, few, many) = Drawn(seed);
    var cv = CrossValidation.Of(
        new LinearProblem(few, Losses.HalfSquaredError),
        new() { Folds = Folds.Random(rows, K, seed: 1), Path = new() { Count = 40, Ratio = 1e-3, EndEarly = false } });
    double Judged(LinearFit fit) =>
        Losses.MeanSquaredError.Value(fit.Predict(many.Features), many.Targets.to(torch.ScalarType.Float64)).ToDouble();
    return (Judged(cv.Path.Fits[^1]), Judged(cv.Best), Judged(cv.OneStandardError), Judged(cv.Path.Fits[0]));
}

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
