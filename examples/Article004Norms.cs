#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 004: "norm regularization" of a subclassed 64–10 model (its section 4): the norm of the predictions, and of the weights
// as meant. dotnet run examples/Article004Norms.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using System.Diagnostics;
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Dialects;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp.Modules;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Article 004: norm regularization", "文章 004：范数正则化");
var (train, test) = page.Digits(train: page.Pick(2000, 300), test: page.Pick(2000, 500));
var (lambda, epochs) = (0.01, page.Pick(10, 3));
static Tensor OneHot(Tensor classes) => nn.functional.one_hot(classes, 10).to(ScalarType.Float32);
static Tensor MSE(Tensor y, Tensor p) => (y - p).square().mean([1L]);

page.Section("As written (section 4): the norms of the predictions", "原文代码（4 具体代码实例）：惩罚的是预测值的范数");
page.Errors(
    (
        "model.fit(x_train, y_train, …)",
        "NameError",
        "x_train and y_train are defined nowhere: here, digits",
        "x_train、y_train 没有定义；这里用数字图像"));
static Tensor loss_function(Tensor y_true, Tensor y_pred)                         // def loss_function(y_true, y_pred):
{
    var mse = (y_true - y_pred).square().mean(); //     mse = tf.keras.losses.MeanSquaredError()(y_true, y_pred)
    var l1_norm = y_pred.norm(1, false, 1f);                                      //     l1_norm = tf.norm(y_pred, axis=1, ord=1)
    var l2_norm = y_pred.norm(1, false, 2f);                                      //     l2_norm = tf.norm(y_pred, axis=1, ord=2)
    var l1_l2_norm = l1_norm + l2_norm;                                           //     l1_l2_norm = l1_norm + l2_norm
    return mse + 0.01 * l1_l2_norm; //     return mse(y_true, y_pred) + 0.01 * l1_l2_norm
}
double Extra(Tensor p) => loss_function(p, p).mean().ToDouble(); // the loss of a perfect prediction: the penalty alone
page.Show(
    $"the extra term: {Extra(full([1L, 10L], 0.1)):F5} at uniform predictions, {Extra(OneHot(train.Targets)):F5} at one-hot " +
    "ones: it rewards being unsure, and a perfect classifier's loss is not 0",
    $"附加项：均匀预测时 {Extra(full([1L, 10L], 0.1)):F5}，one-hot 预测时 {Extra(OneHot(train.Targets)):F5}：它奖励不确定，完美分类器的损失也不为 0");
var z = randn(1000, 10).requires_grad_();
z.softmax(1).norm(1, false, 1f).mean().backward();
page.Show(
    $"its L1 half is 1 for every softmax row: largest gradient {z.grad!.abs().max().ToDouble():0.0E+0}",
    $"L1 一半对任何 softmax 行都恒为 1：最大梯度 {z.grad!.abs().max().ToDouble():0.0E+0}");
Outcome[] norms =
[
    Fit("λ = 0: MSE alone", Loss.OfClasses("MSE", (p, y) => MSE(OneHot(y), p))),
    Fit("as written", Loss.OfClasses("as written", (p, y) => loss_function(OneHot(y), p))),
    Fit("its L1 half alone", Loss.OfClasses("L1 half", (p, y) => MSE(OneHot(y), p) + 0.01 * p.norm(1, false, 1f))),
    Fit("its L2 half alone", Loss.OfClasses("L2 half", (p, y) => MSE(OneHot(y), p) + 0.01 * p.norm(1, false, 2f))),
    Fit("the weights' norms, as meant", Loss.OfClasses("MSE", (p, y) => MSE(OneHot(y), p)), ElasticNet.FromWeights(1e-4, 1e-4)),
];
page.Table(norms);

page.Section("Labels that are no one-hot rows", "标签不是 one-hot 时");
var (prediction, labels) = (full([train.Rows, 10L], 0.1), train.Targets.to(ScalarType.Float32));
page.Show(
    "labels (n,): TensorFlow 2 raises Incompatible shapes: [32,10] vs. [32]",
    "标签 (n,)：TensorFlow 2 报错 Incompatible shapes: [32,10] vs. [32]");
page.Show(
    $"labels (n, 1): broadcast silently, MSE {(prediction - labels.unsqueeze(1)).square().mean().ToDouble():F2} at uniform " +
    "predictions",
    $"标签 (n, 1)：静默广播，均匀预测时 MSE {(prediction - labels.unsqueeze(1)).square().mean().ToDouble():F2}");
var broadcast = Fit("labels (n, 1)", Loss.OfClasses("broadcast", (p, y) => MSE(y.unsqueeze(1).to(ScalarType.Float32), p)));
page.Show(
    $"after {epochs} epochs still {broadcast.Training.DataLoss:F2}: no softmax can fit it; 'accuracy' falls back to class " +
    $"indices and shows {broadcast.Accuracy:P1}",
    $"{epochs} 轮后仍为 {broadcast.Training.DataLoss:F2}：没有 softmax 能拟合；'accuracy' 退回到类别编号，显示 {broadcast.Accuracy:P1}");
foreach (var shape in new[] { labels, labels.unsqueeze(1) })
    try { Losses.MeanSquaredError.Value(prediction, shape); }
    catch (ArgumentException refused) { page.Show($"TorchReg: {refused.Message.Split(" (Parameter")[0]}"); }

page.Section("3 The formula, and the recipe as a loop", "3 公式与四步算法");
var article = NamedDialects.Get("article.004");
page.Show(
    $"λ/(2m)·‖w‖₁ with λ = {lambda}: " +
        string.Join(
            ", ",
            new[] { 100, 1000, 10000 }
                .Select(m => (Rows: m, Read: article.Read(
                    new Dictionary<string, double> { ["lambda"] = lambda },
                    new(LossForm.HalfSquaredError, m))))
                .Select(m => $"m = {m.Rows:N0} is L1({m.Read.L1:G2})")) +
        ": it fades as data grow, and the L2 that the text promises is absent");
var few = train.Take(Math.Min(300, train.Rows));
double[] lambdas = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1];
var curve = lambdas.Select(l => Recipe(few, new L2(l))).ToArray();
var nothing = Recipe(few, null);
var best = Array.IndexOf(curve.Select(c => c.HeldOut.DataLoss).ToArray(), curve.Min(c => c.HeldOut.DataLoss));
page.Table(
    "λ | training | held out | accuracy | ‖w‖₂",
    curve.Select((c, i) => $"{lambdas[i]} | {c.Training.DataLoss:F4} | {c.HeldOut.DataLoss:F4} | {c.Accuracy:P1} | " +
        $"{c.L2Norm:F2}"));

page.Section("5, Q5 What a penalty costs, and where its value is", "5、Q5 惩罚的代价与取值");
using (var model = new Model(softmax: false))
using (var regularization = new Regularization(model, new Rule(new L1(1e-4)), new Rule(new L2(1e-3), On.Layer("dense2"))))
{
    page.Show(
        "tf.keras.losses.RegularizationLoss doesn't exist; L1L2 is a class; model.losses is here: " +
        $"{string.Join(", ", regularization.ValuesByRule().Select(v => $"{v.Rule.Penalty.Name} = {v.Value:F4}"))}, sum " +
        $"{regularization.Total():F4}");
    var costs = new[] { 32, 256 }.Select(batchSize => Loop(model, train, regularization, page.Pick(5, 2), batchSize)).ToArray();
    page.Show(
        $"share of a step's time: {costs[0]:P0} with batches of 32, {costs[1]:P0} with batches of 256: O(weights) a step, " +
        "whatever the rows",
        $"占每步时间：批量 32 时 {costs[0]:P0}，批量 256 时 {costs[1]:P0}：每步 O(权重数)，与数据行数无关");
}

page.Section("What to notice", "要点");
page.Say(
    $"The prediction norms regularize no weight: ‖w‖₂ {norms[1].L2Norm:F2} as written, {norms[0].L2Norm:F2} with λ = 0, and " +
    $"with the L1 half alone {norms[2].L2Norm:F2}; penalizing the weights gives {norms[4].L2Norm:F2}.",
    $"预测值的范数不约束任何权重：‖w‖₂ 原文写法 {norms[1].L2Norm:F2}，λ = 0 时 {norms[0].L2Norm:F2}，仅 L1 一半 {norms[2].L2Norm:F2}；惩罚权重时为 " +
    $"{norms[4].L2Norm:F2}。");
page.Say(
    $"Too large a λ hurts (Q4): on {few.Rows} digits the held-out loss is least, {curve[best].HeldOut.DataLoss:F4}, at λ = " +
    $"{lambdas[best]}; {nothing.HeldOut.DataLoss:F4} without a penalty and {curve[^1].HeldOut.DataLoss:F4} at {lambdas[^1]}. " +
    "How to choose λ (Q3): GridSearch.cs.",
    $"λ 过大会损害精度（Q4）：{few.Rows} 个数字上，留出损失在 λ = {lambdas[best]} 时最小，为 {curve[best].HeldOut.DataLoss:F4}；无惩罚 " +
    $"{nothing.HeldOut.DataLoss:F4}，λ = {lambdas[^1]} 时 {curve[^1].HeldOut.DataLoss:F4}。如何选 λ（Q3）：见 GridSearch.cs。");
page.Say(
    "Q2 tells how L1 and L2 penalize, and not what follows: exact zeros by L1's proximal steps (Article003Network.cs).",
    "Q2 说明了 L1 与 L2 的惩罚方式，却没有说结果：L1 的近端步产生精确零（Article003Network.cs）。");
page.Plot(() =>
    new LineChart(
        new Series("with L2", lambdas, [.. curve.Select(c => c.HeldOut.DataLoss)]) { HasDots = true },
        new Series("no penalty", [lambdas[0], lambdas[^1]], [nothing.HeldOut.DataLoss, nothing.HeldOut.DataLoss])
        {
            IsDashed = true
        })
    {
        Title = $"Too small and too large a λ: L2 on {few.Rows} digits",
        XAxis = new("λ") { IsLogarithmic = true },
        YAxis = new("cross-entropy on fresh digits") { IsLogarithmic = true },
        Marks = [new(lambdas[best], $"least held-out loss, λ = {lambdas[best]}")]
    });

Outcome Fit(string name, Loss loss, Penalty? penalty = null)
{
    var model = new Model(); // model = Model(); optimizer = tf.keras.optimizers.Adam(learning_rate=0.001)
    using var regularization = penalty == null ? null : new Regularization(model, penalty);
    var options = new TrainingOptions
    {
        Epochs = epochs,
        BatchSize = 32,
        LearningRate = 0.001,
        Optimizer = (p, rate) => optim.Adam(p, rate),
        EvaluateTraining = false
    };
    // model.compile(optimizer=optimizer, loss=loss_function); model.fit(x_train, y_train, epochs=10, batch_size=32)
    new Trainer(model, loss, regularization, options).Fit(train);
    return Outcome.Of(name, model, loss, regularization, train, test);
}

// The article's four steps, for logits and cross-entropy, with the penalty on the weights.
Outcome Recipe(Dataset data, Penalty? penalty)
{
    var model = new Model(softmax: false);
    using var regularization = penalty == null ? null : new Regularization(model, penalty);
    Loop(model, data, regularization, page.Pick(100, 40));
    return Outcome.Of("", model, Losses.CrossEntropy, regularization, data, test);
}

// Returns the penalty's share of the time.
double Loop(Model model, Dataset data, Regularization? regularization, int epochs, int batchSize = 32)
{
    var (penalty, all) = (new Stopwatch(), Stopwatch.StartNew());
    using var optimizer = optim.Adam(model.parameters(), 0.001);
    using var order = new Generator(1);
    for (var epoch = 0; epoch < epochs; epoch++)
        foreach (var rows in randperm(data.Rows, ScalarType.Int64, generator: order).split(batchSize))
        {
            using var scope = NewDisposeScope();
            using var batch = data.Select(rows);
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(batch.Features), batch.Targets).backward();   // 1. the loss; 3. its gradient
            penalty.Start();
            regularization?.AddGradients(); // 2. the penalty, by its own gradient
            penalty.Stop();
            optimizer.step();                                                                    // 4. the parameters move
        }
    return penalty.Elapsed / all.Elapsed;
}

sealed class Model : nn.Module<Tensor, Tensor>                                    // class Model(tf.keras.Model):
{
    readonly Linear dense1 = nn.Linear(784, 64); //     self.dense1 = Dense(64, activation='relu')
    readonly Linear dense2 = nn.Linear(64, 10); //     self.dense2 = Dense(10, activation='softmax')
    readonly bool softmax;

    public Model(bool softmax = true) : base(nameof(Model))
    {
        this.softmax = softmax;
        RegisterComponents();
        manual_seed(3);
        foreach (var layer in new[] { dense1, dense2 }) { nn.init.xavier_uniform_(layer.weight!); nn.init.zeros_(layer.bias!); }
    }

    public override Tensor forward(Tensor inputs)                                 //     def call(self, inputs, training=False):
    {
        var x = dense1.call(inputs).relu();                                       //         x = self.dense1(inputs)
        return softmax ? dense2.call(x).softmax(1) : dense2.call(x);              //         return self.dense2(x)
    }
}
