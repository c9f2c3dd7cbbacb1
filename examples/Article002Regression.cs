#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 002: linear regression on 100×3 with L1 and L2 in Keras (its section 5), its update formulas (section 4), its
// questions. dotnet run examples/Article002Regression.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
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

var page = Page.Open(args, "Article 002: linear regression with L1 and L2", "文章 002：带 L1 与 L2 的线性回归");
var options = new TrainingOptions
{
    BatchSize = 32,
    LearningRate = 0.01,
    EvaluateTraining = false,
    Optimizer = (p, rate) => optim.Adam(p, rate)
};
using var noise = Synthetic.ArticleAsWritten(); // X_train = np.random.rand(100, 3); y_train = np.random.rand(100, 1)
using var known = Synthetic.Article();                                            // and y = 3x₁ − 2x₂ + 0x₃ + ½ + noise

page.Section("As written (section 5)", "原文代码（5. 项目实践）");
page.Errors(
    (
        "tf.keras.losses.mean_squared_error()",
        "TypeError: missing y_true and y_pred",
        "a function, not a class: 'mse' is meant",
        "这是函数而不是类，应写 'mse'"),
    (
        "Dense(1, input_shape=(3,), …) as second layer",
        "a warning (Keras 3)",
        "a second input_shape is ignored",
        "第二个 input_shape 被忽略"),
    ("weights = tf.Variable(…)", "nothing", "it is never used", "从未使用"));
var seeds = page.Pick(20, 3);
var stacked = Enumerable.Range(0, seeds).Select(seed =>
{
    var generator = new Generator((ulong)seed);
    // Dense(1, input_shape=(3,), kernel_regularizer=l1_regularizer)
    var dense1 = new LinearRegression(3, 1, null, Initialization.Glorot, generator);
    // Dense(1, input_shape=(3,), kernel_regularizer=l2_regularizer)
    var dense2 = new LinearRegression(1, 1, null, Initialization.Glorot, generator);
    var model = nn.Sequential(("dense1", dense1), ("dense2", dense2));
    return Fit(
        $"stacked {seed}",
        model,
        noise.Data,
        100,
        new Rule(new L1(0.01), On.Layer("dense1"), PenaltyMode.Gradient),
        new Rule(new L2(2 * 0.01), On.Layer("dense2")));
}).ToArray();
var single = Enumerable
    .Range(0, seeds)
    .Select(seed =>
        Fit(
            $"single {seed}",
            Started(seed),
            noise.Data,
            100,
            new Rule(ElasticNet.FromWeights(0.01, 2 * 0.01), mode: PenaltyMode.Gradient)))
    .ToArray();
page.Table(
    "model | seeds | loss | least | largest | mse | zeros",
    new[] { ("Dense(1, l1), Dense(1, l2) stacked", stacked), ("Dense(1, L1L2)", single) }.Select(m =>
        $"{m.Item1} | {seeds} | {m.Item2.Average(o => o.Training.Total):F4} | {m.Item2.Min(o => o.Training.Total):F4} | " +
        $"{m.Item2.Max(o => o.Training.Total):F4} | {m.Item2.Average(o => o.Training.DataLoss):F4} | " +
        $"{m.Item2.Sum(o => o.Zeros)} of {3 * seeds}"));
var constant = noise.Data.Targets.var(unbiased: false).ToDouble();
page.Show(
    $"a constant alone: mse {constant:F4} on these rows, in expectation 1/12 = {1 / 12.0:F4}, R² 0: y is noise",
    $"只用一个常数：这些行上 mse {constant:F4}，期望 1/12 = {1 / 12.0:F4}，R² 为 0：y 是噪声");
var (w1, w2) = (stacked[0].Model.parameters().First(), stacked[0].Model.parameters().ElementAt(2));
var induced = (Math.Cbrt(2) + 1 / Math.Cbrt(4)) * 0.01 * Math.Pow((w2 * w1).abs().sum().ToDouble(), 2.0 / 3);
page.Show(
    $"two linear layers are one: β = w2·w1 = {Page.Numbers(w2.matmul(w1))}; its penalty {stacked[0].Training.Penalty:F5} is at " +
    $"least {Math.Cbrt(2) + 1 / Math.Cbrt(4):F2}·λ·‖β‖₁^(2/3) = {induced:F5}: not convex, sparser than the lasso",
    $"两个线性层就是一个：β = w2·w1 = {Page.Numbers(w2.matmul(w1))}；其惩罚 {stacked[0].Training.Penalty:F5} 不小于 1.89·λ·‖β‖₁^(2/3) = " +
    $"{induced:F5}：非凸，比 lasso 更稀疏");

page.Section(
    "Corrected: three separate fits, with subgradients as Keras and by proximal steps",
    "修正：L1、L2、L1+L2 三个独立模型，Keras 式次梯度与近端步");
foreach (var (title, data) in new[] { ("the article's noise", noise.Data), ("known weights 3, −2, 0", known.Data) })
{
    page.Show($"{title}:");
    var fits = new[] { PenaltyMode.Gradient, PenaltyMode.Proximal }
        .SelectMany(mode =>
            new (string, Penalty)[]
            {
                ("L1(0.01)", new L1(0.01)),
                ("L2(0.01)", new L2(0.02)),
                ("L1L2(0.01, 0.01)", ElasticNet.FromWeights(0.01, 0.02))
            }.Select(p => (Mode: mode, Outcome: Fit(
                $"{p.Item1}, {mode}", Started(0), data, 1000, new Rule(p.Item2, mode: mode)))))
        .ToArray();
    page.Table(
        "fit | mse | penalty | R² | weights | zeros",
        fits.Select(f =>
            $"{f.Outcome.Name} | {f.Outcome.Training.DataLoss:F4} | {f.Outcome.Training.Penalty:F4} | " +
            $"{f.Outcome.Training.Metrics[Metric.RSquared]:F3} | {Page.Numbers(f.Outcome.Model.parameters().First())} | " +
            $"{f.Outcome.Zeros}"));
    var (sub, prox) = (
        fits.Where(f => f.Mode == PenaltyMode.Gradient).Sum(f => f.Outcome.Zeros),
        fits.Where(f => f.Mode == PenaltyMode.Proximal).Sum(f => f.Outcome.Zeros));
    page.Say($"  Adam: {sub} zeros; Adam with proximal steps: {prox} zeros", $"  Adam：{sub} 个精确零；Adam 加近端步：{prox} 个");
}

page.Section("4 The update formulas against autograd; 3 the formulas against the code", "4 更新公式与自动微分；3 公式与代码");
foreach (var (name, penalty) in new (string, Func<Tensor, (Tensor Value, Tensor Gradient)>)[]
    {
        ("4.1 L1", t => (t.abs().sum() * 0.01, t.sign() * 0.01)),
        ("4.2 L2", t => (t.square().sum() * 0.01 / 2, t * 0.01))
    })
{
    var theta = tensor(new[] { 0.4, -0.7, 0.2 }).requires_grad_();
    var (X, y) = (known.Data.Features.to(ScalarType.Float64), known.Data.Targets.squeeze(1).to(ScalarType.Float64));
    ((X.matmul(theta) - y).square().sum() / (2 * known.Data.Rows) + penalty(theta).Value).backward();
    var byHand =
        theta.detach() - 0.1 * (X.t().matmul(X.matmul(theta) - y).detach() / known.Data.Rows + penalty(theta.detach()).Gradient);
    page.Show(
        $"{name}: θ(t+1) by hand {Page.Numbers(byHand)}, by autograd {Page.Numbers(theta.detach() - 0.1 * theta.grad!)}, " +
        $"largest difference {(byHand - (theta.detach() - 0.1 * theta.grad!)).abs().max().ToDouble():0.0E+0} (right; θ must " +
        "leave out the bias, which the article doesn't say)");
}
var (formula, code) = (NamedDialects.Get("article.001"), NamedDialects.Get("article.002"));
var problem = new Problem(LossForm.HalfSquaredError, known.Data.Rows);
var meant = formula.Read(new Dictionary<string, double> { ["lambda1"] = 0.01, ["lambda2"] = 0.01 }, problem);
page.Show(
    "the formula's λ = 0.01 in the code's mse: " +
    $"{string.Join(", ", code.Write(meant, problem).Select(s => $"{s.Name} {s.Value:G4}"))}: at equal 0.01 L2 agrees and L1 is " +
    "half as strong, so l1(0.02) is meant",
    $"公式中的 λ = 0.01 写成代码的 mse：{string.Join("、", code.Write(meant, problem).Select(s => $"{s.Name} {s.Value:G4}"))}：同为 0.01 时 " +
    "L2 一致，L1 只有一半，应写 l1(0.02)");

page.Section("Q2, Q3 Data augmentation and dropout combined with penalties", "Q2、Q3 数据增强、Dropout 与正则化结合");
var (train, test) = page.Digits(page.Pick(300, 200), page.Pick(2000, 500));
var combined = new[] { (false, 0.0, 0.0), (false, 0, 0.003), (true, 0, 0), (false, 0.5, 0), (true, 0.3, 0.001) }
    .Select(c => Combined(c.Item1, c.Item2, c.Item3))
    .ToArray();
page.Table(combined);

page.Section("What to notice", "要点");
var (best, plain) = (combined[^1], combined[0]);
page.Say(
    $"Stacked as written, {stacked.Sum(o => o.Zeros)} of {3 * seeds} weights are zero and the mse is " +
    $"{stacked.Average(o => o.Training.DataLoss):F4}, where a constant alone has {constant:F4}: on noise nothing can be " +
    "learnt. L2 penalizes the squared norm (2); whether most L1 weights are zero depends on λ and the solver.",
    $"按原文堆叠，{3 * seeds} 个权重中有 {stacked.Sum(o => o.Zeros)} 个零，mse 为 {stacked.Average(o => o.Training.DataLoss):F4}，而一个常数就有 " +
    $"{constant:F4}：噪声学不到东西。L2 惩罚的是范数的平方（2）；L1 权重是否多数为零取决于 λ 和求解器。");
page.Say(
    $"Together, augmentation, dropout and L2 bring {train.Rows} digits from {plain.Accuracy:P1} to {best.Accuracy:P1} on fresh " +
    $"ones, and the gap from {plain.TrainingAccuracy - plain.Accuracy:P1} to {best.TrainingAccuracy - best.Accuracy:P1}. " +
    "Dropout is on in training alone. For λ by cross-validation (Q1) see GridSearch.cs; scikit-learn's page is " +
    "modules/linear_model.html (7).",
    $"数据增强、Dropout 与 L2 一起，使 {train.Rows} 个数字训练的网络在新数字上从 {plain.Accuracy:P1} 升到 {best.Accuracy:P1}，差距从 " +
    $"{plain.TrainingAccuracy - plain.Accuracy:P1} 变为 {best.TrainingAccuracy - best.Accuracy:P1}。Dropout 只在训练时生效。交叉验证选 λ（Q1）见 " +
    "GridSearch.cs；scikit-learn 的页面是 modules/linear_model.html（7）。");
page.Plot(() =>
    new BarChart(
        [.. combined.Select(o => o.Name)],
        new Bars("training digits", [.. combined.Select(o => 100 * o.TrainingAccuracy)]),
        new Bars("fresh digits", [.. combined.Select(o => 100 * o.Accuracy)]))
    {
        Title = $"{train.Rows} digits: penalties, augmentation and dropout combine",
        ValueAxis = "accuracy, %",
        NumberFormat = "0.0"
    });

static LinearRegression Started(int seed) => new(3, initialization: Initialization.Glorot, generator: new Generator((ulong)seed));

Outcome Fit(string name, nn.Module<Tensor, Tensor> model, Dataset data, int epochs, params Rule[] rules)
{
    using var regularization = new Regularization(model, rules);
    // model.compile(...); model.fit(X_train, y_train, epochs=100)
    new Trainer(model, Losses.MeanSquaredError, regularization, options with { Epochs = epochs }).Fit(data);
    return Outcome.Of(name, model, Losses.MeanSquaredError, regularization, data, data);
}

Outcome Combined(bool augmented, double rate, double l2)
{
    var layers = new List<(string, nn.Module<Tensor, Tensor>)>
    {
        ("network", new Mlp([784, 64, 10], rate, generator: new Generator(1), dropoutSeed: 5))
    };
    if (augmented)
        layers.InsertRange(
            0,
            [
                ("shift", new RandomShift(2, seed: 2)),
                ("rotation", new RandomRotation(10, seed: 3)),
                ("noise", new GaussianNoise(0.1, seed: 4))
            ]);
    var model = nn.Sequential(layers);
    using var regularization = l2 > 0 ? new Regularization(model, new L2(l2)) : null;
    new Trainer(
        model,
        Losses.CrossEntropy,
        regularization,
        new TrainingOptions
        {
            Epochs = page.Pick(150, 80),
            LearningRate = 0.1,
            EvaluateTraining = false
        }).Fit(train);
    var name = string.Join(
        " + ",
        new[] { l2 > 0 ? $"L2({l2})" : "", augmented ? "augmentation" : "", rate > 0 ? $"dropout {rate}" : "" }.Where(s =>
            s.Length > 0));
    return Outcome.Of(name.Length > 0 ? name : "nothing", model, Losses.CrossEntropy, regularization, train, test);
}
