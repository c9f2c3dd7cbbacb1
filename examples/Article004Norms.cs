#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 004: "norm regularization" of a subclassed 64–10 model (its section 4): the norm of the predictions, and of the weights
// as meant. Comments that begin with "py:" are the article's lines; below each stands the C# for it.
// dotnet run examples/Article004Norms.cs [--variant written|fixed|both] [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using System.Diagnostics;
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(
    args,
    "Article 004: norm regularization",
    "文章 004：范数正则化",
    Uses.Digits | Uses.Plot | Uses.Variant | Uses.Device);
// x_train, y_train: the article defines neither
var (train, test) = page.Digits(train: page.Pick(5000, 300), test: page.Pick(2000, 500));
const int seeds = 5;
var (lambda, epochs) = (0.01, page.Pick(10, 12));
var draws = SeedRows.Of(train, test, seeds);
if (page.ShowsWritten) Written();
if (page.ShowsFixed) Fixed();

static Tensor OneHot(Tensor classes) => nn.functional.one_hot(classes, 10).to(ScalarType.Float32);
static Tensor MSE(Tensor y, Tensor p) => (y - p).square().mean([1L]);

void Written()
{
    page.Section("As written (section 4): the norms of the predictions", "原文代码（4 具体代码实例）：惩罚的是预测值的范数");
    page.Errors(TensorFlowErrors.Of004);
    // py: import tensorflow as tf
    // py: def loss_function(y_true, y_pred):
    static Tensor loss_function(Tensor y_true, Tensor y_pred)
    {
        // py: mse = tf.keras.losses.MeanSquaredError()
        var mse = (y_true - y_pred).square().mean();
        // py: l1_norm = tf.norm(y_pred, axis=1, ord=1)
        var l1_norm = y_pred.norm(1, false, 1f);
        // py: l2_norm = tf.norm(y_pred, axis=1, ord=2)
        var l2_norm = y_pred.norm(1, false, 2f);
        // py: l1_l2_norm = l1_norm + l2_norm
        var l1_l2_norm = l1_norm + l2_norm;
        // py: return mse(y_true, y_pred) + 0.01 * l1_l2_norm
        return mse + 0.01 * l1_l2_norm;
    }
    double Extra(Tensor p) => loss_function(p, p).mean().ToDouble(); // the loss of a perfect prediction: the penalty alone
    var (uniform, certain) = (Extra(full([1L, 10L], 0.1)), Extra(OneHot(train.Targets)));
    page.Show(
        $"the extra term: {uniform:F5} at uniform predictions, {certain:F5} at one-hot ones: it rewards being unsure, and a " +
        "perfect classifier's loss is not 0",
        $"附加项：均匀预测时 {uniform:F5}，one-hot 预测时 {certain:F5}：它奖励不确定，完美分类器的损失也不为 0");
    var z = randn(1000, 10).requires_grad_();
    z.softmax(1).norm(1, false, 1f).mean().backward();
    page.Show(
        $"its L1 half is 1 for every softmax row: largest gradient {z.grad!.abs().max().ToDouble():0.0E+0}",
        $"L1 一半对任何 softmax 行都恒为 1：最大梯度 {z.grad!.abs().max().ToDouble():0.0E+0}");
    var plain = Loss.OfClasses("MSE", (p, y) => MSE(OneHot(y), p));
    Loss Half(float ord) => Loss.OfClasses($"half {ord}", (p, y) => MSE(OneHot(y), p) + 0.01 * p.norm(1, false, ord));
    Seeded[] ways =
    [
        Ways(page.Text("MSE alone", "仅均方误差"), plain),
        Ways(page.Text("as written", "原文"), Loss.OfClasses("as written", (p, y) => loss_function(OneHot(y), p))),
        Ways(page.Text("its L1 half alone", "仅 L1 一半"), Half(1)),
        Ways(page.Text("its L2 half alone", "仅 L2 一半"), Half(2)),
        Ways(page.Text("the weights' norms, as meant", "权重的范数（本意）"), plain, ElasticNet.FromWeights(1e-4, 1e-4)),
    ];
    page.Say($"means over {seeds} draws of {draws[0].Train.Rows} digits:", $"{seeds} 组各 {draws[0].Train.Rows} 个数字的均值：");
    page.Table(
        page.Text("run | mse | extra term | accuracy, held out | ‖w‖₂", "方法 | 均方误差 | 附加项 | 留出准确率 | ‖w‖₂"),
        ways.Select(way => $"{way.Name} | {Split(way, plain, r => r.Mse):F4} | {Split(way, plain, r => r.Extra):F4} | " +
            $"{way.Mean(r => r.Accuracy).InPercent()} | {way.Mean(r => r.L2Norm).Text("0.00")}"));
    double Norm(int i) => ways[i].Mean(r => r.L2Norm).Mean / ways[0].Mean(r => r.L2Norm).Mean;
    page.Say(
        $"‖w‖₂ beside that of MSE alone: {Norm(1):P2} as written, {Norm(2):P2} with the L1 half, {Norm(3):P2} with the L2 " +
        $"half, {Norm(4):P1} with the weights' norms.",
        $"‖w‖₂ 与仅均方误差时相比：原文 {Norm(1):P2}，仅 L1 一半 {Norm(2):P2}，仅 L2 一半 {Norm(3):P2}，惩罚权重的范数时 {Norm(4):P1}。");
    foreach (var way in ways[1..])
        page.Conclude(way.Against(ways[0]), (way.Name, way.Name), ("accuracy on fresh digits", "新数字上的准确率"));
    UnusedArgument();
    Labels();
}

// What a loss that hides its penalty is made of: the squared error, and the rest.
double Split(Seeded way, Loss plain, Func<(double Mse, double Extra), double> part) => way.Runs.Zip(draws).Average(pair =>
{
    var mse = Evaluation.Of(pair.First.Model, pair.Second.Train, plain).DataLoss;
    return part((mse, pair.First.Training.Total - mse));
});

void UnusedArgument()
{
    using var model = new Model().to(page.Device);
    model.train();
    var training = model.call(train.Features).bytes.ToArray();
    model.eval();
    var same = model.call(train.Features).bytes.SequenceEqual(training);
    page.Show(
        $"training=False is never used: in training and evaluation the outputs are the same: {same}",
        $"training=False 从未使用：训练与评估模式下输出相同：{(same ? "是" : "否")}");
}

void Labels()
{
    page.Section("Labels that are no one-hot rows", "标签不是 one-hot 时");
    var (prediction, labels) = (full([train.Rows, 10L], 0.1), train.Targets.cpu().to(ScalarType.Float32));
    var broadcastError = (prediction - labels.unsqueeze(1)).square().mean().ToDouble();
    page.Show(
        $"labels (n, 1): broadcast silently, MSE {broadcastError:F2} at uniform predictions",
        $"标签 (n, 1)：静默广播，均匀预测时均方误差 {broadcastError:F2}");
    var broadcast = Ways(
        page.Text("labels (n, 1)", "标签 (n, 1)"),
        Loss.OfClasses("broadcast", (p, y) => MSE(y.unsqueeze(1).to(ScalarType.Float32), p)));
    var (loss, accuracy) = (broadcast.Mean(r => r.Training.DataLoss), broadcast.Mean(r => r.Accuracy));
    var guessing = Math.Abs(accuracy.Mean - 0.1) < 0.05;
    page.Show(
        $"after {epochs} epochs still {loss.Mean:F2}: no softmax can fit it; 'accuracy' counts class indices and shows " +
        $"{accuracy.InPercent()}, which " +
        $"{(guessing ? "looks like a poor start and is guessing one in ten" : "tells nothing of it")}",
        $"{epochs} 轮后仍为 {loss.Mean:F2}：没有 softmax 能拟合；'accuracy' 按类别编号计算，显示 {accuracy.InPercent()}，" +
        $"{(guessing ? "看似只是开头不好，其实是十选一的瞎猜" : "看不出问题")}");
    foreach (var shape in new[] { labels, labels.unsqueeze(1) })
        try { Losses.MeanSquaredError.Value(prediction, shape); }
        catch (ArgumentException refused)
        {
            var message = refused.Message.Split(" (Parameter")[0];
            page.Show($"TorchReg: {message}", $"TorchReg 拒绝：{message}");
        }
}

Seeded Ways(string name, Loss loss, Penalty? penalty = null) =>
    Seeded.Of(name, seeds, seed => Fit(name, draws[seed - 1], seed, loss, penalty));

Outcome Fit(string name, SeedRows draw, int seed, Loss loss, Penalty? penalty)
{
    // py: model = Model()
    var model = new Model(seed: seed).to(page.Device);
    using var regularization = penalty == null ? null : new Regularization(model, penalty);
    var options = new TrainingOptions
    {
        Epochs = epochs,
        BatchSize = 32,
        LearningRate = 0.001,
        // py: optimizer = tf.keras.optimizers.Adam(learning_rate=0.001)
        Optimizer = (p, rate) => optim.Adam(p, rate),
        EvaluateTraining = false,
    };
    // py: model.compile(optimizer=optimizer, loss=loss_function, metrics=['accuracy'])
    // py: model.fit(x_train, y_train, epochs=10, batch_size=32)
    new Trainer(model, loss, regularization, options).Fit(draw.Train);
    return draw.Outcome(name, model, loss, regularization);
}

void Fixed()
{
    FadingFormula();
    var curve = TooMuch();
    Costs();
    page.Section(
        "5 Does it matter more with more data? L2, softmax on digits, λ exact at every size (also 003 §7)",
        "5 数据越多越重要吗？L2，数字上的 softmax，每个规模都求精确解（另见 003 第 7 节）");
    var sizes = LambdaBySize.Of(
        page.Pick<int[]>([100, 300, 1000], [20, 60]),
        seeds,
        (rows, seed) => SeedRows.Of(train, test, seeds, rows)[seed],
        Losses.CrossEntropy,
        [.. Enumerable.Range(0, page.Pick(9, 5)).Select(i => Math.Pow(10, page.Pick(-0.5 * i, -i)))],
        l1Ratio: 0);
    sizes.Show(page, "004 §5, 003 §7");
    page.Say(
        "Q2 tells how L1 and L2 penalize, and not what follows: exact zeros by L1's proximal steps (Article003Network.cs). " +
        "How to choose λ (Q3): GridSearch.cs.",
        "Q2 说明了 L1 与 L2 的惩罚方式，却没有说结果：L1 的近端步产生精确零（Article003Network.cs）。如何选 λ（Q3）：GridSearch.cs。");
    page.Plot(() => new Panels([curve, sizes.Chart(page)]));
}

void FadingFormula()
{
    page.Section(
        "3 The formula: λ/(2m)·‖w‖₁, solved at three m; 30 columns, 5 of them true",
        "3 公式：λ/(2m)·‖w‖₁，在三个 m 上求解；30 列中 5 列为真");
    var strength = 60.0;
    page.Table(
        page.Text(
            "m | λ/(2m) | zeros | ‖w‖₁ | at a fixed λ = 0.6: zeros | ‖w‖₁",
            "m | λ/(2m) | 零 | ‖w‖₁ | 固定 λ = 0.6 时：零 | ‖w‖₁"),
        new[] { 50, 200, 800 }.Select(m =>
        {
            using var known = Synthetic.Regression(m, 30, nonZero: 5, noise: 3, seed: 6);
            var (fading, constant) = (
                ExactReference.Of(known.Data, Losses.HalfSquaredError, strength / (2 * m)),
                ExactReference.Of(known.Data, Losses.HalfSquaredError, 0.6));
            return $"{m} | {strength / (2 * m):G3} | {fading.Zeros} | {fading.Fit.Weight.abs().sum().ToDouble():F2} | " +
                $"{constant.Zeros} | {constant.Fit.Weight.abs().sum().ToDouble():F2}";
        }));
    page.Say(
        $"One λ = {strength:F0} of this formula is another penalty at every m: it fades as data grow. The L2 that the text " +
        "promises is absent, and the code has no 1/m.",
        $"这个公式里同一个 λ = {strength:F0}，每个 m 上都是不同的惩罚：数据越多越弱。正文许诺的 L2 不在其中，代码里也没有 1/m。");
}

// The U of the held-out loss over λ, and the λ that the rows for choosing take, judged on others.
LineChart TooMuch()
{
    double[] lambdas = page.Pick<double[]>([1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1], [3e-3, 3e-2, 3e-1]);
    page.Section("3, Q4 The recipe as a loop, and too large a λ", "3、Q4 四步算法写成循环；λ 过大时");
    var few = SeedRows.Of(train, test, seeds, page.Pick(200, 60));
    Seeded Recipe(string name, double l2) => Seeded.Of(name, seeds, seed => Loop(name, few[seed - 1], seed, l2));
    var none = Recipe(page.Text("no penalty", "无惩罚"), 0);
    var curve = lambdas.Select(l => Recipe($"L2({l})", l)).ToArray();
    page.Table([none, .. curve]);
    var (chosen, largest) = (Seeded.Chosen(curve), curve[^1]);
    page.Conclude(
        chosen.Against(none),
        ($"{chosen.Name}, chosen on other rows,", $"{chosen.Name}（由其他数据选出）"),
        ("accuracy on fresh digits", "新数字上的准确率"));
    page.Conclude(
        largest.Against(none),
        ($"{largest.Name}, the largest,", $"最大的 {largest.Name}"),
        ("accuracy on fresh digits (Q4)", "新数字上的准确率（Q4）"));
    var losses = curve.Select(way => way.Mean(r => r.HeldOut.DataLoss)).ToArray();
    var without = none.Mean(r => r.HeldOut.DataLoss).Mean;
    return new LineChart(
        new Series(page.Text("with L2", "加 L2"), lambdas, [.. losses.Select(l => l.Mean)])
        {
            Errors = [.. losses.Select(l => l.StandardError)],
        },
        new Series(page.Text("no penalty", "无惩罚"), [lambdas[0], lambdas[^1]], [without, without]) { IsDashed = true })
    {
        Title = page.Text(
            $"L2 on {few[0].Train.Rows} digits: too small and too large a λ",
            $"{few[0].Train.Rows} 个数字上的 L2：λ 过小与过大"),
        XAxis = new("λ") { IsLogarithmic = true },
        YAxis = new(page.Text("cross-entropy on fresh digits", "新数字上的交叉熵")) { IsLogarithmic = true },
    };
}

// The article's four steps (section 3), for logits and cross-entropy, with the penalty on the weights.
Outcome Loop(string name, SeedRows draw, int seed, double l2)
{
    var model = new Model(softmax: false, seed).to(page.Device);
    using var regularization = l2 == 0 ? null : new Regularization(model, new L2(l2), PenaltyMode.Loss);
    using var optimizer = optim.Adam(model.parameters(), 0.001);
    using var order = new Generator((ulong)seed);
    for (var epoch = 0; epoch < page.Pick(100, 30); epoch++)
        foreach (var rows in randperm(draw.Train.Rows, ScalarType.Int64, generator: order).split(32))
        {
            using var scope = NewDisposeScope();
            using var batch = draw.Train.Select(rows.to(page.Device));
            var loss = nn.functional.cross_entropy(model.call(batch.Features), batch.Targets);   // 1. the loss
            if (regularization != null) loss += regularization.Value();                          // 2. and the penalty
            optimizer.zero_grad();
            loss.backward();                                                                     // 3. the gradient
            optimizer.step();                                                                    // 4. the parameters move
        }
    return draw.Outcome(name, model, Losses.CrossEntropy, regularization);
}

void Costs()
{
    page.Section("5, Q5 What a penalty costs, and where its value is", "5、Q5 惩罚的代价与取值");
    using var model = new Model(softmax: false).to(page.Device);
    using var regularization = new Regularization(model, new Rule(new L1(1e-4)), new Rule(new L2(1e-3), On.Layer("dense2")));
    var values = string.Join(", ", regularization.ValuesByRule().Select(v => $"{v.Rule.Penalty.Name} = {v.Value:F4}"));
    page.Show(
        $"what Keras has in model.losses: {values}, sum {regularization.Total():F4}",
        $"Keras 的 model.losses 对应这里的：{values}，合计 {regularization.Total():F4}");
    var shares = new[] { 32, 256 }.Select(size => PenaltyShare(model, regularization, size)).ToArray();
    page.Show(
        $"share of a step's time: {shares[0]:P0} with batches of 32, {shares[1]:P0} with batches of 256: O(weights) a step, " +
        "whatever the rows",
        $"占每步时间：批量 32 时 {shares[0]:P0}，批量 256 时 {shares[1]:P0}：每步 O(权重数)，与数据行数无关");
}

double PenaltyShare(Model model, Regularization regularization, int batchSize)
{
    var (penalty, all) = (new Stopwatch(), Stopwatch.StartNew());
    using var optimizer = optim.Adam(model.parameters(), 0.001);
    for (var epoch = 0; epoch < page.Pick(5, 2); epoch++)
        foreach (var rows in arange(train.Rows, ScalarType.Int64).split(batchSize))
        {
            using var scope = NewDisposeScope();
            using var batch = train.Select(rows.to(page.Device));
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(batch.Features), batch.Targets).backward();
            penalty.Start();
            regularization.AddGradients();
            penalty.Stop();
            optimizer.step();
        }
    return penalty.Elapsed / all.Elapsed;
}

// py: class Model(tf.keras.Model):
sealed class Model : nn.Module<Tensor, Tensor>
{
    readonly Linear dense1, dense2;
    readonly bool softmax;

    // py: def __init__(self):
    // py: super(Model, self).__init__()
    public Model(bool softmax = true, int seed = 1) : base(nameof(Model))
    {
        this.softmax = softmax;
        // py: self.dense1 = tf.keras.layers.Dense(64, activation='relu')
        dense1 = nn.Linear(784, 64);
        // py: self.dense2 = tf.keras.layers.Dense(10, activation='softmax')
        dense2 = nn.Linear(64, 10);
        RegisterComponents();
        manual_seed(seed);
        foreach (var layer in new[] { dense1, dense2 }) { nn.init.xavier_uniform_(layer.weight!); nn.init.zeros_(layer.bias!); }
    }

    // py: def call(self, inputs, training=False):
    public override Tensor forward(Tensor inputs)
    {
        // py: x = self.dense1(inputs)
        var x = dense1.call(inputs).relu();
        // py: return self.dense2(x)
        return softmax ? dense2.call(x).softmax(1) : dense2.call(x);
    }
}
