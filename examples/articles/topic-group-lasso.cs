#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # Group lasso: whole pixels, whole units | 分组套索：整个像素、整个神经元
// $ \lambda \sum_{g} \sqrt{|g|}\, \lVert W_g \rVert_2
// > L1 makes single weights 0, which makes no model smaller: a pixel whose weights for nine classes are 0 is still needed for the
// > tenth. With all weights of a pixel as one group the pixel goes as a whole. |
// > L1 让单个权重为 0，模型并不会因此变小：一个像素对九个类别的权重为 0，第十个类别仍需要它。
// > 把一个像素的全部权重当作一组，像素就会整个消失。
// see penalties.md pruning.md
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

var plot = args.SkipWhile(arg => arg != "--plot").Skip(1).FirstOrDefault();
string[] switches = ["--lang", "en", "zh", "--small", "--plot", plot ?? ""];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small --plot FILE.svg"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

using var digits = Dataset.Of(DrawnDigits.Draw(isSmall ? 100 : 500, seed: 0));
using var fresh = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));

// Exact fits: of single weights, and of pixels, each at a λ picked by hand.
var single = new LinearProblem(digits, Losses.CrossEntropy);
var grouped = single with { GroupFeatures = true };
foreach (var (name, chinese, fit) in new[]
    { ("L1 on weights", "对权重用 L1", single.Fit(0.006)), ("L1 on pixels' groups", "对像素分组", grouped.Fit(0.01)) })
    Say($"{name}: {fit.NonZeros} weights and {fit.ActiveFeatures} of 784 pixels are left, {Right(fit):P1} right on fresh digits",
        $"{chinese}：剩下 {fit.NonZeros} 个权重、{fit.ActiveFeatures}/784 个像素，新数字上正确率 {Right(fit):P1}");

// The same in a loop of one's own: the penalty by proximal steps, beside the exact optimum.
var model = nn.Linear(784, 10);
using (no_grad()) { model.weight!.zero_(); model.bias!.zero_(); }
using var optimizer = optim.SGD(model.parameters(), 0.1);
var penalty = new GroupLasso(0.01, Groups.Features);
using var regularization = new Regularization(model, penalty, PenaltyMode.Proximal);
for (var step = 0; step < (isSmall ? 100 : 2000); step++)
{
    using var scope = NewDisposeScope();
    optimizer.zero_grad();
    nn.functional.cross_entropy(model.call(digits.Features), digits.Targets).backward();
    optimizer.step();
    regularization.ProximalStep(optimizer);
}
var loss = nn.functional.cross_entropy(model.call(digits.Features), digits.Targets) + penalty.Value(model.weight);
var pixels = model.weight.ne(0).any(0).sum().ToInt64();
Say($"a loop of proximal steps under new GroupLasso(0.01): objective {loss.ToDouble():F4}, {pixels} pixels",
    $"近端步循环，new GroupLasso(0.01)：目标函数 {loss.ToDouble():F4}，{pixels} 个像素");

if (plot is not null)
    new ImageGrid([Pixels("L1", single.Fit(0.006)), Pixels(isChinese ? "分组" : "groups", grouped.Fit(0.01))], columns: 2)
    {
        Title = isChinese ? "还在使用的像素" : "Pixels that are left",
    }.Save(plot);
static Picture Pixels(string label, LinearFit fit) =>
    new(label, fit.Weight.ne(0).any(0).to(ScalarType.Float64).data<double>().ToArray());
double Right(LinearFit fit) =>
    fit.Predict(fresh.Features).argmax(1).eq(fresh.Targets).to(ScalarType.Float64).mean().ToDouble();
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
