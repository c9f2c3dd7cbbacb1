#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 003: a 64–64–C network on digits, Adam, batches of 32, 10 epochs (its section 4), and what its Regularization layer
// should be. Comments that begin with "py:" are the article's lines; below each stands the C# for it.
// dotnet run examples/Article003Network.cs [--variant written|fixed|both] [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(
    args,
    "Article 003: regularization of a 64–64–C network",
    "文章 003：64–64–C 网络的正则化与防止过拟合",
    Uses.Digits | Uses.Plot | Uses.Variant | Uses.Device);
// train_data, train_labels; val_data, val_labels: the article defines none of them
var (train, held) = page.Digits(train: page.Pick(4000, 300), test: page.Pick(2000, 500));
var (input_shape, num_classes, epochs, seeds) = (784, 10, page.Pick(10, 20), 5);
var draws = SeedRows.Of(train, held, seeds);
var histories = new Dictionary<string, History>();
var none = Ways(page.Text("λ = 0", "λ = 0，无惩罚"));
if (page.ShowsWritten) Written();
if (page.ShowsFixed) Fixed();

void Written()
{
    page.Section("As written (section 4)", "原文代码（4 具体最佳实践）");
    // py: import tensorflow as tf
    page.Errors(TensorFlowErrors.Of003);
    page.Section(
        "The nearest layer that there is: ActivityRegularization on the softmax output",
        "最接近的现有层：作用于 softmax 输出的 ActivityRegularization");
    // py: model.add(tf.keras.layers.Regularization(l1=0.01, l2=0.01))
    // Σ 0.01|p| + 0.01p² over each row's probabilities p, averaged over the batch
    var nearest = Rule.OnActivations(
        "layers.linear3",
        new CustomPenalty("activity L1L2 on softmax", z => (z.softmax(1).abs().sum() + z.softmax(1).square().sum()) * 0.01));
    var logits = randn(1000, num_classes).requires_grad_();
    (logits.softmax(1).abs().sum() * 0.01 / 1000).backward();
    var (one, steepest) = ((logits.softmax(1).sum(1) * 0.01).mean().ToDouble(), logits.grad!.abs().max().ToDouble());
    page.Show(
        $"its L1 part: 0.01·Σ|p| = {one:F4} for any row, largest gradient {steepest:0.0E+0}; its L2 part is least, " +
        $"{0.01 / num_classes:G2}, at uniform outputs and {0.01:G2} at one-hot ones",
        $"它的 L1 部分：任何一行都有 0.01·Σ|p| = {one:F4}，最大梯度 {steepest:0.0E+0}；L2 部分在均匀输出处最小，为 " +
        $"{0.01 / num_classes:G2}，one-hot 输出时为 {0.01:G2}");
    var written = Ways(page.Text("nearest layer", "最接近的层"), nearest);
    page.Table([none, written]);
    page.Show(
        $"‖w‖₂ of the weights: {written.Mean(r => r.L2Norm).Text("0.00")} with the nearest layer, " +
        $"{none.Mean(r => r.L2Norm).Text("0.00")} with λ = 0",
        $"权重的 ‖w‖₂：最接近的层 {written.Mean(r => r.L2Norm).Text("0.00")}，λ = 0 时 {none.Mean(r => r.L2Norm).Text("0.00")}");
    page.Show(
        $"3: the penalties hold a λ and Total loss = Loss + λ·Regularization a second one: 0.01 acts as {0.01 * 0.01:G2}",
        $"第 3 节：惩罚项已含 λ，总损失又乘一次 λ：0.01 实际只有 {0.01 * 0.01:G2}");
    SoftmaxTwice();
}

// Keras takes probabilities; libtorch's cross_entropy takes logits, and a softmax layer in front of it is silently a second one.
void SoftmaxTwice()
{
    page.Section(
        "C#'s own trap: the softmax layer carried over in front of cross_entropy",
        "C# 特有的陷阱：把 softmax 层照搬到 cross_entropy 之前");
    var twice = Loss.OfClasses(
        "softmax twice", (z, y) => nn.functional.cross_entropy(z.softmax(1), y, reduction: nn.Reduction.None));
    var doubled = Seeded.Of(page.Text("softmax twice", "两次 softmax"), seeds, seed => Fit("", seed, loss: twice));
    page.Table([none, doubled]);
    page.Show(
        $"its loss cannot fall below log(1 + 9/e) = {Math.Log(1 + 9 / Math.E):F4}, however sure and right it is: here " +
        $"{doubled.Mean(r => r.Training.DataLoss).Mean:F4}",
        $"无论多么确定且正确，损失都不会低于 log(1 + 9/e) = {Math.Log(1 + 9 / Math.E):F4}：这里为 " +
        $"{doubled.Mean(r => r.Training.DataLoss).Mean:F4}");
    page.Conclude(
        doubled.Against(none),
        ("A second softmax", "第二次 softmax "),
        ("accuracy on fresh digits", "新数字上的准确率"));
}

void Fixed()
{
    page.Section(
        "Corrected: kernel_regularizer=L1L2(l1, l2) on each Dense, before compile",
        "修正：编译前在每个 Dense 上设置 kernel_regularizer=L1L2(l1, l2)");
    AtTheStart();
    var (mixed, proximal, stopped) = (
        "L1L2(0.001, 0.001)",
        page.Text("L1L2(0.0001, 0.001), proximal", "L1L2(0.0001, 0.001) 近端步"),
        page.Text("dropout 0.2 + L2(1e-4), stopped early", "Dropout 0.2 + L2(1e-4)，早停"));
    Seeded[] ways =
    [
        none,
        Ways("L1L2(0.01, 0.01)", Subgradient(0.01, 0.02)),
        Ways(page.Text("λ twice, L1L2(1e-4, 1e-4)", "λ 乘两次，L1L2(1e-4, 1e-4)"), Subgradient(1e-4, 2e-4)),
        Ways(mixed, Subgradient(0.001, 0.002)),
        Ways(proximal, new Rule(ElasticNet.FromWeights(0.0001, 0.002), mode: PenaltyMode.Proximal)),
        Seeded.Of("Dropout 0.2", seeds, seed => Fit("Dropout 0.2", seed, dropout: 0.2)),
        Seeded.Of(
            stopped,
            seeds,
            seed => Fit(stopped, seed, 0.2, new EarlyStopping { Patience = 3 }, rules: new Rule(new L2(2e-4)))),
    ];
    page.Table(ways);
    Collapse(ways[1]);
    HistoryOf(proximal);
    page.Section("What to notice", "要点");
    foreach (var way in ways[1..])
        page.Conclude(way.Against(none), (way.Name, way.Name), ("accuracy on fresh digits", "新数字上的准确率"));
    var (free, held) = (none.Mean(r => r.L2Norm), ways[3].Mean(r => r.L2Norm));
    var smaller = held.Mean < free.Mean;
    page.Say(
        $"Section 2 says that regularization \"increases\" a model's complexity. ‖w‖₂ is {free.Text("0.00")} without and " +
        $"{held.Text("0.00")} with {mixed}: it {(smaller ? "limits it, by making large weights costly" : "grew here")}.",
        $"第 2 节说正则化“增加”模型的复杂性。‖w‖₂ 不用时 {free.Text("0.00")}，用 {mixed} 时 {held.Text("0.00")}：" +
        $"{(smaller ? "它让大权重付出代价，从而限制复杂性" : "这里它变大了")}。");
    page.Say(
        $"Exact zeros of {ways[4].Runs[0].Weights:N0} weights: {ways[4].Mean(r => r.Zeros).Mean:N0} by proximal steps, at most " +
        $"{ways[1..4].Max(w => w.Mean(r => r.Zeros).Mean):N0} by gradients.",
        $"{ways[4].Runs[0].Weights:N0} 个权重中的精确零：近端步 {ways[4].Mean(r => r.Zeros).Mean:N0} 个，梯度方式最多 " +
        $"{ways[1..4].Max(w => w.Mean(r => r.Zeros).Mean):N0} 个。");
    var last = histories[stopped];
    page.Say(
        $"Overfitting has other remedies beside penalties (8): more data, dropout, early stopping: seed {seeds} " +
        $"{(last.Epochs.Count < 4 * epochs ? $"stopped after {last.Epochs.Count}" : "ran all")} of {4 * epochs} epochs and " +
        $"kept the weights of epoch {last.RestoredEpoch}. Whether it matters more with more data (7): Article004Norms.cs.",
        $"防止过拟合（8）除惩罚外还有其他手段：更多数据、Dropout、早停：种子 {seeds} " +
        $"{(last.Epochs.Count < 4 * epochs ? $"在第 {last.Epochs.Count} 轮停止" : "跑满全程")}（共 {4 * epochs} 轮），取第 " +
        $"{last.RestoredEpoch} 轮的权重。数据越多是否越重要（7）：见 Article004Norms.cs。");
    page.Plot(() => new Panels([
        Curves([none.Name, proximal, stopped]),
        page.Bars(ways, page.Text("Accuracy, %, means over the seeds", "准确率（%），各种子的均值")),
    ]));
}

void AtTheStart()
{
    using var fresh = Network(0, 1);
    using var placed = new Regularization(fresh, new Rule(new L1(0.01)), new Rule(new L2(0.02)));
    var start = Evaluation.Of(fresh, train, Losses.CrossEntropy, placed);
    page.Show(
        $"at the start: cross-entropy {start.DataLoss:F2}, L1 part {start.Penalties[0].Value:F1}, L2 part " +
        $"{start.Penalties[1].Value:F1}: 0.01 is {start.Penalties[0].Value / start.DataLoss:F0} times the loss itself",
        $"初始时：交叉熵 {start.DataLoss:F2}，L1 部分 {start.Penalties[0].Value:F1}，L2 部分 " +
        $"{start.Penalties[1].Value:F1}：0.01 的惩罚是损失本身的 {start.Penalties[0].Value / start.DataLoss:F0} 倍");
}

void Collapse(Seeded strong)
{
    using var zero = Network(0, 1);
    using (no_grad()) foreach (var p in zero.parameters()) p.zero_();
    Objective.Of(zero, Losses.CrossEntropy).Backward(train);
    var steepest = zero.parameters().Where(p => p.Dimensions == 2).Max(p => p.grad!.abs().max().ToDouble());
    var guessing = strong.Runs.Count(r => r.Accuracy < 0.2);
    page.Show(
        $"{strong.Name}, accuracy of each seed: {string.Join(", ", strong.Runs.Select(r => Share.Text(r.Accuracy)))}; at most " +
        $"20 %, little more than guessing, in {guessing} of {seeds}. At W = 0 the loss has no slope in any weight (largest " +
        $"{steepest:G2}): with any L1 that is a minimum from which no step leads away",
        $"{strong.Name} 各种子的准确率：{string.Join("、", strong.Runs.Select(r => Share.Text(r.Accuracy)))}；{seeds} 个中有 " +
        $"{guessing} 个不到 20 %，几乎是瞎猜。W = 0 处损失对任何权重都没有斜率（最大 {steepest:G2}）：加上任意 L1 后它就是走不出去的极小点");
}

void HistoryOf(string name)
{
    page.Say($"The history of {name}, its loss split, seed {seeds}:", $"{name}的训练历史（损失拆分，种子 {seeds}）：");
    page.Table(
        page.Text(
            "epoch | data | penalty | total | accuracy | validation data | validation accuracy | zeros",
            "轮 | 数据 | 惩罚 | 总和 | 准确率 | 验证数据 | 验证准确率 | 零"),
        histories[name].Epochs.Where(e => e.Epoch % page.Pick(1, 4) == 0).Select(e =>
            $"{e.Epoch} | {e.Training!.DataLoss:F4} | {e.Training.Penalty:F4} | {e.Training.Total:F4} | " +
            $"{Share.Text(e.Training.Accuracy)} | {e.Validation!.DataLoss:F4} | {Share.Text(e.Validation.Accuracy)} | " +
            $"{e.Training.Metrics[Metric.ExactZeros]:F0}"));
}

LineChart Curves(string[] names)
{
    string[] colours = ["#d55e00", "#0072b2", "#009e73"];
    var (training, validation) = (page.Text("training", "训练"), page.Text("validation", "验证"));
    Series Curve(string name, string rows, Func<EpochRecord, double> loss, int i) =>
        Series.OfEpochs($"{name}: {rows}", histories[name].Epochs.Select(loss)) with { Color = colours[i] };
    return new([.. names.SelectMany((name, i) => new[]
    {
        Curve(name, training, e => e.Training!.DataLoss, i) with { IsDashed = true },
        Curve(name, validation, e => e.Validation!.DataLoss, i),
    })])
    {
        Title = page.Text("Data loss with and without regularization", "有无正则化时的数据损失"),
        XAxis = page.Text("epoch", "轮"),
        YAxis = new(page.Text("cross-entropy", "交叉熵")) { IsLogarithmic = true },
        PixelHeight = 460,
        Marks = [new(histories[names[2]].RestoredEpoch, page.Text("best epoch", "最好的一轮"))],
    };
}

Mlp Network(double dropout, int seed) =>
    // py: model = tf.keras.Sequential([
    // py: tf.keras.layers.Dense(64, activation='relu', input_shape=(input_shape,)),
    // py: tf.keras.layers.Dense(64, activation='relu'),
    // py: tf.keras.layers.Dense(num_classes, activation='softmax')
    // py: ])
    // logits: the softmax is in the loss; Keras starts from Glorot's uniform numbers
    new Mlp(
        [input_shape, 64, 64, num_classes],
        dropout,
        Initialization.Glorot,
        new Generator((ulong)seed),
        dropoutSeed: (ulong)(100 * seed)).to(page.Device);

// As Keras takes them: the gradient of |w| is its sign.
static Rule Subgradient(double l1, double l2) => new(ElasticNet.FromWeights(l1, l2), mode: PenaltyMode.Gradient);

Seeded Ways(string name, params Rule[] rules) => Seeded.Of(name, seeds, seed => Fit(name, seed, rules: rules));

// The last seed's histories are kept for tables and pictures: they alone look at the rows after every epoch.
Outcome Fit(
    string name, int seed, double dropout = 0, EarlyStopping? stopping = null, Loss? loss = null, params Rule[] rules)
{
    var (model, draw, watches) = (Network(dropout, seed), draws[seed - 1], seed == seeds && name.Length > 0);
    using var regularization = rules.Length == 0 ? null : new Regularization(model, rules);
    // py: model.compile(optimizer='adam',
    // py: loss='sparse_categorical_crossentropy',
    // py: metrics=['accuracy'])
    var trainer = new Trainer(
        model,
        loss ?? Losses.CrossEntropy,
        regularization,
        new TrainingOptions
        {
            Epochs = stopping == null ? epochs : 4 * epochs,
            BatchSize = 32,
            LearningRate = 0.001,
            Seed = seed,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
            EarlyStopping = stopping,
            EvaluateTraining = watches,
        });
    // py: model.fit(train_data, train_labels, epochs=10, batch_size=32, validation_data=(val_data, val_labels))
    var history = trainer.Fit(draw.Train, watches || stopping != null ? draw.Choice : null);
    if (watches) histories[name] = history;
    return draw.Outcome(name, model, loss ?? Losses.CrossEntropy, regularization);
}
