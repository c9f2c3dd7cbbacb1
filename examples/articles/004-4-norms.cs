#:project ../../src/TorchReg
#:property UsesTorch=true

// # The norm of predictions, and of weights | 预测值的范数与权重的范数
// $ \frac1n \sum_i \text{CE}(y_i, f(x_i)) + \lambda_1 \sum_{l} \sum |W_l| + \frac{\lambda_2}{2} \sum_{l} \sum W_l^2
/* python
import tensorflow as tf

# 定义模型
class Model(tf.keras.Model):
    def __init__(self):
        super(Model, self).__init__()
        self.dense1 = tf.keras.layers.Dense(64, activation='relu')
        self.dense2 = tf.keras.layers.Dense(10, activation='softmax')

    def call(self, inputs, training=False):
        #! training is never used: nothing here differs between training and prediction | training 从未使用：训练与预测没有区别
        x = self.dense1(inputs)
        return self.dense2(x)

# 定义损失函数
def loss_function(y_true, y_pred):
    mse = tf.keras.losses.MeanSquaredError()
    #! needs one-hot y_true; labels of shape (n, 1) broadcast without a word | 需要 one-hot 的 y_true；形状 (n, 1) 的标签会静默广播
    l1_norm = tf.norm(y_pred, axis=1, ord=1)
    #! of predictions, not of weights: of a softmax row it is always 1, without a gradient | 是预测值而非权重的范数：softmax 行恒为 1，没有梯度
    l2_norm = tf.norm(y_pred, axis=1, ord=2)
    #! between 0.316 and 1, least where all classes are equally likely: it rewards being unsure | 介于 0.316 与 1 之间，各类等可能时最小：奖励不确定
    l1_l2_norm = l1_norm + l2_norm
    return mse(y_true, y_pred) + 0.01 * l1_l2_norm
    #! the loss of a perfect classifier is 0.02 | 完美分类器的损失也有 0.02

# 训练模型
model = Model()
optimizer = tf.keras.optimizers.Adam(learning_rate=0.001)
model.compile(optimizer=optimizer, loss=loss_function, metrics=['accuracy'])
model.fit(x_train, y_train, epochs=10, batch_size=32)
#! x_train and y_train are defined nowhere: NameError | x_train、y_train 没有定义：NameError
*/
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

static Tensor OneHot(Tensor y) => one_hot(y, 10).to(ScalarType.Float32);
static Tensor Written(Tensor p, Tensor y) =>                                     // word for word
    (OneHot(y) - p).square().mean() + 0.01 * (p.norm(1, false, 1f) + p.norm(1, false, 2f)).mean();
var (uniform, classes) = (full(10, 10, 0.1f), arange(10));
Say($"what the norms add: {Extra(uniform):F5} at uniform predictions, {Extra(OneHot(classes)):F5} at perfect ones",
    $"范数附加的值：均匀预测时 {Extra(uniform):F5}，完美预测时 {Extra(OneHot(classes)):F5}");
double Extra(Tensor p) => (Written(p, classes) - (OneHot(classes) - p).square().mean()).ToDouble();
var z = randn(100, 10).requires_grad_();
z.softmax(1).norm(1, false, 1f).mean().backward();
Say($"largest gradient of the L1 half: {z.grad!.abs().max().ToDouble():0.0E+0}",
    $"L1 一半的最大梯度：{z.grad!.abs().max().ToDouble():0.0E+0}");

using var test = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
int[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];
Tensor Mse(Tensor z, Tensor y) => (OneHot(y) - z.softmax(1)).square().mean();
var mse = seeds.Select(seed => Fit(seed, Mse)).ToArray();
var written = seeds.Select(seed => Fit(seed, (z, y) => Written(z.softmax(1), y))).ToArray();
var right = seeds.Select(seed => Fit(seed, (z, y) => cross_entropy(z, y), new L2(0.001))).ToArray();
var plain = seeds.Select(seed => Fit(seed, (z, y) => cross_entropy(z, y))).ToArray();
Say($"‖w‖₂ of the weights: {mse.Average(f => f.Norm):F2} with mse alone, {written.Average(f => f.Norm):F2} as written; "
    + $"cross-entropy {plain.Average(f => f.Norm):F2}, with L2 on the weights {right.Average(f => f.Norm):F2}",
    $"权重的 ‖w‖₂：仅 mse {mse.Average(f => f.Norm):F2}，按原文 {written.Average(f => f.Norm):F2}；"
    + $"交叉熵 {plain.Average(f => f.Norm):F2}，对权重加 L2 后 {right.Average(f => f.Norm):F2}");
Judge("as written against mse alone", "按原文对比仅 mse", [.. written.Zip(mse, (a, b) => a.Accuracy - b.Accuracy)]);
Judge("L2 on the weights against none", "对权重加 L2 对比不加", [.. right.Zip(plain, (a, b) => a.Accuracy - b.Accuracy)]);

(double Norm, double Accuracy) Fit(int seed, Func<Tensor, Tensor, Tensor> loss, Penalty? penalty = null)
{
    using var train = Dataset.Of(DrawnDigits.Draw(isSmall ? 200 : 1000, (ulong)seed));
    using var model = new Mlp([784, 64, 10], initialization: Initialization.Glorot, generator: new Generator((ulong)seed));
    using var optimizer = optim.Adam(model.parameters(), 0.001);
    using var regularization = penalty is null ? null : new Regularization(model, penalty);
    for (var epoch = 0; epoch < (isSmall ? 2 : 20); epoch++)
        foreach (var batch in train.Batches(32, seed: (ulong)epoch))
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss(model.call(batch.Features), batch.Targets).backward();
            regularization?.AddGradients();
            optimizer.step();
        }
    using var noGrad = no_grad();
    return (cat([.. model.parameters().Where(p => p.dim() == 2).Select(p => p.flatten())]).norm().ToDouble(),
        model.call(test.Features).argmax(1).eq(test.Targets).to(ScalarType.Float64).mean().ToDouble());
}

// Five seeds: what lies further from 0 than 2.78 standard errors (Student's t, 4 degrees of freedom) is told from chance.
void Judge(string english, string chinese, double[] gains)
{
    var mean = gains.Average();
    var error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length);
    var verdict = mean > 2.78 * error ? 0 : mean < -2.78 * error ? 1 : 2;
    string[] en = ["improves", "worsens", "makes no difference that this many rows can show"];
    string[] zh = ["有改善", "变差", "在这么多行上看不出差别"];
    Say($"{english}: accuracy {mean:+0.00%;-0.00%;0.00%} ± {error:0.00%} over {gains.Length} seeds: {en[verdict]}",
        $"{chinese}：准确率 {mean:+0.00%;-0.00%;0.00%} ± {error:0.00%}（{gains.Length} 个种子）：{zh[verdict]}");
}

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
