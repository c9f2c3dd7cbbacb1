#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 003: a 64–64–C network on digits, Adam, batches of 32, 10 epochs (its section 4), and what its Regularization layer
// should be. dotnet run examples/Article003Network.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Article 003: regularization of a 64–64–C network", "文章 003：64–64–C 网络的正则化与防止过拟合");
// train_data, train_labels; validation_data=(val_data, val_labels)
var (train, validation) = page.Digits(train: page.Pick(4000, 300), test: page.Pick(2000, 500));
var (input_shape, num_classes, epochs) = (784, 10, page.Pick(10, 4));
var histories = new Dictionary<string, History>();

page.Section("As written (section 4)", "原文代码（4 具体最佳实践）");
page.Errors(
    (
        "Dense(64, …, input_shape=(input_shape,))",
        "NameError",
        "input_shape, num_classes and the data are defined nowhere: 784, 10, digits",
        "input_shape、num_classes 和数据都没有定义：784、10、数字图像"),
    (
        "tf.keras.layers.Regularization(l1, l2)",
        "AttributeError",
        "there is no such layer; the nearest is ActivityRegularization, on outputs",
        "没有这个层；最接近的是惩罚输出的 ActivityRegularization"),
    (
        "model.add(…) after compile, at the end",
        "nothing",
        "too late, and at the output: kernel_regularizer on each Dense is meant",
        "在编译之后、加在输出端；应在每个 Dense 上设 kernel_regularizer"));
// The nearest layer, at the softmax output: Σ 0.01|p| + 0.01p² over each row's probabilities p, averaged over the batch.
var nearest = Rule.OnActivations(
    "layers.linear3",
    new CustomPenalty("activity L1L2 on softmax", z => (z.softmax(1).abs().sum() + z.softmax(1).square().sum()) * 0.01));
var logits = randn(1000, num_classes).requires_grad_();
(logits.softmax(1).abs().sum() * 0.01 / 1000).backward();
page.Show(
    $"its L1 part: 0.01·Σ|p| = {(logits.softmax(1).sum(1) * 0.01).mean().ToDouble():F4} for any row, largest gradient " +
    $"{logits.grad!.abs().max().ToDouble():0.0E+0}; its L2 part is least, {0.01 / num_classes:G2}, at uniform outputs and " +
    $"{0.01:G2} at one-hot ones");
var none = Fit("λ = 0");
var written = Fit("nearest layer", nearest);
page.Show(
    $"‖w‖₂ of the weights: {written.L2Norm:F2} with the nearest layer, {none.L2Norm:F2} with λ = 0: the weights are not " +
    "regularized",
    $"权重的 ‖w‖₂：最接近的层 {written.L2Norm:F2}，λ = 0 时 {none.L2Norm:F2}：权重没有被正则化");
page.Show(
    $"3: the penalties hold a λ and Total loss = Loss + λ·Regularization a second one: 0.01 acts as {0.01 * 0.01:G2}",
    $"第 3 节：惩罚项已含 λ，总损失又乘一次 λ：0.01 实际只有 {0.01 * 0.01:G2}");

page.Section(
    "Corrected: kernel_regularizer=L1L2(l1, l2) on each Dense, before compile",
    "修正：编译前在每个 Dense 上设置 kernel_regularizer=L1L2(l1, l2)");
using (var fresh = Network())
using (var placed = new Regularization(fresh, new Rule(new L1(0.01)), new Rule(new L2(0.02))))
{
    var start = Evaluation.Of(fresh, train, Losses.CrossEntropy, placed);
    page.Show(
        $"at the start: cross-entropy {start.DataLoss:F2}, L1 part {start.Penalties[0].Value:F1}, L2 part " +
        $"{start.Penalties[1].Value:F1}: 0.01 is far too strong",
        $"初始时：交叉熵 {start.DataLoss:F2}，L1 部分 {start.Penalties[0].Value:F1}，L2 部分 {start.Penalties[1].Value:F1}：0.01 太强");
    page.Show(placed.ToString().ReplaceLineEndings("\n  ").TrimEnd());
}
Outcome[] fits =
[
    none,
    written,
    Fit("L1L2(0.01, 0.01)", new Rule(ElasticNet.FromWeights(0.01, 0.02), mode: PenaltyMode.Gradient)),
    Fit("λ twice, L1L2(1e-4, 1e-4)", new Rule(ElasticNet.FromWeights(1e-4, 2e-4), mode: PenaltyMode.Gradient)),
    Fit("L1L2(0.001, 0.001)", new Rule(ElasticNet.FromWeights(0.001, 0.002), mode: PenaltyMode.Gradient)),
    Fit("L1L2(0.0001, 0.001), proximal", new Rule(ElasticNet.FromWeights(0.0001, 0.002), mode: PenaltyMode.Proximal)),
    FitWith("dropout 0.2", dropout: 0.2),
    FitWith(
        "dropout 0.2 + L2(1e-4), stopped early",
        dropout: 0.2,
        epochs: 4 * epochs,
        new EarlyStopping { Patience = 3 },
        new Rule(new L2(2e-4))),
];
page.Table(fits);
var history = histories["L1L2(0.0001, 0.001), proximal"];
page.Say("The history of L1L2(0.0001, 0.001), proximal, its loss split:", "L1L2(0.0001, 0.001) 近端步的训练历史（损失拆分）：");
page.Table(
    "epoch | data | penalty | total | accuracy | validation data | validation accuracy | zeros",
    history.Epochs.Select(e =>
        $"{e.Epoch} | {e.Training!.DataLoss:F4} | {e.Training.Penalty:F4} | {e.Training.Total:F4} | {e.Training.Accuracy:P1} | " +
        $"{e.Validation!.DataLoss:F4} | {e.Validation.Accuracy:P1} | {e.Training.Metrics[Metric.ExactZeros]:F0}"));

page.Section("What to notice", "要点");
var (strong, sparse, stopped) = (fits[2], fits[5], histories["dropout 0.2 + L2(1e-4), stopped early"]);
page.Say(
    "Regularization limits a model's complexity by making large weights costly; section 2 says it \"increases\" it. ‖w‖₂: " +
    $"{none.L2Norm:F2} without, {fits[4].L2Norm:F2} with L1L2(0.001, 0.001), {strong.L2Norm:F2} with 0.01, which costs " +
    $"accuracy: {strong.Accuracy:P1} on fresh digits against {none.Accuracy:P1}.",
    $"正则化通过让大权重付出代价来限制模型复杂度；第 2 节说成“增加”复杂性，恰好相反。‖w‖₂：无惩罚 {none.L2Norm:F2}，L1L2(0.001, 0.001) 为 {fits[4].L2Norm:F2}，0.01 为 " +
    $"{strong.L2Norm:F2}，代价是新数字上的准确率 {strong.Accuracy:P1}（无惩罚 {none.Accuracy:P1}）。");
page.Say(
    $"Only proximal steps make exact zeros: {sparse.Zeros:N0} of {sparse.Weights:N0} weights at {sparse.Accuracy:P1} accuracy, " +
    $"against {fits[2..5].Max(f => f.Zeros):N0} by gradients.",
    $"只有近端步产生精确零：{sparse.Weights:N0} 个权重中 {sparse.Zeros:N0} 个为零，准确率 {sparse.Accuracy:P1}；梯度方式最多 " +
    $"{fits[2..5].Max(f => f.Zeros):N0} 个。");
page.Say(
    "Preventing overfitting (8) has other means beside penalties: more data, dropout, early stopping: here after " +
    $"{stopped.Epochs.Count} of {4 * epochs} epochs, with the weights of epoch {stopped.RestoredEpoch}: {fits[7].Accuracy:P1}.",
    $"防止过拟合（8）除惩罚外还有其他手段：更多数据、Dropout、早停。这里在 {4 * epochs} 轮中的第 {stopped.Epochs.Count} 轮停止，取第 {stopped.RestoredEpoch} " +
    $"轮的权重：{fits[7].Accuracy:P1}。");
page.Plot(() =>
    new Panels([
        new LineChart([
            .. new[] { "λ = 0", "L1L2(0.001, 0.001)", "dropout 0.2 + L2(1e-4), stopped early" }.SelectMany(
                (name, i) =>
                    new[]
                    {
                        Series.OfEpochs($"{name}: training", histories[name].Epochs.Select(e => e.Training!.DataLoss)) with
                        {
                            IsDashed = true,
                            Color = colour(i)
                        },
                        Series.OfEpochs($"{name}: validation", histories[name].Epochs.Select(e => e.Validation!.DataLoss)) with
                        {
                            Color = colour(i)
                        }
                    })
        ])
        {
            Title = "Data loss with and without regularization",
            XAxis = "epoch",
            YAxis = new("cross-entropy") { IsLogarithmic = true },
            PixelHeight = 460,
            Marks = [new(stopped.RestoredEpoch, "best epoch")]
        },
        new BarChart(
            [.. fits.Select(f => f.Name)],
            new Bars("training", [.. fits.Select(f => 100 * f.TrainingAccuracy)]),
            new Bars("validation", [.. fits.Select(f => 100 * f.Accuracy)]))
        {
            Title = "Accuracy, %",
            NumberFormat = "0.0"
        }
    ]));
static string colour(int i) => new[] { "#d55e00", "#0072b2", "#009e73" }[i];

static Mlp Network(double dropout = 0) => new(                                    // model = tf.keras.Sequential([
    [784, 64, 64, 10], //     Dense(64, 'relu', input_shape), Dense(64, 'relu'), Dense(num_classes, 'softmax')])
    dropout, Initialization.Glorot, new Generator(1), dropoutSeed: 1);            // Keras starts from Glorot's uniform numbers

Outcome Fit(string name, params Rule[] rules) => FitWith(name, 0, epochs, null, rules);

Outcome FitWith(string name, double dropout, int? epochs = null, EarlyStopping? stopping = null, params Rule[] rules)
{
    var model = Network(dropout);
    using var regularization = rules.Length == 0 ? null : new Regularization(model, rules);
    var trainer = new Trainer(
        model,
        Losses.CrossEntropy,
        regularization,
        new TrainingOptions // model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
        {
            Epochs = epochs ?? page.Pick(10, 4),
            BatchSize = 32,
            LearningRate = 0.001,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
            EarlyStopping = stopping,
        });
    // model.fit(train_data, train_labels, epochs=10, batch_size=32, validation_data=(…))
    histories[name] = trainer.Fit(train, validation);
    return Outcome.Of(name, model, Losses.CrossEntropy, regularization, train, validation);
}
