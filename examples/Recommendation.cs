#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Recommendation (article 002 6.3): matrix factorization of few ratings; L2 on the embeddings keeps it from knowing them by
// heart. Five draws of tastes and ratings; λ chosen on other ratings than those that judge.
// dotnet run examples/Recommendation.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Recommendation: matrix factorization with L2", "推荐系统：带 L2 的矩阵分解", Uses.Plot);
var (users, items, rank, noise, seeds) = (page.Pick(150, 80), page.Pick(100, 60), 3, 0.5, 5);
var histories = new Dictionary<double, History>();
var draws = Enumerable.Range(1, seeds).Select(seed => Ratings((ulong)seed)).ToArray();
page.Say(
    $"data: {seeds} draws of {draws[0].Train.Rows:N0} known ratings of {users} users and {items} items, " +
    $"{draws[0].Judge.Rows:N0} unseen ones to predict and as many to choose λ by; noise {noise}, below which no model can get",
    $"数据：{seeds} 组，每组 {users} 个用户对 {items} 个物品的 {draws[0].Train.Rows:N0} 个已知评分，预测 {draws[0].Judge.Rows:N0} 个未见评分，" +
    $"另有同样多的评分用来选 λ；噪声 {noise}，任何模型都不可能更低");

double[] lambdas = page.Pick<double[]>([0, 0.0003, 0.001, 0.002, 0.004, 0.01], [0, 0.002, 0.01]);
var runs = lambdas.Select(l => (Lambda: l, Runs: draws.Select((draw, i) => Fit(l, draw, i)).ToArray())).ToArray();
double[] constants = [.. draws.Select(d => (d.Judge.Targets - d.Train.Targets.mean()).square().mean().sqrt().ToDouble())];
page.Table(
    page.Text("L2 | RMSE, known | RMSE, unseen | ‖embeddings‖₂", "L2 | 已知评分的误差 | 未见评分的误差 | ‖嵌入‖₂"),
    runs.Select(r =>
            $"{r.Lambda} | {MeanError.Of(r.Runs.Select(x => x.Known)).Text("0.000")} | " +
            $"{MeanError.Of(r.Runs.Select(x => x.Unseen)).Text("0.000")} | {r.Runs.Average(x => x.Norm):F2}")
        .Append($"{page.Text("the mean alone", "只用均值")} |  | {MeanError.Of(constants).Text("0.000")} | "));

page.Section("What to notice", "要点");
var (plain, best) = (runs[0].Runs, runs.MinBy(r => r.Runs.Average(x => x.Choice)));
page.Conclude(
    Comparison.Of([.. plain.Select(x => x.Unseen)], [.. best.Runs.Select(x => x.Unseen)], higherIsBetter: false),
    ($"L2({best.Lambda}) on the embeddings, chosen on other ratings,", $"对嵌入加 L2({best.Lambda})（由其他评分选出）"),
    ($"the error of unseen ratings, where the noise alone is {noise}", $"未见评分的误差（噪声本身为 {noise}）"),
    "0.000");
page.Conclude(
    Comparison.Of([.. plain.Select(x => x.Known)], [.. best.Runs.Select(x => x.Known)], higherIsBetter: false),
    ("It", "它"),
    ($"that of known ones, which {rank + 5} numbers for each user and item can know by heart", "已知评分的误差"),
    "0.000");
page.Plot(() => new LineChart([.. Curves(0, "#d55e00"), .. Curves(best.Lambda, "#0072b2")])
{
    Title = page.Text("Error of known and unseen ratings, without and with L2", "已知与未见评分的误差，有无 L2"),
    XAxis = page.Text("epoch", "轮"),
    YAxis = page.Text("root mean squared error", "均方根误差"),
});

Series[] Curves(double lambda, string colour)
{
    var epochs = histories[lambda].Epochs;
    return
    [
        Series.OfEpochs(
            page.Text($"λ = {lambda}: known", $"λ = {lambda}：已知"),
            epochs.Select(e => Math.Sqrt(e.Training!.DataLoss))) with
        {
            IsDashed = true,
            Color = colour,
        },
        Series.OfEpochs(
            page.Text($"λ = {lambda}: unseen", $"λ = {lambda}：未见"),
            epochs.Select(e => Math.Sqrt(e.Validation!.DataLoss))) with
        {
            Color = colour,
        },
    ];
}

// The truth: rating = 3 + user's and item's own level + the agreement of their tastes, which has rank 3, + noise.
SeedRows Ratings(ulong seed)
{
    using var random = new Generator(seed);
    Tensor Normal(double deviation, params long[] shape) => randn(shape, ScalarType.Float32, generator: random) * deviation;
    var truth = 3 + Normal(0.4, users, 1) + Normal(0.4, 1, items) + Normal(0.8, users, rank).matmul(Normal(0.8, rank, items));
    var pairs = randperm(users * items, ScalarType.Int64, generator: random);
    Dataset At(Tensor positions)
    {
        var (user, item) = (positions.div(items, RoundingMode.floor), positions % items);
        var rating = truth.flatten().index_select(0, positions) + Normal(noise, positions.shape[0]);
        return new Dataset(stack([user, item], 1), rating.unsqueeze(1));
    }
    var known = users * items / 6;
    return SeedRows.Of(At(pairs[..known]), At(pairs[^(2 * known)..]), seeds: 1)[0];
}

// The first draw's histories are kept for the picture: it alone looks at the rows after every epoch.
Run Fit(double lambda, SeedRows draw, int seed)
{
    manual_seed(seed);
    using var model = new MatrixFactorization(users, items, rank + 5, mean: draw.Train.Targets.mean().ToDouble());
    using var regularization = lambda > 0 ? new Regularization(model, new Rule(new L2(lambda), On.Embeddings)) : null;
    var options = new TrainingOptions
    {
        Epochs = page.Pick(60, 25),
        BatchSize = 64,
        LearningRate = 0.02,
        EvaluateTraining = seed == 0,
        Optimizer = (p, rate) => optim.Adam(p, rate),
    };
    var history = new Trainer(model, Losses.MeanSquaredError, regularization, options)
        .Fit(draw.Train, seed == 0 ? draw.Judge : null);
    if (seed == 0) histories[lambda] = history;
    double Error(Dataset rows) => Math.Sqrt(Evaluation.Of(model, rows, Losses.MeanSquaredError).DataLoss);
    return new(
        Error(draw.Train),
        Error(draw.Choice),
        Error(draw.Judge),
        Math.Sqrt(model.parameters().Sum(p => p.square().sum().ToDouble())));
}

sealed record Run(double Known, double Choice, double Unseen, double Norm);

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
