#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 001: L1, L2 and dropout by formula and by hand: its functions (section 4), its gradients (section 3), its question Q1.
// Comments that begin with "py:" are the article's lines; below each stands the C# for it.
// dotnet run examples/Article001ByHand.cs [--variant written|fixed|both] [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(
    args, "Article 001: L1, L2 and dropout by hand", "文章 001：手写的 L1、L2 与 Dropout", Uses.Plot | Uses.Variant);

// py: import numpy as np
// py: weights = np.array([1.0, 2.0, 3.0])
var weights = tensor(new[] { 1.0, 2.0, 3.0 });
// py: lambda_ = 0.5
var lambda_ = 0.5;
var negative = tensor(new[] { 1.0, -2.0, 3.0 }); // what the article's own numbers hide: a sign
// py: import tensorflow as tf
// py: x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
var x = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
// py: rate = 0.5
var rate = 0.5;

// The rows of sections 2 and 3: y centred, so that no bias is needed.
using var problem = Synthetic.Regression(100, 10, nonZero: 3, noise: 0.5, seed: 1, type: ScalarType.Float64);
var (X, y, n, lambda, eta) = (
    problem.Data.Features, problem.Data.Targets.squeeze(1) - problem.Data.Targets.mean(), problem.Data.Rows, 0.1, 0.1);
using var centred = new Dataset(X.alias(), y.unsqueeze(1));
var labels = y.gt(0).to(ScalarType.Float64);
var point = randn([10L], ScalarType.Float64) / 2;
var formulas = Formulas();

if (page.ShowsWritten) WrittenFunctions();
if (page.ShowsFixed) FixedFunctions();
TheGradients();
if (page.ShowsFixed)
{
    PlainCrossEntropy();
    var path = LoweringLambda();
    WhenItExplodes();
    Notice(path);
}

void WrittenFunctions()
{
    page.Section("4.1, 4.2 The penalties as written", "4.1、4.2 L1、L2 正则化：原文");
    // py: def l1_regularization(weights, lambda_):
    // py: return np.sum(np.abs(weights)) + lambda_ * np.sum(weights)
    static Tensor l1_regularization(Tensor weights, double lambda_) => weights.abs().sum() + lambda_ * weights.sum();
    // py: def l2_regularization(weights, lambda_):
    // py: return np.sum(weights**2) + lambda_ * np.sum(weights**2)
    static Tensor l2_regularization(Tensor weights, double lambda_) =>
        weights.square().sum() + lambda_ * weights.square().sum();
    // py: print(l1_regularization(weights, lambda_))
    // py: print(l2_regularization(weights, lambda_))
    page.Table(
        page.Text("function | (1, 2, 3) | (1, -2, 3) | what is wrong", "函数 | (1, 2, 3) | (1, -2, 3) | 错在哪里"),
        [
            $"l1_regularization | {l1_regularization(weights, lambda_).ToDouble():F1} | " +
            $"{l1_regularization(negative, lambda_).ToDouble():F1} | " + page.Text(
                "λ multiplies Σw, whose signs cancel, and Σ|w| has no λ: at λ = 0 there is still a penalty",
                "λ 乘的是会正负抵消的 Σw，而 Σ|w| 前没有 λ：λ = 0 时仍有惩罚"),
            $"l2_regularization | {l2_regularization(weights, lambda_).ToDouble():F1} | " +
            $"{l2_regularization(negative, lambda_).ToDouble():F1} | " + page.Text(
                "this is (1 + λ)Σw²: the penalty is counted once without λ and once with it",
                "这是 (1 + λ)Σw²：惩罚不带 λ 算了一次，带 λ 又算了一次"),
        ]);

    page.Section("4.3 Dropout as written", "4.3 Dropout：原文");
    // py: def dropout(x, rate=0.5):
    static Tensor dropout(Tensor x, double rate = 0.5)
    {
        // py: shape = tf.shape(x)
        var shape = x.shape;
        // py: r = tf.random.uniform(shape=shape, minval=0, maxval=1)
        var r = rand(shape);
        // py: r_mean = tf.reduce_mean(r)
        var r_mean = r.mean();
        // py: return x * (1 - r_mean)
        return x * (1 - r_mean);
    }
    Tensor Seeded(double rate) { manual_seed(0); return dropout(x, rate); }
    // py: print(dropout(x, rate))
    var (written, other) = (Seeded(rate), Seeded(0.9));
    var scales = stack([.. Enumerable.Range(0, page.Pick(4000, 1000)).Select(_ => dropout(x)[0, 0])]);
    page.Show(
        $"{Page.Numbers(written)}, in ratio {Page.Numbers(written / written[0, 0])}; rate 0.9 gives the same: " +
        $"{other.bytes.SequenceEqual(written.bytes)}; the one scale has mean {scales.mean().ToDouble():F2}, sd " +
        $"{scales.std().ToDouble():F3}",
        $"{Page.Numbers(written)}，比例 {Page.Numbers(written / written[0, 0])}；rate 取 0.9 结果相同：" +
        $"{(other.bytes.SequenceEqual(written.bytes) ? "是" : "否")}；唯一的系数均值 {scales.mean().ToDouble():F2}，标准差 " +
        $"{scales.std().ToDouble():F3}");
    page.Say(
        "Nothing is dropped: r has a number for each element, but its mean is one number, which scales all alike. rate is " +
        "never used, there is no 1/(1 − p) that keeps the mean, and no way to switch it off outside training.",
        "什么也没有丢弃：r 每个元素一个数，但它的均值只是一个数，把所有元素同比缩放。rate 从未使用，没有保持均值的 1/(1 − p)，" +
        "训练之外也无法关闭。");
}

void FixedFunctions()
{
    page.Section("4.1, 4.2 The penalties from scratch", "4.1、4.2 L1、L2 正则化：从零写对");
    static Tensor L1Penalty(Tensor weights, double lambda_) => lambda_ * weights.abs().sum();            // λΣ|w|
    static Tensor L2Penalty(Tensor weights, double lambda_) => lambda_ * weights.square().sum();         // λΣw², Keras's l2
    static Tensor HalfL2Penalty(Tensor weights, double lambda_) => lambda_ / 2 * weights.square().sum(); // its own section 2.2
    page.Table(
        page.Text("penalty | (1, 2, 3) | (1, -2, 3) | TorchReg's", "惩罚 | (1, 2, 3) | (1, -2, 3) | TorchReg 的值"),
        new (string, Func<Tensor, double, Tensor>, Penalty)[]
        {
            ("λΣ|w|", L1Penalty, new L1(lambda_)),
            ("λΣw²", L2Penalty, new L2(2 * lambda_)),
            ("(λ/2)Σw²", HalfL2Penalty, new L2(lambda_)),
        }.Select(p =>
            $"{p.Item1} | {p.Item2(weights, lambda_).ToDouble():F1} | {p.Item2(negative, lambda_).ToDouble():F1} | " +
            $"{p.Item3.Name} = {p.Item3.Value(weights).ToDouble():F1}"));
    page.Say(
        "λ multiplies the whole sum and nothing else; the sum is of |w| or w², never of w. Then the loss is data loss + penalty.",
        "λ 只乘整个和；求和的是 |w| 或 w²，绝不是 w。然后：损失 = 数据损失 + 惩罚。");

    page.Section("4.3 Dropout from scratch", "4.3 Dropout：从零写对");
    static Tensor Dropout(Tensor x, double rate, bool training)
    {
        if (!training) return x;                                          // dropout is of training alone
        using var keep = rand(x.shape).ge(rate).to(x.dtype);              // 1 with probability 1 − rate, for each element
        return x * keep / (1 - rate);                                     // so that the mean stays x
    }
    string Masked() => Page.Numbers(Dropout(x, rate, training: true));
    var count = page.Pick(10_000, 2000);
    var means = Page.Numbers(stack([.. Enumerable.Range(0, count).Select(_ => Dropout(x, rate, training: true))]).mean([0L]));
    var (one, another) = (Masked(), Masked());
    page.Show(
        $"training: {one}, another mask {another}; mean over {count:N0} masks {means}",
        $"训练：{one}，另一个掩码 {another}；{count:N0} 个掩码的均值 {means}");
    page.Show(
        $"evaluation: {Page.Numbers(Dropout(x, rate, training: false))}",
        $"评估：{Page.Numbers(Dropout(x, rate, training: false))}");
    using var layer = new InvertedDropout(rate, seed: 2);
    var dropped = Page.Numbers(layer.call(x));
    layer.eval();
    page.Show(
        $"TorchReg's layer: {dropped}; after eval() {Page.Numbers(layer.call(x))}",
        $"TorchReg 的层：{dropped}；eval() 之后 {Page.Numbers(layer.call(x))}");
}

Formula[] Formulas()
{
    Tensor Mean(Tensor residual) => X.t().matmul(residual) / n;                                     // (1/n) Σᵢ residualᵢ xᵢⱼ
    Tensor Sigmoid(Tensor w) => X.matmul(w).sigmoid();
    Tensor SquaredError(Tensor w) => (y - X.matmul(w)).square().mean() / 2;
    return
    [
        new(
            "L1",
            w => Mean(y - X.matmul(w)) - lambda * w.sign(),                                         // 3.1.2 (2)
            w => Mean(X.matmul(w) - y) + lambda * w.sign(),
            w => SquaredError(w) + lambda * w.abs().sum()),
        new(
            "L2",
            w => Mean(y - X.matmul(w)) + lambda * w,                                                // 3.2.2 (2)
            w => Mean(X.matmul(w) - y) + lambda * w,
            w => SquaredError(w) + lambda / 2 * w.square().sum()),
        new(
            page.Text("binary cross-entropy", "二元交叉熵"),
            w => Mean((labels - Sigmoid(w)) * Sigmoid(w) * (1 - Sigmoid(w))),                       // 3.3.2 (4)
            w => Mean(Sigmoid(w) - labels),
            w => (labels * Sigmoid(w).log() + (1 - labels) * (1 - Sigmoid(w)).log()).mean().neg()),
    ];
}

void TheGradients()
{
    page.Section(
        "3.1.2, 3.2.2, 3.3.2 The gradients, as written and corrected, beside autograd",
        "3.1.2、3.2.2、3.3.2 梯度公式：原文、修正与自动微分");
    page.Table(
        page.Text(
            "gradient | written − autograd | written + autograd | corrected − autograd | autograd − finite differences",
            "梯度 | 原文 − 自动微分 | 原文 + 自动微分 | 修正 − 自动微分 | 自动微分 − 差分"),
        formulas.Select(f =>
        {
            var auto = Gradients.ByAutograd(f.Loss, point);
            return $"{f.Name} | {Largest(f.Written(point) - auto):0.0E+0} | {Largest(f.Written(point) + auto):0.0E+0} | " +
                $"{Largest(f.Corrected(point) - auto):0.0E+0} | {Largest(auto - Gradients.ByDifferences(f.Loss, point)):0.0E+0}";
        }));
    page.Say(
        "3.3.2 (4) in three steps, for one row with z = w·x and ŷ = σ(z): ∂CE/∂ŷ = −y/ŷ + (1 − y)/(1 − ŷ) = (ŷ − y)/(ŷ(1 − " +
        "ŷ)); ∂ŷ/∂z = ŷ(1 − ŷ); together ∂CE/∂w = (ŷ − y)·x. The article has (y − ŷ)·∂ŷ/∂θ: the sign turned, and 1/(ŷ(1 − " +
        "ŷ)) left out, so that rows that are wrong and sure of it hardly count.",
        "3.3.2 (4) 分三步，对一行数据 z = w·x、ŷ = σ(z)：∂CE/∂ŷ = −y/ŷ + (1 − y)/(1 − ŷ) = (ŷ − y)/(ŷ(1 − ŷ))；∂ŷ/∂z = ŷ(1 − ŷ)；" +
        "合起来 ∂CE/∂w = (ŷ − y)·x。原文写成 (y − ŷ)·∂ŷ/∂θ：符号反了，又漏了 1/(ŷ(1 − ŷ))，于是错得很肯定的行几乎不起作用。");
    var climbs = Climbs();
    page.Table(
        page.Text("‖w‖ after step | ", "步数与 ‖w‖ | ") + string.Join(" | ", climbs.Select(c => c.Name)),
        new[] { 0, 10, 25, 50 }.Select(step => $"{step} | " + string.Join(" | ", climbs.Select(c => $"{c.Norms[step]:G4}"))));
    var (l1Limit, l2Limit) = (Limit(lambda, 0), Limit(0, lambda));
    page.Say(
        $"As written, the L1 gradient of 3.1.2 is minus the gradient: step 3 climbs, ‖w‖ from {climbs[0].Norms[0]:F1} to " +
        $"{climbs[0].Norms[50]:G3} in 50 steps; corrected it is {climbs[1].Norms[50]:F3} on its way to the optimum's " +
        $"{l1Limit:F3}. In 3.2.2 only the data term has the wrong sign: {climbs[2].Norms[50]:G3} against " +
        $"{climbs[3].Norms[50]:F3} on the way to {l2Limit:F3}.",
        $"原文 3.1.2 的 L1 “梯度”恰是梯度的相反数，第 3 步在爬升：50 步内 ‖w‖ 从 {climbs[0].Norms[0]:F1} 变为 " +
        $"{climbs[0].Norms[50]:G3}；修正后为 {climbs[1].Norms[50]:F3}，正走向最优解的 {l1Limit:F3}。3.2.2 只有数据项符号错：" +
        $"{climbs[2].Norms[50]:G3}，修正后 {climbs[3].Norms[50]:F3}，走向 {l2Limit:F3}。");
}

(string Name, double[] Norms)[] Climbs() =>
[
    .. formulas[..2].SelectMany(f => new[]
    {
        (page.Text($"{f.Name} as written", $"{f.Name} 原文"), Descend(f.Written, 50)),
        (page.Text($"{f.Name} corrected", $"{f.Name} 修正"), Descend(f.Corrected, 50)),
    }),
];

double Limit(double l1, double l2) => Exact(l1, l2).Fit.Weight.norm().ToDouble();

ExactReference Exact(double l1, double l2) => ExactReference.Of(centred, Losses.HalfSquaredError, l1, l2);

void PlainCrossEntropy()
{
    page.Section(
        "2.3, 3.3.1 \"Dropout loss\": plain binary cross-entropy has nothing of dropout in it",
        "2.3、3.3.1 “Dropout 损失”只是普通的二元交叉熵");
    using var layer = new InvertedDropout(rate, seed: 1);
    var masked = Enumerable
        .Range(0, page.Pick(200, 50))
        .Select(_ => layer.call(X))
        .Select(z => (
            Loss: Losses.BinaryCrossEntropy.Value(z.matmul(point), labels).ToDouble(),
            Gradient: z.t().matmul(z.matmul(point).sigmoid() - labels) / n))
        .ToArray();
    var noise = stack([.. masked.Select(m => m.Gradient)]).std(0, unbiased: true).mean().ToDouble();
    page.Show(
        $"plain {formulas[2].Loss(point).ToDouble():F4}; mean over masks, E_r[CE(y, f(x; r·h/(1−p)))]: " +
        $"{masked.Average(m => m.Loss):F4}; a gradient's elements have sd {noise:F4} where without masks it is 0: noise, not " +
        "\"more stable\" training",
        $"普通交叉熵 {formulas[2].Loss(point).ToDouble():F4}；对掩码取平均 E_r[CE(y, f(x; r·h/(1−p)))]：" +
        $"{masked.Average(m => m.Loss):F4}；梯度各分量的标准差 {noise:F4}（无掩码时为 0）：是噪声，并非“更加稳定”");
}

List<Stage> LoweringLambda()
{
    page.Section("Q1 \"普通化简\": lowering λ step by step", "Q1 “普通化简”：逐步减小 λ");
    using var model = new LinearRegression(10).to(ScalarType.Float64);
    var (perLambda, objective) = (page.Pick(100, 40), Objective.Of(model, Losses.HalfSquaredError));
    var least = Ridge.Fit(centred, 0).Weight.flatten();
    // At λ_max itself rounding may leave a weight: the first λ is a little above.
    var top = new L1(1).LambdaMax(X.t().matmul(y) / n) * (1 + 1e-9);
    var path = new List<Stage>();
    for (var stage = 0; stage < 20; stage++)
    {
        var l1 = top * Math.Pow(0.75, stage);
        using var penalty = new Regularization(model, new L1(l1), PenaltyMode.Proximal);
        using var optimizer = optim.SGD(model.parameters(), eta);
        for (var i = 0; i < perLambda; i++)
        {
            objective.Backward(centred);
            optimizer.step();
            penalty.ProximalStep(optimizer);
        }
        var ledger = Evaluation.Of(model, centred, Losses.HalfSquaredError, penalty);
        path.Add(new(l1, [.. model.Weight.data<double>()], ledger.Total, ledger.DataLoss, Exact(l1, 0)));
    }
    page.Table(
        page.Text(
            "λ | nonzero | nonzero, exact | objective | above the optimum | training error | distance to least squares",
            "λ | 非零 | 精确解的非零 | 目标值 | 高于最优 | 训练误差 | 到最小二乘的距离"),
        path.Where((_, i) => i % 3 == 0 || i == 19).Select(p =>
            $"{p.Lambda:G3} | {p.W.Count(v => v != 0)} | {p.Exact.Fit.NonZeros} | {p.Total:F4} | {p.Exact.Above(p.Total)} | " +
            $"{p.Data:F4} | {(tensor(p.W) - least).norm().ToDouble():F3}"));
    return path;
}

void WhenItExplodes()
{
    page.Section("5 Challenges: when a penalty explodes", "5 挑战：惩罚何时使训练发散");
    var curvature = linalg.norm(X.t().matmul(X) / n, 2).ToDouble();
    double Ridged(double product)
    {
        var l2 = product / eta - curvature;
        return Descend(w => X.t().matmul(X.matmul(w) - y) / n + l2 * w, 200)[200];
    }
    page.Show(
        $"gradient steps are stable for η(L + λ) < 2: ‖w‖ after 200 steps at 1.9: {Ridged(1.9):G3}, at 2.1: {Ridged(2.1):G3}",
        $"当 η(L + λ) < 2 时梯度步稳定：200 步后的 ‖w‖，1.9 时 {Ridged(1.9):G3}，2.1 时 {Ridged(2.1):G3}");
}

void Notice(List<Stage> path)
{
    page.Section("What to notice", "要点");
    var (sub, prox, exact) = (Zeros(2000, false), Zeros(2000, true), Exact(lambda, 0).Zeros);
    page.Say(
        $"Exact zeros of 10 weights after 2,000 steps at λ = {lambda}: {sub} by subgradient steps, " +
        $"{(sub == 0 ? "contrary to" : "as in")} 3.1.1; {prox} by proximal steps; {exact} at the optimum, where {10 - 3} " +
        "true weights are 0. L2 penalizes the square of the norm, not the norm (3.2.1).",
        $"λ = {lambda} 时 2,000 步后 10 个权重中的精确零：次梯度步 {sub} 个，与 3.1.1 {(sub == 0 ? "相反" : "一致")}；近端步 {prox} 个；最优解 {exact} 个" +
        $"（真值有 {10 - 3} 个零）。L2 惩罚的是范数的平方，而不是范数（3.2.1）。");
    var falls = path.Zip(path.Skip(1)).Count(p => p.Second.Exact.Fit.Certificate.Loss < p.First.Exact.Fit.Certificate.Loss);
    page.Say(
        $"Section 2 says that regularization lowers the training error: of the {path.Count - 1} steps down in λ, {falls} " +
        $"lower it. It is {path[^1].Exact.Fit.Certificate.Loss:F4} at λ = {path[^1].Lambda:G2} and " +
        $"{path[0].Exact.Fit.Certificate.Loss:F4} at λ = {path[0].Lambda:G3}: a penalty " +
        $"{(falls == path.Count - 1 ? "never lowers it" : "lowered it somewhere here")}.",
        $"第 2 节说正则化降低训练误差：λ 减小的 {path.Count - 1} 步中，有 {falls} 步训练误差下降。λ = {path[^1].Lambda:G2} 时为 " +
        $"{path[^1].Exact.Fit.Certificate.Loss:F4}，λ = {path[0].Lambda:G3} 时为 {path[0].Exact.Fit.Certificate.Loss:F4}：" +
        $"{(falls == path.Count - 1 ? "惩罚从不降低训练误差" : "这里有一步惩罚降低了训练误差")}。");
    page.Say(
        $"\"普通化简\" is no standard term; lowering λ is a warm-started path (annealing): {path[0].W.Count(v => v != 0)} " +
        $"nonzero weights at λ = {path[0].Lambda:G3}, {path[^1].W.Count(v => v != 0)} at {path[^1].Lambda:G2}. Reference [2] " +
        "is Guyon and Elisseeff, An Introduction to Variable and Feature Selection, JMLR 3 (2003).",
        $"“普通化简”不是标准术语；逐步减小 λ 就是热启动的路径（退火）：λ = {path[0].Lambda:G3} 时非零权重 " +
        $"{path[0].W.Count(v => v != 0)} 个，λ = {path[^1].Lambda:G2} 时 {path[^1].W.Count(v => v != 0)} 个。参考文献 [2] 的真实标题是 " +
        "An Introduction to Variable and Feature Selection（JMLR 3, 2003）。");
    page.Plot(() => new Panels([
        new LineChart([
            .. Climbs().Select(c => new Series(c.Name, [.. Enumerable.Range(0, 51).Select(i => (double)i)], c.Norms)),
        ])
        {
            Title = page.Text("Fifty steps with the gradients as written and corrected", "用原文与修正后的梯度走五十步"),
            XAxis = page.Text("step", "步"),
            YAxis = new("‖w‖") { IsLogarithmic = true },
        },
        CoefficientPaths.Of(
            [.. path.Select(p => p.Lambda)],
            [.. path.Select(p => p.W)],
            title: page.Text("Lowering λ: the path of the weights", "逐步减小 λ：权重的路径"),
            axis: page.Text("weight", "权重")),
    ]));
}

static double Largest(Tensor t) => t.abs().max().ToDouble();

double[] Descend(Func<Tensor, Tensor> gradient, int steps)
{
    var (w, norms) = (point.clone(), new List<double> { point.norm().ToDouble() });
    for (var i = 0; i < steps; i++) { w -= eta * gradient(w); norms.Add(w.norm().ToDouble()); }
    return [.. norms];
}

long Zeros(int steps, bool proximal)
{
    var w = point.clone();
    for (var i = 0; i < steps; i++)
    {
        w -= eta * (proximal ? X.t().matmul(X.matmul(w) - y) / n : formulas[0].Corrected(w));
        if (proximal) new L1(lambda).Prox(w, eta);
    }
    return w.eq(0).sum().ToInt64();
}

sealed record Formula(string Name, Func<Tensor, Tensor> Written, Func<Tensor, Tensor> Corrected, Func<Tensor, Tensor> Loss);

sealed record Stage(double Lambda, double[] W, double Total, double Data, ExactReference Exact);
