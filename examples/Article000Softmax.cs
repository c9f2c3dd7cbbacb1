#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 000: L1 and L2 with a softmax classifier W 784×10, 1,000 steps (its sections 4.1 and 4.2), TensorFlow beside
// TorchSharp. dotnet run examples/Article000Softmax.cs [--data DIR] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Dialects;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Article 000: L1 and L2 regularization of a softmax classifier", "文章 000：softmax 分类器的 L1 与 L2 正则化");
var (train, test) = page.Digits(train: page.Pick(2000, 200), test: page.Pick(2000, 300));
var (steps, lambda) = (page.Pick(1000, 150), 0.001);
var x_train = train.Features;
// softmax_cross_entropy_with_logits wants one-hot floats
var y_train = nn.functional.one_hot(train.Targets, 10).to(ScalarType.Float32);

page.Section("As written (4.1 L1, 4.2 L2)", "原文代码（4.1 L1 正则化实例、4.2 L2 正则化实例）");
page.Errors(
    ("x_train = ...", "ValueError at tf.matmul", "an Ellipsis is no tensor: here, digits", "Ellipsis 不是张量；这里用数字图像"),
    (
        "tf.optimizers.GradientDescentOptimizer()",
        "AttributeError",
        "a TF 1 name: SGD(0.01) is meant",
        "TF 1 的名字，应为 SGD(0.01)"),
    (
        ".minimize(loss)",
        "AttributeError (Keras 3), ValueError (Keras 2)",
        "Keras 3 has none; Keras 2 wants var_list and tape",
        "Keras 3 没有；Keras 2 需要 var_list 和 tape"));
var W = nn.Parameter(randn(784, 10));                                             // W = tf.Variable(tf.random.normal([784, 10]))
var b = nn.Parameter(zeros(10));                                                  // b = tf.Variable(tf.zeros([10]))
Tensor loss_function, l1_loss, l2_loss;
using (no_grad())                                                                 // no tape records these lines:
{
    var y_pred = x_train.matmul(W) + b;                                           // y_pred = tf.matmul(x_train, W) + b
    loss_function = nn.functional.cross_entropy(y_pred, y_train); // loss_function = tf.reduce_mean(...): a tensor, computed once
    l1_loss = W.abs().sum() * lambda;                                             // l1_loss = tf.keras.regularizers.l1(0.001)(W)
    l2_loss = W.square().sum() * lambda;                                          // l2_loss = tf.keras.regularizers.l2(0.001)(W)
}
page.Show(
    $"step 0: cross-entropy {loss_function.ToDouble():F2}, l1(W) {l1_loss.ToDouble():F3} (expected " +
    $"{7840 * Math.Sqrt(2 / Math.PI) * lambda:F3}), l2(W) {l2_loss.ToDouble():F3} (expected {7840 * lambda:F2})");
var loss = loss_function + l1_loss; // with tf.GradientTape(): loss = loss_function + l1_loss
if (loss.requires_grad) loss.backward();                                          // grads = tape.gradient(loss, [W, b])
static string Gradient(Tensor t) => t.grad is null ? "none" : "there";
page.Show(
    $"gradient(W)={Gradient(W)}, gradient(b)={Gradient(b)}, stopped (TensorFlow: ValueError: No gradients provided for any " +
    "variable.)");

page.Section("The half-fixed trap: the cross-entropy moved into the tape, the penalty not", "半修复陷阱：只把交叉熵移入 tape");
var (trapped, withoutPenalty) = (HalfFixed(l1_loss), HalfFixed(zeros(1)));
page.Show(
    $"after {Math.Min(steps, 50)} steps W is the W of λ = 0 bit for bit: {trapped.bytes.SequenceEqual(withoutPenalty.bytes)}; " +
    $"the printed loss still contains {l1_loss.ToDouble():F3} of penalty",
    $"{Math.Min(steps, 50)} 步后 W 与 λ = 0 的 W 逐位相同：{trapped.bytes.SequenceEqual(withoutPenalty.bytes)}；而打印的损失仍含惩罚 " +
    $"{l1_loss.ToDouble():F3}");
using (var model = new SoftmaxRegression(784, 10))
using (var watched = new Regularization(model, new L1(lambda), PenaltyMode.Loss))
    try
    {
        for (var i = 0; i < 3; i++)
        {
            var logged = watched.Value(); // computed, printed, and not in what is differentiated
            nn.functional.cross_entropy(model.call(x_train), y_train).backward();
        }
    }
    catch (InvalidOperationException caught) { page.Show($"TorchReg, step 2: {caught.Message}"); }

page.Section("Corrected: everything inside the tape", "修正：全部放进 tape");
var keras = NamedDialects
    .Get("keras.crossentropy")
    .Read(new Dictionary<string, double> { ["l2"] = lambda }, new(LossForm.CrossEntropy, train.Rows));
page.Say($"Keras's l2({lambda}) has no ½: here it is L2({keras.L2}).", $"Keras 的 l2({lambda}) 没有 ½，这里写作 L2({keras.L2})。");
var curves = new List<Series>();
(string Name, Penalty? Penalty, PenaltyMode Mode)[] kinds =
[
    ("none", null, default),
    ("L1", new L1(lambda), PenaltyMode.Loss),
    ("L2", new L2(keras.L2), PenaltyMode.Loss),
    ("L1, proximal", new L1(lambda), PenaltyMode.Proximal)
];
page.Say("W ~ N(0, 1), η = 0.01, the article's", "W ~ N(0, 1)，η = 0.01（原文设置）");
var article = kinds.Select(k => Fit(k.Name, k.Penalty, k.Mode, Initialization.StandardNormal, 0.01)).ToArray();
page.Table(article);
page.Say("W = 0, η = 0.1", "W = 0，η = 0.1");
var sensible = kinds.Select(k => Fit(k.Name, k.Penalty, k.Mode, Initialization.Zeros, 0.1)).ToArray();
page.Table(sensible);

page.Section("The four losses of section 3.1, on held-out digits (MSE, MAE: probabilities against one-hot)", "3.1 节的四种损失（留出集）");
var oneHot = nn.functional.one_hot(test.Targets, 10).to(ScalarType.Float32);
page.Table(
    "run | MSE | MAE | cross-entropy | hinge",
    sensible
        .Prepend(article[0] with { Name = "none, from N(0, 1)" })
        .Select(r =>
        {
            var (z, p) = (r.Model.call(test.Features), r.Model.call(test.Features).softmax(1));
            return $"{r.Name} | {Losses.MeanSquaredError.Value(p, oneHot).ToDouble():F4} | " +
                $"{Losses.MeanAbsoluteError.Value(p, oneHot).ToDouble():F4} | " +
                $"{Losses.CrossEntropy.Value(z, test.Targets).ToDouble():F4} | " +
                $"{Losses.Hinge.Value(z, test.Targets).ToDouble():F4}";
        }));

page.Section("What to notice", "要点");
using var zerosAtStart = new SoftmaxRegression(784, 10);
using (no_grad()) zerosAtStart.Bias.copy_(y_train.mean([0L]).log());
Objective.Of(zerosAtStart, Losses.CrossEntropy).Backward(train);
var (elementwise, grouped) = (
    new L1(1).LambdaMax(zerosAtStart.Weight.grad!),
    new GroupLasso(1, Groups.Features).LambdaMax(zerosAtStart.Weight.grad!));
var safe = 2 / linalg.norm(x_train.t().matmul(x_train) / train.Rows, 2).ToDouble();
var dead = WeightSummary.Of(zerosAtStart.Weight, train).DeadWeights;
page.Say(
    $"From N(0, 1) with η = 0.01 the penalty can do little in {steps} steps: L2 keeps " +
    $"{Math.Pow(1 - 2 * 0.01 * lambda, steps):P1} of a weight, L1 pulls {0.01 * lambda * steps:G2} in all; accuracy " +
    $"{article.Min(r => r.Accuracy):P1} to {article.Max(r => r.Accuracy):P1}, against {sensible.Min(r => r.Accuracy):P1} to " +
    $"{sensible.Max(r => r.Accuracy):P1} from zero.",
    $"从 N(0, 1) 出发、η = 0.01 时，{steps} 步内惩罚几乎不起作用：L2 保留权重的 {Math.Pow(1 - 2 * 0.01 * lambda, steps):P1}，L1 一共只拉动 " +
    $"{0.01 * lambda * steps:G2}；准确率 {article.Min(r => r.Accuracy):P1} 到 {article.Max(r => r.Accuracy):P1}，而从零出发为 " +
    $"{sensible.Min(r => r.Accuracy):P1} 到 {sensible.Max(r => r.Accuracy):P1}。");
page.Say(
    $"L1 gives a sparse solution (1.4), not a \"fuzzy\" one (2.3, 3.3): {sensible[3].Zeros:N0} exact zeros by proximal steps; " +
    $"by subgradient steps {sensible[1].Zeros:N0}, and {dead:N0} weights belong to dead pixels, which no gradient ever " +
    $"reaches. L2 gives a shrunk, dense one, not a \"smooth\" one: ‖W‖₂ {sensible[2].L2Norm:F2} against " +
    $"{sensible[0].L2Norm:F2} without.",
    $"L1 的解是稀疏的（1.4），不是“fuzzy”（2.3、3.3）：近端步得到 {sensible[3].Zeros:N0} 个精确零；次梯度步 {sensible[1].Zeros:N0} 个，而有 {dead:N0} " +
    $"个权重属于梯度永远到不了的死像素。L2 的解是缩小而稠密的：‖W‖₂ 为 {sensible[2].L2Norm:F2}，无惩罚时为 {sensible[0].L2Norm:F2}。");
page.Say(
    $"All weights become 0 from λ = {elementwise:G3} on (by pixels' groups {grouped:G3}); a step of 1/L = {safe:G3} is safe by " +
    $"the bound, {(safe < 0.1 ? "η = 0.1 is above it and works here" : "η = 0.1 is below it")}.",
    $"λ 从 {elementwise:G3} 起全部权重为 0（按像素分组 {grouped:G3}）；按上界安全步长 1/L = {safe:G3}。");
page.Plot(() =>
    new Panels([
        new LineChart([.. curves.TakeLast(4).Select(c => c with { IsDashed = c.Label == "L1, proximal" })])
        {
            PixelWidth = 960,
            Title = "Cross-entropy on held-out digits, W = 0, η = 0.1",
            XAxis = "step",
            YAxis = new("cross-entropy") { IsLogarithmic = true }
        },
        .. new[] { sensible[3], sensible[2] }.Select(r =>
            WeightImages.Of(((SoftmaxRegression)r.Model).Weight, $"{r.Name}: the weights of each class"))
    ]));

// The loop with the cross-entropy inside and the penalty from outside: a constant, whose gradient is nothing.
Tensor HalfFixed(Tensor constantPenalty)
{
    manual_seed(1);
    var (w, bias) = (nn.Parameter(randn(784, 10)), nn.Parameter(zeros(10)));
    using var optimizer = optim.SGD([w, bias], 0.01);
    for (var i = 0; i < Math.Min(steps, 50); i++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        (nn.functional.cross_entropy(x_train.matmul(w) + bias, y_train) + constantPenalty).backward();
        optimizer.step();
    }
    return w;
}

// The article's loop, with forward pass, cross-entropy and penalty in every step.
Outcome Fit(string name, Penalty? penalty, PenaltyMode mode, Initialization start, double rate)
{
    var model = new SoftmaxRegression(784, 10, initialization: start, generator: new Generator(2));
    using var regularization = penalty == null ? null : new Regularization(model, penalty, mode);
    using var optimizer = optim.SGD(model.parameters(), rate);                    // optimizer = tf.keras.optimizers.SGD(0.01)
    var curve = new List<double>();
    for (var i = 0; i < steps; i++)                                               // for i in range(1000):
    {
        using var scope = NewDisposeScope();
        if (i % 10 == 0) curve.Add(Evaluation.Of(model, test, Losses.CrossEntropy).DataLoss);
        optimizer.zero_grad();
        var total = nn.functional.cross_entropy(model.call(x_train), train.Targets);
        if (regularization is { ActsInLoss: true }) total += regularization.Value();
        total.backward();                                                         // grads = tape.gradient(loss, [W, b])
        optimizer.step();                                                         // optimizer.apply_gradients(zip(grads, [W, b]))
        regularization?.ProximalStep(optimizer);
    }
    curves.Add(new(name, [.. Enumerable.Range(0, curve.Count).Select(i => 10.0 * i)], curve));
    return Outcome.Of(name, model, Losses.CrossEntropy, regularization, train, test);
}
