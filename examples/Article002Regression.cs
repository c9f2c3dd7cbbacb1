#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 002: linear regression on 100×3 with L1 and L2 in Keras (its section 5), its update formulas (section 4), its
// questions. Comments that begin with "py:" are the article's lines; below each stands the C# for it.
// dotnet run examples/Article002Regression.cs [--variant written|fixed|both] [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Augmentation;
using TorchReg.Data;
using TorchReg.Dialects;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(
    args,
    "Article 002: linear regression with L1 and L2",
    "文章 002：带 L1 与 L2 的线性回归",
    Uses.Digits | Uses.Plot | Uses.Variant);
// py: import tensorflow as tf
// py: import numpy as np
// py: X_train = np.random.rand(100, 3)
// py: y_train = np.random.rand(100, 1)
using var noise = Synthetic.ArticleAsWritten();
using var known = Synthetic.Article(); // y = 3x₁ − 2x₂ + 0x₃ + ½ + noise: something to be found
var seeds = page.Pick(20, 3);
if (page.ShowsWritten) Written();
if (page.ShowsFixed) Fixed();

void Written()
{
    page.Section("As written (section 5)", "原文代码（5. 项目实践）");
    page.Errors(TensorFlowErrors.Of002);
    page.Say(
        "\nWith loss = 'mse' it runs, and stacks two layers where two models are meant:",
        "\n写成 loss = 'mse' 后能运行，但把本应是两个模型的东西堆成了两层：");
    var stacked = Enumerable.Range(0, seeds).Select(Stacked).ToArray();
    var single = Enumerable.Range(0, seeds)
        .Select(seed => Fit("L1L2", Started(seed), noise.Data, 100, 32, ElasticNet.FromWeights(0.01, 2 * 0.01)))
        .ToArray();
    page.Table(
        page.Text("model | seeds | loss | least | largest | mse | zeros", "模型 | 种子 | 损失 | 最小 | 最大 | 均方误差 | 零"),
        new[] { (page.Text("stacked, as written", "按原文堆叠"), stacked), ("Dense(1, L1L2)", single) }.Select(m =>
            $"{m.Item1} | {seeds} | {m.Item2.Average(o => o.Training.Total):F4} | {m.Item2.Min(o => o.Training.Total):F4} | " +
            $"{m.Item2.Max(o => o.Training.Total):F4} | {m.Item2.Average(o => o.Training.DataLoss):F4} | " +
            $"{m.Item2.Sum(o => o.Zeros)} / {m.Item2.Sum(o => o.Weights)}"));
    var constant = noise.Data.Targets.var(unbiased: false).ToDouble();
    page.Show(
        $"a constant alone: mse {constant:F4} on these rows, in expectation 1/12 = {1 / 12.0:F4}, R² 0: y is noise",
        $"只用一个常数：这些行上均方误差 {constant:F4}，期望 1/12 = {1 / 12.0:F4}，R² 为 0：y 是噪声");
    var (w1, w2) = (stacked[0].Model.parameters().First(), stacked[0].Model.parameters().ElementAt(2));
    var induced = (Math.Cbrt(2) + 1 / Math.Cbrt(4)) * 0.01 * Math.Pow((w2 * w1).abs().sum().ToDouble(), 2.0 / 3);
    page.Show(
        $"two linear layers are one: β = w2·w1 = {Page.Numbers(w2.matmul(w1))}; its penalty {stacked[0].Training.Penalty:F5} " +
        $"is at least {Math.Cbrt(2) + 1 / Math.Cbrt(4):F2}·λ·‖β‖₁^(2/3) = {induced:F5}: not convex, sparser than the lasso",
        $"两个线性层就是一个：β = w2·w1 = {Page.Numbers(w2.matmul(w1))}；其惩罚 {stacked[0].Training.Penalty:F5} 不小于 " +
        $"1.89·λ·‖β‖₁^(2/3) = {induced:F5}：非凸，比 lasso 更稀疏");
}

Outcome Stacked(int seed)
{
    var generator = new Generator((ulong)seed);
    // py: weights = tf.Variable(tf.random.normal([3, 1]))
    // (never used)
    // py: l1_regularizer = tf.keras.regularizers.l1(0.01)
    var l1_regularizer = new L1(0.01);
    // py: l2_regularizer = tf.keras.regularizers.l2(0.01)
    var l2_regularizer = new L2(2 * 0.01); // Keras's l2 has no ½
    // py: model = tf.keras.Sequential([
    // py: tf.keras.layers.Dense(1, input_shape=(3,), kernel_regularizer=l1_regularizer),
    var dense1 = new LinearRegression(3, 1, null, Initialization.Glorot, generator);
    // py: tf.keras.layers.Dense(1, input_shape=(3,), kernel_regularizer=l2_regularizer)
    var dense2 = new LinearRegression(1, 1, null, Initialization.Glorot, generator);
    // py: ])
    var model = nn.Sequential(("dense1", dense1), ("dense2", dense2));
    using var regularization = new Regularization(
        model,
        new Rule(l1_regularizer, On.Layer("dense1"), PenaltyMode.Gradient),
        new Rule(l2_regularizer, On.Layer("dense2")));
    // py: optimizer = tf.keras.optimizers.Adam(learning_rate=0.01)
    // py: loss = tf.keras.losses.mean_squared_error()
    // py: model.compile(optimizer=optimizer, loss=loss)
    // py: history = model.fit(X_train, y_train, epochs=100)
    new Trainer(model, Losses.MeanSquaredError, regularization, Keras(100, batchSize: 32)).Fit(noise.Data);
    return Outcome.Of("stacked", model, Losses.MeanSquaredError, regularization, noise.Data, noise.Data);
}

TrainingOptions Keras(int epochs, int batchSize) => new()
{
    Epochs = epochs,
    BatchSize = batchSize,
    LearningRate = 0.01,
    EvaluateTraining = false,
    Optimizer = (p, rate) => optim.Adam(p, rate),
};

void Fixed()
{
    page.Section(
        "Corrected: L1, L2 and L1L2 as three models, beside the exact optimum",
        "修正：L1、L2、L1L2 三个独立模型，与精确最优解比较");
    foreach (var (title, data) in new[]
    {
        (page.Text("the article's noise", "原文的噪声"), noise.Data),
        (page.Text("known weights 3, −2, 0", "已知权重 3、−2、0"), known.Data),
    })
        Beside(title, data);
    Formulas();
    var combined = Combinations();
    page.Section(
        "8 Does it matter more with more data? Lasso, 30 columns, 5 of them true, λ exact at every size",
        "8 数据越多越重要吗？lasso，30 列中 5 列为真，每个规模都求精确解");
    var sizes = LambdaBySize.Of(
        page.Pick<int[]>([40, 100, 300, 1000], [40, 160]),
        5,
        (rows, seed) => Rows(rows, seed, page.Pick(1000, 400)),
        Losses.HalfSquaredError,
        [.. Enumerable.Range(0, 14).Select(i => 2 * Math.Pow(0.6, i))],
        l1Ratio: 1);
    sizes.Show(page, "002 §8");
    page.Plot(() => new Panels([
        page.Bars(combined, page.Text("Few digits: penalties, augmentation and dropout", "少量数字：惩罚、数据增强与 Dropout")),
        sizes.Chart(page),
    ]));
}

static SeedRows Rows(int rows, int seed, int held)
{
    var drawn = Synthetic.Regression(rows + held, 30, nonZero: 5, noise: 3, seed: (ulong)seed + 1).Data;
    var (train, rest) = drawn.Split(new RowFold([.. Enumerable.Range(0, rows)], [.. Enumerable.Range(rows, held)]));
    return SeedRows.Of(train, rest, seeds: 1)[0];
}

// The article's steps, the same with proximal steps, and proximal steps on all rows at once, which can come to rest.
void Beside(string title, Dataset data)
{
    var rows = new List<string>();
    var found = new List<(string Way, long Zeros, long Exact)>();
    foreach (var (name, l1, l2) in new[] { ("L1(0.01)", 0.01, 0.0), ("L2(0.01)", 0, 0.02), ("L1L2(0.01, 0.01)", 0.01, 0.02) })
    {
        var exact = ExactReference.Of(data, Losses.MeanSquaredError, l1, l2);
        Penalty penalty = l1 == 0 ? new L2(l2) : l2 == 0 ? new L1(l1) : ElasticNet.FromWeights(l1, l2);
        foreach (var (way, mode, epochs, batch) in new[]
        {
            (page.Text("Adam, batches of 32", "Adam，批量 32"), PenaltyMode.Gradient, 100, 32),
            (page.Text("the same, proximal", "同上，近端步"), PenaltyMode.Proximal, 100, 32),
            (page.Text("proximal, all rows", "近端步，全部行"), PenaltyMode.Proximal, page.Pick(3000, 1500), (int)data.Rows),
        })
        {
            var fit = Fit(name, Started(0), data, epochs, batch, penalty, mode);
            found.Add((way, fit.Zeros, exact.Zeros));
            rows.Add($"{name} | {way} | {Page.Numbers(fit.Model.parameters().First())} | {exact.Beside(fit)}");
        }
        rows.Add($"{name} | {page.Text("the solver", "求解器")} | {Page.Numbers(exact.Fit.Weight)} | {exact.Objective:F5} | 0 | " +
            $"{exact.Zeros} | {exact.Zeros}");
    }
    page.Say($"{title}:", $"{title}：");
    page.Table(page.Text("penalty | steps | weights | ", "惩罚 | 步骤 | 权重 | ") + ExactReference.Columns(page), rows);
    var totals = found.GroupBy(f => f.Way).Select(g => $"{g.Key} {g.Sum(f => f.Zeros)}").ToArray();
    page.Say(
        $"  zeros of 9 weights: {string.Join("; ", totals)}; at the optimum {found.Sum(f => f.Exact) / 3}.",
        $"  9 个权重中的零：{string.Join("；", totals)}；最优解 {found.Sum(f => f.Exact) / 3}。");
}

static LinearRegression Started(int seed) => new(3, initialization: Initialization.Glorot, generator: new Generator((ulong)seed));

Outcome Fit(
    string name,
    LinearRegression model,
    Dataset data,
    int epochs,
    int batch,
    Penalty penalty,
    PenaltyMode mode = PenaltyMode.Gradient)
{
    using var regularization = new Regularization(model, penalty, mode);
    new Trainer(model, Losses.MeanSquaredError, regularization, Keras(epochs, batch)).Fit(data);
    return Outcome.Of(name, model, Losses.MeanSquaredError, regularization, data, data);
}

void Formulas()
{
    page.Section("4 The update formulas against autograd; 3 the formulas against the code", "4 更新公式与自动微分；3 公式与代码");
    foreach (var (name, penalty) in new (string, Func<Tensor, (Tensor Value, Tensor Gradient)>)[]
        {
            ("4.1 L1", t => (t.abs().sum() * 0.01, t.sign() * 0.01)),
            ("4.2 L2", t => (t.square().sum() * 0.01 / 2, t * 0.01)),
        })
    {
        var theta = tensor(new[] { 0.4, -0.7, 0.2 }).requires_grad_();
        var (X, y) = (known.Data.Features.to(ScalarType.Float64), known.Data.Targets.squeeze(1).to(ScalarType.Float64));
        ((X.matmul(theta) - y).square().sum() / (2 * known.Data.Rows) + penalty(theta).Value).backward();
        var at = theta.detach();
        var byHand = at - 0.1 * (X.t().matmul(X.matmul(at) - y) / known.Data.Rows + penalty(at).Gradient);
        var byAutograd = at - 0.1 * theta.grad!;
        var difference = (byHand - byAutograd).abs().max().ToDouble();
        page.Show(
            $"{name}: θ(t+1) by hand {Page.Numbers(byHand)}, by autograd {Page.Numbers(byAutograd)}, largest difference " +
            $"{difference:0.0E+0} (θ must leave out the bias, which the article doesn't say)",
            $"{name}：手算 θ(t+1) {Page.Numbers(byHand)}，自动微分 {Page.Numbers(byAutograd)}，最大差 {difference:0.0E+0}" +
            "（θ 不应包含偏置，原文没有说）");
    }
    var (formula, code) = (NamedDialects.Get("article.001"), NamedDialects.Get("article.002"));
    var problem = new Problem(LossForm.HalfSquaredError, known.Data.Rows);
    var meant = formula.Read(new Dictionary<string, double> { ["lambda1"] = 0.01, ["lambda2"] = 0.01 }, problem);
    var written = string.Join(", ", code.Write(meant, problem).Select(s => $"{s.Name} {s.Value:G4}"));
    page.Show(
        $"the formula's λ = 0.01 in the code's mse: {written}: at equal 0.01 L2 agrees and L1 is half as strong, so l1(0.02) " +
        "is meant",
        $"公式中的 λ = 0.01 写成代码的 mse：{written}：同为 0.01 时 L2 一致，L1 只有一半，应写 l1(0.02)");
}

Seeded[] Combinations()
{
    page.Section(
        "Q2, Q3 Data augmentation and dropout combined with penalties, on digits",
        "Q2、Q3 数据增强、Dropout 与正则化结合（数字图像）");
    var (train, test) = page.Digits(page.Pick(1500, 200), page.Pick(2000, 500));
    var draws = SeedRows.Of(train, test, seeds: 5);
    var (l2, augmentation, dropout) = ("L2(0.003)", page.Text("augmentation", "数据增强"), page.Text("dropout 0.5", "Dropout 0.5"));
    var ways = new (string Name, bool Augmented, double Rate, double L2)[]
    {
        (page.Text("nothing", "什么都不加"), false, 0, 0),
        (l2, false, 0, 0.003),
        (augmentation, true, 0, 0),
        (dropout, false, 0.5, 0),
        (page.Text("all three", "三者一起"), true, 0.3, 0.001),
    }.Select(c => Seeded.Of(c.Name, draws.Length, seed => Combined(c.Name, draws[seed - 1], seed, c.Augmented, c.Rate, c.L2)))
    .ToArray();
    page.Table(ways);
    foreach (var way in ways[1..])
        page.Conclude(way.Against(ways[0]), (way.Name, way.Name), ("accuracy on fresh digits", "新数字上的准确率"));
    page.Say(
        "Dropout is on in training alone. For λ by cross-validation (Q1) see GridSearch.cs; scikit-learn's page is " +
        "modules/linear_model.html (7). L2 penalizes the squared norm (2).",
        "Dropout 只在训练时生效。交叉验证选 λ（Q1）见 GridSearch.cs；scikit-learn 的页面是 modules/linear_model.html（7）。" +
        "L2 惩罚的是范数的平方（2）。");
    return ways;
}

Outcome Combined(string name, SeedRows draw, int seed, bool augmented, double rate, double l2)
{
    var network = new Mlp([784, 64, 10], rate, generator: new Generator((ulong)seed), dropoutSeed: (ulong)(5 * seed));
    (string, nn.Module<Tensor, Tensor>)[] changes =
    [
        ("shift", new RandomShift(2, seed: (ulong)(10 * seed))),
        ("rotation", new RandomRotation(10, seed: (ulong)(10 * seed + 1))),
        ("noise", new GaussianNoise(0.1, seed: (ulong)(10 * seed + 2))),
    ];
    var model = nn.Sequential([.. augmented ? changes : [], ("network", network)]);
    using var regularization = l2 > 0 ? new Regularization(model, new L2(l2)) : null;
    var options = new TrainingOptions { Epochs = page.Pick(150, 80), LearningRate = 0.1, EvaluateTraining = false };
    new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(draw.Train);
    return draw.Outcome(name, model, Losses.CrossEntropy, regularization);
}
