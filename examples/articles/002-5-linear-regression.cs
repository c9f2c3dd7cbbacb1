#:project ../../src/TorchReg
#:property UsesTorch=true

// # Linear regression with L1 and L2 | 带 L1 与 L2 的线性回归
// $ \frac1n \sum_i (y_i - x_i w - b)^2 + \lambda_1 \lVert w\rVert_1 + \lambda_2 \lVert w\rVert_2^2
/* python
import tensorflow as tf
import numpy as np
# 数据集
X_train = np.random.rand(100, 3)
y_train = np.random.rand(100, 1)
#! noise, independent of X: the best R² is 0, the best mse 1/12 = 0.0833 | 与 X 无关的噪声：最好的 R² 为 0，最好的 mse 为 1/12 = 0.0833

# 权重初始化
weights = tf.Variable(tf.random.normal([3, 1]))
#! never used | 从未使用

# L1正则化
l1_regularizer = tf.keras.regularizers.l1(0.01)
#! half as strong as the formula's λ = 0.01 (mse has no ½): l1(0.02) | 只有公式中 λ = 0.01 的一半（mse 没有 ½）：应为 l1(0.02)

# L2正则化
l2_regularizer = tf.keras.regularizers.l2(0.01)

# 模型定义
model = tf.keras.Sequential([
    tf.keras.layers.Dense(1, input_shape=(3,), kernel_regularizer=l1_regularizer),
    tf.keras.layers.Dense(1, input_shape=(3,), kernel_regularizer=l2_regularizer)
    #! a second layer behind the first, where two models are meant; its input_shape is ignored
    #! | 串联成第二层，而本意是两个模型；它的 input_shape 被忽略
])

# 优化器
optimizer = tf.keras.optimizers.Adam(learning_rate=0.01)

# 损失函数
loss = tf.keras.losses.mean_squared_error()
#! a function, called without its arguments: TypeError; write 'mse' | 不带参数地调用函数：TypeError；应写 'mse'

# 训练模型
model.compile(optimizer=optimizer, loss=loss)
history = model.fit(X_train, y_train, epochs=100)
#! 4 steps an epoch: too few to arrive | 每轮只有 4 步：远未到达最优
*/
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Solvers;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

const double lambda = 0.01;
using var noise = Synthetic.ArticleAsWritten().Data;
using var known = Synthetic.Article().Data;                       // y = 3x₁ − 2x₂ + 0x₃ + ½ + noise
var seeds = Enumerable.Range(0, isSmall ? 2 : 5).ToArray();

// As meant to run: two linear layers are one, β = w₂w₁, whose penalty is at least 1.89·λ·‖β‖₁^(2/3), which is not convex.
var stacked = seeds.Select(seed =>
{
    manual_seed(seed);
    var (dense1, dense2) = (nn.Linear(3, 1), nn.Linear(1, 1));
    var (w1, w2) = (dense1.weight!, dense2.weight!);
    Train(nn.Sequential(dense1, dense2), noise, 100, () => lambda * w1.abs().sum() + lambda * w2.square().sum());
    var error = dense2.call(dense1.call(noise.Features)) - noise.Targets;
    return (Mse: error.square().mean().ToDouble(), Zeros: w2.mm(w1).eq(0).sum().ToInt64());
}).ToArray();
var constant = (noise.Targets - noise.Targets.mean()).square().mean().ToDouble();
Say($"stacked, {seeds.Length} seeds: mse {stacked.Average(s => s.Mse):F4}, "
    + $"zeros {stacked.Sum(s => s.Zeros)} of {3 * seeds.Length}; a constant alone has {constant:F4}: noise teaches nothing",
    $"串联，{seeds.Length} 个种子：mse {stacked.Average(s => s.Mse):F4}，零 {stacked.Sum(s => s.Zeros)}/{3 * seeds.Length}；"
    + $"只用一个常数就有 {constant:F4}：噪声中学不到东西");

// Three models, as meant, on rows with a truth; the last column is the exact optimum of the same objective.
foreach (var (name, l1, l2) in new[] { ("l1(0.01)", 0.01, 0.0), ("l2(0.01)", 0, 0.01), ("L1L2(0.01, 0.01)", 0.01, 0.01) })
{
    double Objective(Tensor w, Tensor b) => ((known.Features.mm(w.t().to(ScalarType.Float32)) + b - known.Targets).square().mean()
        + l1 * w.abs().sum() + l2 * w.square().sum()).ToDouble();
    var penalty = ElasticNet.FromWeights(l1, 2 * l2);              // Keras's l2 has no ½, the library's has
    var (plain, proximal) = (Started(), Started());
    Train(plain, known, isSmall ? 20 : 1000, () => l1 * plain.weight!.abs().sum() + l2 * plain.weight.square().sum());
    Train(proximal, known, isSmall ? 20 : 1000, null, new Regularization(proximal, penalty, PenaltyMode.Proximal));
    var exact = new LinearProblem(known, Losses.HalfSquaredError) { L1Ratio = l1 / (l1 + 2 * l2) }.Fit((l1 + 2 * l2) / 2);
    var optimum = Objective(exact.Weight, exact.Bias.to(ScalarType.Float32));
    Say($"{name}: Adam {Show(plain)}, Adam with proximal steps {Show(proximal)}, exactly {Show2(exact.Weight)}; "
        + $"above the optimum by {Objective(plain.weight!, plain.bias!) - optimum:0.0E+0} and "
        + $"{Objective(proximal.weight!, proximal.bias!) - optimum:0.0E+0}",
        $"{name}：Adam {Show(plain)}，Adam 加近端步 {Show(proximal)}，精确解 {Show2(exact.Weight)}；"
        + $"分别高出最优值 {Objective(plain.weight!, plain.bias!) - optimum:0.0E+0} 和 "
        + $"{Objective(proximal.weight!, proximal.bias!) - optimum:0.0E+0}");
}

void Train(nn.Module<Tensor, Tensor> model, Dataset data, int epochs, Func<Tensor>? penalty, Regularization? proximal = null)
{
    using var optimizer = optim.Adam(model.parameters(), 0.01);
    for (var epoch = 0; epoch < epochs; epoch++)
        foreach (var batch in data.Batches(32, seed: (ulong)epoch))
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(model.call(batch.Features), batch.Targets);
            (penalty is null ? loss : loss + penalty()).backward();
            optimizer.step();
            proximal?.ProximalStep(optimizer);
        }
}

static TorchSharp.Modules.Linear Started() { manual_seed(0); return nn.Linear(3, 1); }
static string Show(TorchSharp.Modules.Linear model) => Show2(model.weight!.detach());
static string Show2(Tensor w) =>
    $"({string.Join(", ", w.to(ScalarType.Float64).contiguous().data<double>().Select(v => v == 0 ? "0" : $"{v:F3}"))})";
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
