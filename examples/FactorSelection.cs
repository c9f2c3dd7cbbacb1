#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Finance (article 002 6.4): which of many correlated factors drive a return? The true ones are known; least squares, ridge and
// lasso. dotnet run examples/FactorSelection.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchReg.Training;
using static TorchSharp.torch;

var page = Page.Open(args, "Finance: factor selection", "金融分析：因子选择");
var (factors, trueOnes, days, later) = (60, 5, 120, 380);
using var market = Synthetic.Regression(days + later, factors, nonZero: trueOnes, noise: 3, rho: 0.7, seed: 4);
var isTrue = Enumerable.Range(0, factors).Select(j => market.Weight[0, j] != 0).ToArray();
// in time's order
var (past, future) = market.Data.Split(new RowFold([.. Enumerable.Range(0, days)], [.. Enumerable.Range(days, later)]));
page.Say(
    $"data: returns of {days} days and {factors} factors, neighbours correlated by 0.7, of which {trueOnes} are true; judged " +
    $"on the {later} days after",
    $"数据：{days} 天的收益与 {factors} 个因子，相邻因子相关 0.7，其中 {trueOnes} 个为真；用其后 {later} 天检验");

// λ by the last quarter of the past: the future stays unseen.
var (early, recent) = past.Split(
    new RowFold([.. Enumerable.Range(0, days * 3 / 4)], [.. Enumerable.Range(days * 3 / 4, days - days * 3 / 4)]));
var top = new L1(1).LambdaMax(past.Features.t().matmul(past.Targets - past.Targets.mean()).t() / past.Rows);
double[] lambdas = [.. Enumerable.Range(0, 20).Select(i => top * Math.Pow(0.8, i))];
var ridgeLambda = lambdas.Select(l => 3 * l).MinBy(l => Error(RidgeModel(early, l), recent));
var lassoLambda = lambdas.Zip(LassoPath(early)).MinBy(p => Error(Model(p.Second.Weight, p.Second.Bias), recent)).First;
var path = LassoPath(past);
var lasso = path[Array.IndexOf(lambdas, lassoLambda)];

(string Name, LinearRegression Model)[] models =
[
    ("least squares", RidgeModel(past, 0)),
    ($"ridge, λ = {ridgeLambda:G2}", RidgeModel(past, ridgeLambda)),
    ($"lasso, λ = {lassoLambda:G2}", Model(lasso.Weight, lasso.Bias))
];
var rows = models
    .Select(m => new Row(
        m.Name,
        R2(m.Model, past),
        R2(m.Model, future),
        [.. m.Model.Weight.data<float>().Select(w => (double)w)]))
    .ToArray();
page.Table(
    "method | R², past | R², future | factors kept | true ones kept | largest false one",
    rows.Select(r =>
        $"{r.Name} | {r.Past:F3} | {r.Future:F3} | {r.Weights.Count(w => w != 0)} | " +
        $"{r.Weights.Zip(isTrue).Count(p => p.First != 0 && p.Second)} of {trueOnes} | " +
        $"{r.Weights.Zip(isTrue).Where(p => !p.Second).Max(p => Math.Abs(p.First)):F2}"));

page.Section("What to notice", "要点");
var (ols, best) = (rows[0], rows[2]);
page.Say(
    $"Least squares explains {ols.Past:P0} of the past and {ols.Future:P0} of the future; the lasso {best.Past:P0} and " +
    $"{best.Future:P0}, ridge {rows[1].Past:P0} and {rows[1].Future:P0}.",
    $"最小二乘解释了过去的 {ols.Past:P0}、未来的 {ols.Future:P0}；lasso 为 {best.Past:P0} 和 {best.Future:P0}，岭回归为 {rows[1].Past:P0} 和 " +
    $"{rows[1].Future:P0}。");
page.Say(
    $"Only the lasso selects: it keeps {best.Weights.Count(w => w != 0)} of {factors} factors, " +
    $"{best.Weights.Zip(isTrue).Count(p => p.First != 0 && p.Second)} of the {trueOnes} true ones among them; least squares " +
    "and ridge keep all.",
    $"只有 lasso 会选择：{factors} 个因子保留 {best.Weights.Count(w => w != 0)} 个，其中真因子 " +
    $"{best.Weights.Zip(isTrue).Count(p => p.First != 0 && p.Second)} 个（共 {trueOnes} 个）；最小二乘和岭回归全部保留。");
page.Plot(() =>
    CoefficientPaths.Of(
        lambdas,
        [.. path.Select(p => p.Weight.data<float>().Select(w => (double)w).ToArray())],
        [.. isTrue.Select((t, j) => t ? $"factor {j}" : "")],
        [new(lassoLambda, "chosen λ")],
        "Lasso: the true factors in colour, all others gray"));

// From the largest λ down, each start where the last one ended.
(Tensor Weight, Tensor Bias)[] LassoPath(Dataset data)
{
    using var model = new LinearRegression(factors);
    return [.. lambdas.Select(lambda =>
    {
        using var regularization = new Regularization(model, new L1(lambda), PenaltyMode.Proximal);
        var options = new TrainingOptions
        {
            Epochs = page.Pick(400, 150),
            BatchSize = days,
            LearningRate = 0.15,
            EvaluateTraining = false
        };
        new Trainer(model, Losses.HalfSquaredError, regularization, options).Fit(data);
        return (model.Weight.detach().clone(), model.Bias.detach().clone());
    })];
}

LinearRegression RidgeModel(Dataset data, double lambda)
{
    var ridge = Ridge.Fit(data, lambda);
    return Model(ridge.Weight, ridge.Bias);
}

LinearRegression Model(Tensor weight, Tensor bias)
{
    var model = new LinearRegression(factors);
    using var noGrad = no_grad();
    model.Weight.copy_(weight);
    model.Bias.copy_(bias);
    return model;
}

static double Error(LinearRegression model, Dataset data) => Evaluation.Of(model, data, Losses.MeanSquaredError).DataLoss;
static double R2(LinearRegression model, Dataset data) =>
    Evaluation.Of(model, data, Losses.MeanSquaredError).Metrics[Metric.RSquared];

sealed record Row(string Name, double Past, double Future, double[] Weights);
