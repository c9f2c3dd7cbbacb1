#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:project ../src/TorchReg.Articles
#:property UsesTorch=true

// Article 001: L1, L2 and dropout by formula and by hand: its functions (section 4), its gradients (section 3), its question Q1.
// dotnet run examples/Article001ByHand.cs [--plot FILE.svg] [--lang zh] [--small]
using TorchReg.Articles;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Layers;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var page = Page.Open(args, "Article 001: L1, L2 and dropout by hand", "文章 001：手写的 L1、L2 与 Dropout");

page.Section("4.1, 4.2 The penalties, as written and corrected", "4.1、4.2 L1、L2 正则化：原文与修正");
// def l1_regularization(weights, lambda_): return np.sum(np.abs(weights)) + lambda_ * np.sum(weights)
static double l1_regularization(Tensor weights, double lambda_) => (weights.abs().sum() + lambda_ * weights.sum()).ToDouble();
// def l2_regularization(weights, lambda_): return np.sum(weights**2) + lambda_ * np.sum(weights**2)
static double l2_regularization(Tensor weights, double lambda_) =>
    (weights.square().sum() + lambda_ * weights.square().sum()).ToDouble();
var (weights, lambda_) = (tensor(new[] { 1.0, 2.0, 3.0 }), 0.5); // weights = np.array([1.0, 2.0, 3.0]); lambda_ = 0.5
var negative = tensor(new[] { 1.0, -2.0, 3.0 });
page.Table(
    "penalty | weights | as written | corrected",
    [
        $"L1, λΣ|w| | (1, 2, 3) | {l1_regularization(weights, lambda_):F1} | {new L1(lambda_).Value(weights).ToDouble():F1}",
        $"L1, λΣ|w| | (1, -2, 3) | {l1_regularization(negative, lambda_):F1} | {new L1(lambda_).Value(negative).ToDouble():F1}",
        $"L2, λΣw² (Keras) | (1, 2, 3) | {l2_regularization(weights, lambda_):F1} | " +
        $"{new L2(2 * lambda_).Value(weights).ToDouble():F1}",
        $"L2, (λ/2)Σw² (its section 2.2) | (1, 2, 3) | {l2_regularization(weights, lambda_):F1} | " +
        $"{new L2(lambda_).Value(weights).ToDouble():F1}",
    ]);

page.Section("4.3 Dropout, as written and corrected", "4.3 Dropout：原文与修正");
static Tensor dropout(Tensor x, double rate = 0.5)                                // def dropout(x, rate=0.5):
{
    var r = rand(x.shape); //     r = tf.random.uniform(shape=shape, minval=0, maxval=1)
    var r_mean = r.mean();                                                        //     r_mean = tf.reduce_mean(r)
    return x * (1 - r_mean);                                                      //     return x * (1 - r_mean)
}
var x = tensor(new float[,] { { 1, 2 }, { 3, 4 } });                              // x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
Tensor Seeded(double rate) { manual_seed(0); return dropout(x, rate); }
var (written, otherRate) = (Seeded(0.5), Seeded(0.9));                            // print(dropout(x, rate))
var scales = stack([.. Enumerable.Range(0, page.Pick(4000, 1000)).Select(_ => dropout(x)[0, 0])]);
page.Show(
    $"as written: {Page.Numbers(written)}, in ratio {Page.Numbers(written / written[0, 0])}; rate 0.9 gives the same: " +
    $"{otherRate.bytes.SequenceEqual(written.bytes)}; the one scale has mean {scales.mean().ToDouble():F2}, sd " +
    $"{scales.std().ToDouble():F3}");
using var inverted = new InvertedDropout(0.5, seed: 1);
page.Show(
    $"corrected:  {Page.Numbers(inverted.call(x))}, another mask {Page.Numbers(inverted.call(x))}; mean over 10,000 masks " +
    $"{Page.Numbers(inverted.call(x.expand(10000, 2, 2)).mean([0L]))}");
inverted.eval();
page.Show($"            {Page.Numbers(inverted.call(x))} in eval mode");

page.Section("3.1.2, 3.2.2, 3.3.2 The gradients, as written and corrected, beside autograd", "3.1.2、3.2.2、3.3.2 梯度公式：原文、修正与自动微分");
using var problem = Synthetic.Regression(100, 10, nonZero: 3, noise: 0.5, seed: 1, type: ScalarType.Float64);
var (X, y, n, lambda, eta) = (
    problem.Data.Features,
    problem.Data.Targets.squeeze(1) - problem.Data.Targets.mean(),
    problem.Data.Rows,
    0.1,
    0.1);
var labels = y.gt(0).to(ScalarType.Float64);
Tensor Mean(Tensor residual) => X.t().matmul(residual) / n;                       // (1/n) Σᵢ residualᵢ xᵢⱼ
Tensor Sigmoid(Tensor w) => X.matmul(w).sigmoid();
Tensor SquaredError(Tensor w) => (y - X.matmul(w)).square().mean() / 2;
Formula[] formulas =
[
    new(
        "L1",
        w => Mean(y - X.matmul(w)) - lambda * w.sign(),
        w => Mean(X.matmul(w) - y) + lambda * w.sign(),
        w => SquaredError(w) + lambda * w.abs().sum()),
    new(
        "L2",
        w => Mean(y - X.matmul(w)) + lambda * w,
        w => Mean(X.matmul(w) - y) + lambda * w,
        w => SquaredError(w) + lambda / 2 * w.square().sum()),
    new(
        "binary cross-entropy",
        w => Mean((labels - Sigmoid(w)) * Sigmoid(w) * (1 - Sigmoid(w))),
        w => Mean(Sigmoid(w) - labels),
        w => (labels * Sigmoid(w).log() + (1 - labels) * (1 - Sigmoid(w)).log()).mean().neg()),
];
var point = randn([10L], ScalarType.Float64) / 2;
page.Table(
    "gradient | written − autograd | written + autograd | corrected − autograd | autograd − finite differences",
    formulas.Select(f =>
    {
        var auto = Gradients.ByAutograd(f.Loss, point);
        return $"{f.Name} | {Largest(f.Written(point) - auto):0.0E+0} | {Largest(f.Written(point) + auto):0.0E+0} | " +
            $"{Largest(f.Corrected(point) - auto):0.0E+0} | {Largest(auto - Gradients.ByDifferences(f.Loss, point)):0.0E+0}";
    }));
var climbs = formulas[..2]
    .SelectMany(f =>
        new[] { ($"{f.Name} as written", Descend(f.Written, 50)), ($"{f.Name} corrected", Descend(f.Corrected, 50)) })
    .ToArray();
page.Table(
    "‖w‖ after step | " + string.Join(" | ", climbs.Select(c => c.Item1)),
    new[] { 0, 10, 25, 50 }.Select(step => $"{step} | " + string.Join(" | ", climbs.Select(c => $"{c.Item2[step]:G4}"))));

page.Section(
    "2.3, 3.3.1 \"Dropout loss\": plain binary cross-entropy has nothing of dropout in it",
    "2.3、3.3.1 “Dropout 损失”只是普通的二元交叉熵");
inverted.train();
var masked = Enumerable
    .Range(0, page.Pick(200, 50))
    .Select(_ => inverted.call(X))
    .Select(z =>
        (
            Loss: Losses.BinaryCrossEntropy.Value(z.matmul(point), labels).ToDouble(),
            Gradient: z.t().matmul(z.matmul(point).sigmoid() - labels) / n))
    .ToArray();
var gradients = stack([.. masked.Select(m => m.Gradient)]);
page.Show(
    $"plain {formulas[2].Loss(point).ToDouble():F4}; mean over masks, E_r[CE(y, f(x; r·h/(1−p)))]: " +
    $"{masked.Average(m => m.Loss):F4}; a gradient's elements have sd {gradients.std(0, unbiased: true).mean().ToDouble():F4} " +
    "where without masks it is 0: noise, not \"more stable\" training",
    $"普通交叉熵 {formulas[2].Loss(point).ToDouble():F4}；对掩码取平均 E_r[CE(y, f(x; " +
    $"r·h/(1−p)))]：{masked.Average(m => m.Loss):F4}；梯度各分量的标准差 {gradients.std(0, unbiased: true).mean().ToDouble():F4}（无掩码时为 " +
    "0）：是噪声，并非“更加稳定”");

page.Section("Q1 \"普通化简\": lowering λ step by step", "Q1 “普通化简”：逐步减小 λ");
using var model = new LinearRegression(10).to(ScalarType.Float64);
using var centred = new Dataset(X.alias(), y.unsqueeze(1));
var (perLambda, top) = (page.Pick(100, 40), new L1(1).LambdaMax(Mean(y)));
using var annealed = new Regularization(
    model,
    new Rule(new L1(top), mode: PenaltyMode.Proximal) { Schedule = step => Math.Pow(0.75, step / perLambda) });
using var optimizer = optim.SGD(model.parameters(), eta);
var objective = Objective.Of(model, Losses.HalfSquaredError, annealed);
var path = Enumerable.Range(0, 20).Select(Stage).ToArray();
var least = Ridge.Fit(centred, 0).Weight.flatten();
page.Table(
    "λ | nonzero | loss | distance to plain least squares",
    path.Where((_, i) => i % 3 == 0 || i == 19)
        .Select(p => $"{p.Lambda:G3} | {p.W.Count(v => v != 0)} | {p.Loss:F4} | {(tensor(p.W) - least).norm().ToDouble():F3}"));

page.Section("5 Challenges: when a penalty explodes", "5 挑战：惩罚何时使训练发散");
var curvature = linalg.norm(X.t().matmul(X) / n, 2).ToDouble();
double Ridged(double product)
{
    var l2 = product / eta - curvature;
    return Descend(w => Mean(X.matmul(w) - y) + l2 * w, 200)[200];
}
page.Show($"gradient steps are stable for η(L + λ) < 2: ‖w‖ after 200 steps at 1.9: {Ridged(1.9):G3}, at 2.1: {Ridged(2.1):G3}",
    $"当 η(L + λ) < 2 时梯度步稳定：200 步后的 ‖w‖，1.9 时 {Ridged(1.9):G3}，2.1 时 {Ridged(2.1):G3}");

page.Section("What to notice", "要点");
var (sub, prox) = (Zeros(2000, false), Zeros(2000, true));
page.Say(
    $"The L1 gradient of 3.1.2 is minus the gradient: step 3 climbs, ‖w‖ from {climbs[0].Item2[0]:F1} to " +
    $"{climbs[0].Item2[50]:G3} in 50 steps; corrected it settles at {climbs[1].Item2[50]:F2}. In 3.2.2 only the data term has " +
    $"the wrong sign: {climbs[2].Item2[50]:G3} against {climbs[3].Item2[50]:F2}.",
    $"3.1.2 的 L1 “梯度”恰是梯度的相反数，第 3 步在爬升：50 步内 ‖w‖ 从 {climbs[0].Item2[0]:F1} 变为 {climbs[0].Item2[50]:G3}；修正后停在 " +
    $"{climbs[1].Item2[50]:F2}。3.2.2 只有数据项符号错：{climbs[2].Item2[50]:G3} 对 {climbs[3].Item2[50]:F2}。");
page.Say(
    $"Subgradient steps never land on 0, contrary to 3.1.1: {sub} exact zeros of 10 after 2,000 steps; proximal steps {prox}, " +
    $"where {10 - 3} true weights are 0. L2 penalizes the square of the norm, not the norm (3.2.1).",
    $"与 3.1.1 相反，次梯度步不会落在 0 上：2,000 步后 10 个权重中精确零 {sub} 个；近端步 {prox} 个（真值有 {10 - 3} 个零）。L2 惩罚的是范数的平方（3.2.1）。");
page.Say(
    $"\"普通化简\" is no standard term; lowering λ is a warm-started path (annealing): {path[0].W.Count(v => v != 0)} nonzero " +
    $"weights at λ = {path[0].Lambda:G3}, {path[^1].W.Count(v => v != 0)} at {path[^1].Lambda:G2}. Reference [2] is Guyon and " +
    "Elisseeff, An Introduction to Variable and Feature Selection, JMLR 3 (2003).",
    $"“普通化简”不是标准术语；逐步减小 λ 就是热启动的路径（退火）：λ = {path[0].Lambda:G3} 时非零权重 {path[0].W.Count(v => v != 0)} 个，λ = {path[^1].Lambda:G2} " +
    $"时 {path[^1].W.Count(v => v != 0)} 个。参考文献 [2] 的真实标题是 An Introduction to Variable and Feature Selection（JMLR 3, 2003）。");
page.Plot(() =>
    new Panels([
        new LineChart([.. climbs.Select(c => new Series(c.Item1, [.. Enumerable.Range(0, 51).Select(i => (double)i)], c.Item2))])
        {
            Title = "Fifty steps with the gradients as written and corrected",
            XAxis = "step",
            YAxis = new("‖w‖") { IsLogarithmic = true }
        },
        CoefficientPaths.Of(
            [.. path.Select(p => p.Lambda)],
            [.. path.Select(p => p.W)],
            title: "Lowering λ: the path of the weights")
    ]));

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
        w -= eta * (proximal ? Mean(X.matmul(w) - y) : formulas[0].Corrected(w));
        if (proximal) new L1(lambda).Prox(w, eta);
    }
    return w.eq(0).sum().ToInt64();
}

(double Lambda, double[] W, double Loss) Stage(int stage)
{
    var loss = 0.0;
    for (var i = 0; i < perLambda; i++)
    {
        using var scope = NewDisposeScope();
        loss = objective.Backward(centred).ToDouble();
        optimizer.step();
        annealed.ProximalStep(optimizer);
    }
    return (top * Math.Pow(0.75, stage), model.Weight.data<double>().ToArray(), loss);
}

sealed record Formula(string Name, Func<Tensor, Tensor> Written, Func<Tensor, Tensor> Corrected, Func<Tensor, Tensor> Loss);
