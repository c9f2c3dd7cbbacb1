#:project ../../src/TorchReg
#:property UsesTorch=true

// # λ/(2m): a penalty that fades as the data grow | λ/(2m)：随数据增多而消失的惩罚
// $ J(\theta) = \frac{1}{2m}\sum_{i=1}^m (h_\theta(x_i) - y_i)^2
// $ + \lambda_1 \sum_{jk} |W_{jk}| + \frac{\lambda_2}{2} \sum_{jk} W_{jk}^2
/* latex
J(\theta) = \frac{1}{2m}\sum_{i=1}^m (h_\theta(x_i) - y_i)^2 + \frac{\lambda}{2m}(||w_1||_1 + ||w_2||_1)
%! L1 with the 1/(2m) that some books give L2: its strength falls with m; the L2 that the text promises is absent, and of a
%! matrix ‖·‖₁ must mean the sum of its elements
%! | L1 用了某些教材中 L2 的 1/(2m)：强度随 m 下降；文中承诺的 L2 没有出现；对矩阵而言 ‖·‖₁ 应指元素绝对值之和
*/
using TorchReg.Data;
using TorchReg.Dialects;
using TorchReg.Objectives;
using TorchReg.Solvers;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

// The same truth, 5 of 30 weights, at three sizes of the data. Exact fits: nothing of this is an iteration that has not arrived.
const double lambda = 40;
foreach (var m in isSmall ? new[] { 100, 1000 } : [100, 1000, 10_000])
{
    using var known = Synthetic.Regression(m, 30, nonZero: 5, noise: 1, seed: 1);
    var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
    var (written, steady) = (problem.Fit(lambda / (2 * m)), problem.Fit(lambda / (2 * 100)));
    Say($"m = {m,6}: λ/(2m) = {lambda / (2 * m):G3} keeps {written.NonZeros,2} of 30 weights; a λ of {lambda / 200} whatever m: "
        + $"{steady.NonZeros}",
        $"m = {m,6}：λ/(2m) = {lambda / (2 * m):G3} 保留 {written.NonZeros,2}/30 个权重；与 m 无关的 λ = {lambda / 200}："
        + $"{steady.NonZeros} 个");
}

// In the library's terms: seed 004's formula is L1(λ/(2m)) beside a loss that is a mean.
var problem100 = new Problem(LossForm.HalfSquaredError, 100);
var read = NamedDialects.Get("article.004").Read(new Dictionary<string, double> { ["lambda"] = lambda }, problem100);
Say($"torchreg lambda reads the formula at m = 100 as L1({read.L1})", $"torchreg lambda 把 m = 100 时的公式读作 L1({read.L1})");

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
