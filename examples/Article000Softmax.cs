#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 000: L1 and L2 with a softmax classifier W 784×10, 1,000 steps (its sections 4.1 and 4.2). Comments that begin with
// "py:" are the article's lines; below each stands the C# for it.
// dotnet run examples/Article000Softmax.cs [--variant written|fixed|both] [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Dialects;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(
    args,
    "Article 000: L1 and L2 regularization of a softmax classifier",
    "文章 000：softmax 分类器的 L1 与 L2 正则化",
    Uses.Digits | Uses.Plot | Uses.Variant | Uses.Device);
var (train, test) = page.Digits(train: page.Pick(2000, 200), test: page.Pick(2000, 300));
var (steps, lambda) = (page.Pick(1000, 150), 0.001);
// py: import tensorflow as tf
// py: x_train = ...
var x_train = train.Features;
// py: y_train = ...
var y_train = nn.functional.one_hot(train.Targets, 10).to(ScalarType.Float32); // one-hot floats, which the article's loss wants
if (page.ShowsWritten) Written();
if (page.ShowsFixed) Fixed();

void Written()
{
    page.Section("As written (4.1 L1, 4.2 L2)", "原文代码（4.1 L1 正则化实例、4.2 L2 正则化实例）");
    page.Errors(TensorFlowErrors.Of000);

    page.Say(
        "\nThe same lines in C#, where libtorch records from the first line on, not only inside a tape:",
        "\n同样的代码写成 C#：libtorch 从第一行就开始记录，而不只在 tape 里：");
    // py: W = tf.Variable(tf.random.normal([784, 10]))
    var W = nn.Parameter(randn(784, 10, device: page.Device));
    // py: b = tf.Variable(tf.zeros([10]))
    var b = nn.Parameter(zeros(10, device: page.Device));
    // py: y_pred = tf.matmul(x_train, W) + b
    var y_pred = x_train.matmul(W) + b;
    // py: loss_function = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_train, logits=y_pred))
    var loss_function = nn.functional.cross_entropy(y_pred, y_train);
    // py: regularizer = tf.keras.regularizers.l1(0.001)
    Tensor regularizer(Tensor w) => lambda * w.abs().sum();
    // py: l1_loss = regularizer(W)
    var l1_loss = regularizer(W);
    // py: regularizer = tf.keras.regularizers.l2(0.001)
    // py: l2_loss = regularizer(W)
    var l2_loss = lambda * W.square().sum();
    // py: loss = loss_function + l2_loss
    // py: loss = loss_function + l1_loss
    var loss = loss_function + l1_loss;
    // py: optimizer = tf.optimizers.GradientDescentOptimizer().minimize(loss)
    using var optimizer = optim.SGD([W, b], 0.01); // 0.01 is SGD's default in Keras; the article gives no rate
    page.Show(
        $"step 0: cross-entropy {loss_function.ToDouble():F2}, l1(W) {l1_loss.ToDouble():F3} (expected " +
        $"{7840 * Math.Sqrt(2 / Math.PI) * lambda:F3}), l2(W) {l2_loss.ToDouble():F3} (expected {7840 * lambda:F2})",
        $"第 0 步：交叉熵 {loss_function.ToDouble():F2}，l1(W) {l1_loss.ToDouble():F3}（期望 " +
        $"{7840 * Math.Sqrt(2 / Math.PI) * lambda:F3}），l2(W) {l2_loss.ToDouble():F3}（期望 {7840 * lambda:F2}）");
    var i = 0;
    try
    {
        // py: for i in range(1000):
        for (; i < 1000; i++)
        {
            // py: with tf.GradientTape() as tape:
            // py: loss = loss_function + l1_loss
            loss = loss_function + l1_loss;
            // py: grads = tape.gradient(loss, [W, b])
            optimizer.zero_grad();
            loss.backward();
            // py: optimizer.apply_gradients(zip(grads, [W, b]))
            optimizer.step();
        }
    }
    catch (System.Runtime.InteropServices.ExternalException thrown)
    {
        var first = thrown.Message.Split('\n')[0].Split(" (")[0];
        page.Show(
            $"C#, step {i + 1}: {first}: loss_function and l1_loss are of step 1, and so is their graph",
            $"C# 第 {i + 1} 步：{first}——loss_function 和 l1_loss 属于第 1 步，它们的计算图也是");
    }
    // What the tape of TensorFlow sees of them: numbers.
    var seen = loss_function.detach() + l1_loss.detach();
    string Gradient() => seen.requires_grad ? "there" : "none";
    page.Show(
        $"TensorFlow: gradient(W)={Gradient()}, gradient(b)={Gradient()}, stopped",
        $"TensorFlow：gradient(W)={Gradient()}，gradient(b)={Gradient()}，停止");
    Trap(l1_loss.detach());
}

void Trap(Tensor l1_loss)
{
    page.Section("The half-fixed trap: the cross-entropy moved into the tape, the penalty not", "半修复陷阱：只把交叉熵移入 tape");
    var count = Math.Min(steps, 50);
    var same = HalfFixed(l1_loss, count).bytes.SequenceEqual(HalfFixed(zeros(1, device: page.Device), count).bytes);
    page.Show(
        $"after {count} steps W is the W of λ = 0 bit for bit: {same}; the printed loss still contains " +
        $"{l1_loss.ToDouble():F3} of penalty",
        $"{count} 步后 W 与 λ = 0 的 W 逐位相同：{(same ? "是" : "否")}；而打印的损失仍含惩罚 {l1_loss.ToDouble():F3}");
    using var model = new SoftmaxRegression(784, 10).to(page.Device);
    using var watched = new Regularization(model, new L1(lambda), PenaltyMode.Loss);
    try
    {
        for (var i = 0; i < 3; i++)
        {
            var logged = watched.Value(); // computed, printed, and not in what is differentiated
            nn.functional.cross_entropy(model.call(x_train), y_train).backward();
        }
    }
    catch (InvalidOperationException caught)
    {
        page.Show($"TorchReg, step 2: {caught.Message}", $"TorchReg 在第 2 步指出惩罚不起作用：{caught.Message}");
    }
}

// The loop with the cross-entropy inside and the penalty from outside: a constant, whose gradient is nothing.
Tensor HalfFixed(Tensor constantPenalty, int count)
{
    manual_seed(1);
    var (w, bias) = (nn.Parameter(randn(784, 10, device: page.Device)), nn.Parameter(zeros(10, device: page.Device)));
    using var optimizer = optim.SGD([w, bias], 0.01);
    for (var i = 0; i < count; i++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        (nn.functional.cross_entropy(x_train.matmul(w) + bias, y_train) + constantPenalty).backward();
        optimizer.step();
    }
    return w;
}

void Fixed()
{
    page.Section("Corrected: everything inside the loop", "修正：全部放进循环");
    var W = nn.Parameter(zeros(784, 10, device: page.Device));
    var b = nn.Parameter(zeros(10, device: page.Device));
    using var optimizer = optim.SGD([W, b], 0.1);
    for (var i = 0; i < steps; i++)
    {
        using var scope = NewDisposeScope();
        var y_pred = x_train.matmul(W) + b;                                         // forward
        var loss = nn.functional.cross_entropy(y_pred, y_train) + lambda * W.abs().sum(); // cross-entropy and penalty
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
    page.Show(
        $"plain TorchSharp, L1({lambda}) from W = 0, η = 0.1, {steps} steps: {W.eq(0).sum().ToInt64():N0} zeros",
        $"纯 TorchSharp，L1({lambda})，从 W = 0 出发，η = 0.1，{steps} 步：{W.eq(0).sum().ToInt64():N0} 个零");

    var keras = NamedDialects
        .Get("keras.crossentropy")
        .Read(new Dictionary<string, double> { ["l2"] = lambda }, new(LossForm.CrossEntropy, train.Rows));
    page.Say($"Keras's l2({lambda}) has no ½: here it is L2({keras.L2}).", $"Keras 的 l2({lambda}) 没有 ½，这里写作 L2({keras.L2})。");
    (string Name, Penalty? Penalty, PenaltyMode Mode)[] kinds =
    [
        (page.Text("none", "无惩罚"), null, default),
        (page.Text("L1, subgradient", "L1 次梯度"), new L1(lambda), PenaltyMode.Gradient),
        (page.Text("L2", "L2 梯度"), new L2(keras.L2), PenaltyMode.Gradient),
        (page.Text("L1, proximal", "L1 近端步"), new L1(lambda), PenaltyMode.Proximal),
    ];
    page.Say("W ~ N(0, 1), the article's, η = 0.01, Keras's default", "W ~ N(0, 1)（原文设置），η = 0.01（Keras 的默认值）");
    var article = Fit(kinds, Initialization.StandardNormal, 0.01).Outcomes;
    page.Table(article);
    page.Say("W = 0, η = 0.1", "从 W = 0 出发，η = 0.1");
    var (sensible, curves) = Fit(kinds, Initialization.Zeros, 0.1);
    page.Table(sensible);
    var library = ((SoftmaxRegression)sensible[1].Model).Weight;
    page.Show(
        $"the plain loop's W and the library's by subgradients differ by {(W.t() - library).abs().max().ToDouble():0.0E+0}",
        $"纯循环的 W 与库的次梯度结果最大相差 {(W.t() - library).abs().max().ToDouble():0.0E+0}");
    BesideTheOptimum(sensible, keras.L2);
    FourLosses([article[0] with { Name = page.Text("none, from N(0, 1)", "无惩罚，从 N(0, 1) 出发") }, .. sensible]);
    Notice(article, sensible);
    DoesItHelp();
    page.Plot(() => new Panels([
        new LineChart([.. curves.Select((curve, i) => curve with { IsDashed = i == 3 })])
        {
            PixelWidth = 960,
            Title = page.Text("Cross-entropy on held-out digits, W = 0, η = 0.1", "留出数字上的交叉熵，从 W = 0 出发，η = 0.1"),
            XAxis = page.Text("step", "步"),
            YAxis = new(page.Text("cross-entropy", "交叉熵")) { IsLogarithmic = true },
        },
        .. new[] { sensible[3], sensible[2] }.Select(r => WeightImages.Of(
            ((SoftmaxRegression)r.Model).Weight,
            page.Text($"{r.Name}: the weights of each class", $"{r.Name}：每一类的权重"))),
    ]));
}

// The four ways by the library, as one product with the rows; a step is an epoch, as in the loop above.
(Outcome[] Outcomes, Series[] Curves) Fit(
    (string Name, Penalty? Penalty, PenaltyMode Mode)[] kinds, Initialization start, double rate)
{
    var models = kinds
        .Select(_ => new SoftmaxRegression(784, 10, initialization: start, generator: new Generator(2)).to(page.Device))
        .ToArray();
    using var stack = new ModelStack(models);
    var attached = models.Zip(kinds, (m, k) => k.Penalty == null ? null : new Regularization(m, k.Penalty, k.Mode)).ToArray();
    var options = new TrainingOptions
    {
        Epochs = steps,
        BatchSize = (int)train.Rows,
        LearningRate = rate,
        EvaluateTraining = false,
    };
    var results = new StackTrainer(stack, Losses.CrossEntropy, [.. attached.Select(a => new StackMember(a, options))])
        .Fit(train, test.Take(Math.Min(300, test.Rows)));
    return (
        [.. models.Select((m, i) => Outcome.Of(kinds[i].Name, m, Losses.CrossEntropy, attached[i], train, test))],
        [.. results.Select((r, i) =>
            Series.OfEpochs(kinds[i].Name, r.History!.Epochs.Select(e => e.Validation!.DataLoss)))]);
}

void BesideTheOptimum(Outcome[] fits, double l2)
{
    page.Section("Beside the exact optimum, by the solver", "与求解器得到的精确最优解比较");
    var (l1Optimum, l2Optimum) = (
        ExactReference.Of(train, Losses.CrossEntropy, lambda),
        ExactReference.Of(train, Losses.CrossEntropy, 0, l2));
    page.Table(
        page.Text("fit | ", "拟合 | ") + ExactReference.Columns(page),
        new[] { (fits[1], l1Optimum), (fits[3], l1Optimum), (fits[2], l2Optimum) }.Select(f =>
            $"{f.Item1.Name} | {f.Item2.Beside(f.Item1)}"));
    page.Show(
        $"the solver's own: L1 {l1Optimum.Certificate(page)}; L2 {l2Optimum.Certificate(page)}",
        $"求解器自己的证书：L1 {l1Optimum.Certificate(page)}；L2 {l2Optimum.Certificate(page)}");
}

void FourLosses(Outcome[] fits)
{
    page.Section(
        "The four losses of section 3.1, on held-out digits (MSE, MAE: probabilities against one-hot)",
        "3.1 节的四种损失（留出集；MSE、MAE 用概率与 one-hot 比较）");
    var oneHot = nn.functional.one_hot(test.Targets, 10).to(ScalarType.Float32);
    page.Table(
        page.Text("run | MSE | MAE | cross-entropy | hinge", "方法 | 均方误差 | 绝对误差 | 交叉熵 | 合页损失"),
        fits.Select(r =>
        {
            var (z, p) = (r.Model.call(test.Features), r.Model.call(test.Features).softmax(1));
            return $"{r.Name} | {Losses.MeanSquaredError.Value(p, oneHot).ToDouble():F4} | " +
                $"{Losses.MeanAbsoluteError.Value(p, oneHot).ToDouble():F4} | " +
                $"{Losses.CrossEntropy.Value(z, test.Targets).ToDouble():F4} | " +
                $"{Losses.Hinge.Value(z, test.Targets).ToDouble():F4}";
        }));
}

void Notice(Outcome[] article, Outcome[] sensible)
{
    page.Section("What to notice", "要点");
    using var atZero = new SoftmaxRegression(784, 10).to(page.Device);
    using (no_grad()) atZero.Bias.copy_(y_train.mean([0L]).log());
    Objective.Of(atZero, Losses.CrossEntropy).Backward(train);
    var (elementwise, grouped) = (
        new L1(1).LambdaMax(atZero.Weight.grad!),
        new GroupLasso(1, Groups.Features).LambdaMax(atZero.Weight.grad!));
    // The bias is a column of ones.
    var columns = cat([x_train, ones(train.Rows, 1, device: page.Device)], 1);
    var safe = 2 / linalg.norm(columns.t().matmul(columns) / train.Rows, 2).ToDouble();
    var dead = WeightSummary.Of(atZero.Weight, train).DeadWeights;
    page.Say(
        $"From N(0, 1) with η = 0.01, {steps} steps of L2 keep {Math.Pow(1 - 2 * 0.01 * lambda, steps):P1} of a weight and L1 " +
        $"pulls {0.01 * lambda * steps:G2} in all; accuracy {Range(article)}, against {Range(sensible)} from zero.",
        $"从 N(0, 1) 出发、η = 0.01 时，{steps} 步 L2 保留权重的 {Math.Pow(1 - 2 * 0.01 * lambda, steps):P1}，L1 一共只拉动 " +
        $"{0.01 * lambda * steps:G2}；准确率 {Range(article)}，而从零出发为 {Range(sensible)}。");
    var sparse = sensible[3].Zeros > dead;
    var shrunk = sensible[2].L2Norm < sensible[0].L2Norm && sensible[2].Zeros <= dead;
    page.Say(
        $"Article: L1's solution is sparse (1.4), \"fuzzy\" (2.3, 3.3), L2's \"smooth\". Here: {sensible[3].Zeros:N0} exact " +
        $"zeros by proximal steps, {sensible[1].Zeros:N0} by subgradient steps, and {dead:N0} weights belong to dead pixels, " +
        $"which no gradient ever reaches: L1's is {(sparse ? "sparse" : "not sparse at this λ")}. ‖W‖₂ with L2 " +
        $"{sensible[2].L2Norm:F2}, {sensible[0].L2Norm:F2} without: L2's is {(shrunk ? "small and dense" : "not smaller here")}.",
        $"原文说 L1 的解是稀疏的（1.4）、“fuzzy”（2.3、3.3），L2 的解是“smooth”。这里：近端步得到 {sensible[3].Zeros:N0} 个精确零，次梯度步 " +
        $"{sensible[1].Zeros:N0} 个，而有 {dead:N0} 个权重属于梯度永远到不了的死像素：L1 的解{(sparse ? "是稀疏的" : "在这个 λ 下不稀疏")}。" +
        $"‖W‖₂ 加 L2 时为 {sensible[2].L2Norm:F2}，无惩罚时为 {sensible[0].L2Norm:F2}：L2 的解{(shrunk ? "小而稠密" : "在这里没有变小")}。");
    page.Say(
        $"All weights become 0 from λ = {elementwise:G3} on (by pixels' groups {grouped:G3}); a step of 1/L = {safe:G3} is " +
        $"safe by the bound, the bias among the columns: η = 0.1 is {(safe < 0.1 ? "above" : "below")} it.",
        $"λ 从 {elementwise:G3} 起全部权重为 0（按像素分组 {grouped:G3}）；按上界（偏置也算一列）安全步长为 1/L = {safe:G3}，" +
        $"η = 0.1 比它{(safe < 0.1 ? "大" : "小")}。");
}

static string Range(Outcome[] runs) => $"{Share.Text(runs.Min(r => r.Accuracy))} – {Share.Text(runs.Max(r => r.Accuracy))}";

void DoesItHelp()
{
    const int seeds = 5;
    page.Section(
        $"Does it help? {seeds} draws of {train.Rows / seeds} digits; λ chosen on other rows than those that judge (1.3, 5.1)",
        $"有用吗？{seeds} 组各 {train.Rows / seeds} 个数字；选 λ 的数据与评判的数据分开（1.3、5.1）");
    double[] lambdas = page.Pick<double[]>([1e-4, 3e-4, 1e-3, 3e-3, 1e-2], [1e-3, 1e-2]);
    var ways = SoftmaxWays.Of(
        SeedRows.Of(train, test, seeds),
        [
            (page.Text("none", "无惩罚"), null),
            .. lambdas.Select(l => ($"L1({l})", (Penalty?)new L1(l))), .. lambdas.Select(l => ($"L2({l})", (Penalty?)new L2(l))),
        ],
        page.Pick(400, 60),
        page.Pick(0.1, 0.3));
    page.Table(ways);
    var (l1, l2) = (Seeded.Chosen(ways[1..(lambdas.Length + 1)]), Seeded.Chosen(ways[(lambdas.Length + 1)..]));
    foreach (var way in new[] { l1, l2 })
    {
        page.Conclude(way.Against(ways[0]), (way.Name, way.Name), ("accuracy on fresh digits", "新数字上的准确率"));
        page.Conclude(
            Comparison.Of(ways[0].Each(r => r.Training.DataLoss), way.Each(r => r.Training.DataLoss), higherIsBetter: false),
            (way.Name, way.Name),
            ("the training loss (001 §2 says that it falls)", "训练损失（001 第 2 节说它会下降）"),
            "0.0000");
    }
}
