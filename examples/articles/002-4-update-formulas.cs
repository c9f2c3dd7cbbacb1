#:project ../../src/TorchReg
#:property UsesTorch=true

// # The update formulas, and which λ of the code they mean | 更新公式，以及它对应代码中的哪个 λ
// $ J(\theta) = \frac{1}{2m} \sum_{i=1}^{m} (h_\theta(x^{(i)}) - y^{(i)})^2 + \lambda \sum_{j=1}^{n} |\theta_j|
/* latex
\theta_j^{(t+1)} = \theta_j^{(t)} - \alpha \left( \frac{\partial}{\partial \theta_j}
\left( \frac{1}{2m} \sum_{i=1}^{m} (h_\theta(x^{(i)}) - y^{(i)})^2 \right) + \lambda \text{sign}(\theta_j) \right)
%= right; j runs over the weights alone: the bias is not penalized, which the article leaves unsaid
%! | 正确；j 只取权重：偏置不受惩罚，原文没有说明
\theta_j^{(t+1)} = \theta_j^{(t)} - \alpha \left( \frac{\partial}{\partial \theta_j}
\left( \frac{1}{2m} \sum_{i=1}^{m} (h_\theta(x^{(i)}) - y^{(i)})^2 \right) + \lambda \theta_j \right)
%= right | 正确
*/
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

const double lambda = 0.01, alpha = 0.5;
using var known = Synthetic.Article(type: ScalarType.Float64);           // y = 3x₁ − 2x₂ + 0x₃ + ½ + noise
var (X, y, m) = (known.Data.Features, known.Data.Targets, known.Data.Rows);
Tensor HalfError(Tensor theta, Tensor bias) => (X.mm(theta) + bias - y).square().sum() / (2 * m);

// Both formulas against autograd, at a point without zeros.
var (at, zero) = (tensor(new[] { 0.4, -0.7, 0.2 }).reshape(3, 1), zeros(1, ScalarType.Float64));
foreach (var (name, penalty, slope) in new (string, Func<Tensor, Tensor>, Func<Tensor, Tensor>)[]
    { ("L1", t => lambda * t.abs().sum(), t => lambda * t.sign()), ("L2", t => lambda / 2 * t.square().sum(), t => lambda * t) })
{
    var theta = at.clone().requires_grad_();
    (HalfError(theta, zero) + penalty(theta)).backward();
    var difference = (theta.grad! - (X.t().mm(X.mm(at) - y) / m + slope(at))).abs().max().ToDouble();
    Say($"{name}: the formula's gradient differs from autograd's by {difference:0.0E+0}",
        $"{name}：公式的梯度与自动微分相差 {difference:0.0E+0}");
}

// Keras's 'mse' is SSE/m, twice the formula's SSE/(2m): l1(λ) there is half as strong, and l2(λ), without ½, the same.
var exact = new LinearProblem(known.Data, Losses.HalfSquaredError).Fit(lambda);
foreach (var l1 in new[] { 0.01, 0.02 })
{
    var (theta, bias) = (zeros(3, 1, ScalarType.Float64), zeros(1, ScalarType.Float64));
    for (var step = 0; step < 4000; step++)
    {
        using var scope = NewDisposeScope();
        var residual = X.mm(theta) + bias - y;
        theta.sub_(alpha * 2 / m * X.t().mm(residual));                  // the gradient of Keras's mse
        bias.sub_(alpha * 2 / m * residual.sum());
        new L1(l1).Prox(theta, alpha);
    }
    Say($"mse + l1({l1}): θ = {Show(theta)}; the formula at λ = {lambda}: {Show(exact.Weight)}",
        $"mse + l1({l1})：θ = {Show(theta)}；公式在 λ = {lambda} 时：{Show(exact.Weight)}");
}

static string Show(Tensor t) => $"({string.Join(", ", t.contiguous().data<double>().Select(v => $"{v:F4}"))})";
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
