#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Recommendation (article 002 6.3): matrix factorization of few ratings; L2 on the embeddings keeps it from knowing them by
// heart. dotnet run examples/Recommendation.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Recommendation: matrix factorization with L2", "推荐系统：带 L2 的矩阵分解");
var (users, items, rank, noise) = (page.Pick(150, 80), page.Pick(100, 60), 3, 0.5);

// The truth: rating = 3 + user's and item's own level + the agreement of their tastes, which has rank 3, + noise.
using var random = new Generator(1);
Tensor Normal(double deviation, params long[] shape) => randn(shape, ScalarType.Float32, generator: random) * deviation;
var truth = 3 + Normal(0.4, users, 1) + Normal(0.4, 1, items) + Normal(0.8, users, rank).matmul(Normal(0.8, rank, items));
var pairs = randperm(users * items, ScalarType.Int64, generator: random);
var (known, unseen) = (Ratings(pairs[..(users * items / 6)]), Ratings(pairs[^(users * items / 6)..]));
page.Say(
    $"data: {known.Rows:N0} known ratings of {users} users and {items} items, {unseen.Rows:N0} unseen ones to predict; noise " +
    $"{noise}, below which no model can get",
    $"数据：{users} 个用户对 {items} 个物品的 {known.Rows:N0} 个已知评分，预测 {unseen.Rows:N0} 个未见评分；噪声 {noise}，任何模型都不可能更低");

var runs = new[] { 0, 0.0003, 0.001, 0.002, 0.004, 0.01 }.Select(Fit).ToArray();
var mean = known.Targets.mean();
var constant = (unseen.Targets - mean).square().mean().sqrt().ToDouble();
page.Table(
    "L2 | RMSE, known | RMSE, unseen | ‖embeddings‖₂",
    runs.Select(r => $"{r.Lambda} | {r.Known:F3} | {r.Unseen:F3} | {r.Norm:F2}").Append($"the mean alone |  | {constant:F3} | "));

page.Section("What to notice", "要点");
var (plain, best) = (runs[0], runs.MinBy(r => r.Unseen)!);
page.Say(
    $"{rank + 5} numbers for each user and item can know the ratings by heart: without a penalty the error is {plain.Known:F3} " +
    $"on known ratings and {plain.Unseen:F3} on unseen ones. L2({best.Lambda}) on the embeddings: {best.Known:F3} and " +
    $"{best.Unseen:F3}, where the noise alone is {noise}.",
    $"每个用户和物品 {rank + 5} 个参数足以把评分背下来：无惩罚时已知评分误差 {plain.Known:F3}，未见评分 {plain.Unseen:F3}。对嵌入加 L2({best.Lambda})：{best.Known:F3} " +
    $"和 {best.Unseen:F3}，而噪声本身为 {noise}。");
page.Plot(() => new LineChart([.. Curves(plain, "#d55e00"), .. Curves(best, "#0072b2")])
{
    Title = "Error of known and unseen ratings, without and with L2",
    XAxis = "epoch",
    YAxis = "root mean squared error",
});

static Series[] Curves(Run run, string colour) =>
[
    Series.OfEpochs($"λ = {run.Lambda}: known", run.History.Epochs.Select(e => Math.Sqrt(e.Training!.DataLoss))) with
    {
        IsDashed = true,
        Color = colour,
    },
    Series.OfEpochs($"λ = {run.Lambda}: unseen", run.History.Epochs.Select(e => Math.Sqrt(e.Validation!.DataLoss))) with
    {
        Color = colour,
    },
];

Dataset Ratings(Tensor positions)
{
    var (user, item) = (positions.div(items, RoundingMode.floor), positions % items);
    var rating = truth.flatten().index_select(0, positions) + Normal(noise, positions.shape[0]);
    return new Dataset(stack([user, item], 1), rating.unsqueeze(1));
}

Run Fit(double lambda)
{
    manual_seed(2);
    using var model = new MatrixFactorization(users, items, rank + 5, mean: known.Targets.mean().ToDouble());
    using var regularization = lambda > 0 ? new Regularization(model, new Rule(new L2(lambda), On.Embeddings)) : null;
    var options = new TrainingOptions
    {
        Epochs = page.Pick(60, 40),
        BatchSize = 64,
        LearningRate = 0.02,
        Optimizer = (p, rate) => optim.Adam(p, rate)
    };
    var history = new Trainer(model, Losses.MeanSquaredError, regularization, options).Fit(known, unseen);
    var last = history.Restored;
    return new(
        lambda,
        Math.Sqrt(last.Training!.DataLoss),
        Math.Sqrt(last.Validation!.DataLoss),
        Math.Sqrt(model.parameters().Sum(p => p.square().sum().ToDouble())),
        history);
}

sealed record Run(double Lambda, double Known, double Unseen, double Norm, History History);

/// <summary>ŷ = μ + b_user + b_item + u·v for rows (user, item).</summary>
sealed class MatrixFactorization : nn.Module<Tensor, Tensor>
{
    readonly Embedding user, item;
    readonly double mean;

    // The last column of each table is the own level, beside the tastes.
    public MatrixFactorization(long users, long items, int rank, double mean) : base(nameof(MatrixFactorization))
    {
        (user, item, this.mean) = (nn.Embedding(users, rank + 1), nn.Embedding(items, rank + 1), mean);
        RegisterComponents();
        foreach (var table in new[] { user, item }) nn.init.normal_(table.weight!, 0, 0.1);
    }

    public override Tensor forward(Tensor pairs)
    {
        var (u, v) = (user.call(pairs.select(1, 0)), item.call(pairs.select(1, 1)));
        var levels = u.narrow(1, u.shape[1] - 1, 1) + v.narrow(1, v.shape[1] - 1, 1);
        return (u * v).narrow(1, 0, u.shape[1] - 1).sum([1L], keepdim: true) + levels + mean;
    }
}
