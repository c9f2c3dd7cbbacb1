#:project ../../src/TorchReg
#:property UsesTorch=true

// # L1 and L2 on every layer of a network | 在网络的每一层上使用 L1 与 L2
// $ \frac1n \sum_i \text{CE}(y_i, f(x_i)) + \sum_{\text{layers}} \left( \lambda_1 \sum |W| + \lambda_2 \sum W^2 \right)
/* python
import tensorflow as tf

# 定义模型
model = tf.keras.Sequential([
    tf.keras.layers.Dense(64, activation='relu', input_shape=(input_shape,)),
    #! input_shape, num_classes and the data are defined nowhere: NameError | input_shape、num_classes 和数据都没有定义：NameError
    tf.keras.layers.Dense(64, activation='relu'),
    tf.keras.layers.Dense(num_classes, activation='softmax')
    #! right in Keras, a trap in C#: cross_entropy takes logits, and softmax before it leaves a loss of 1.46 at best
    #! | 在 Keras 中正确，在 C# 中是陷阱：cross_entropy 接受 logits，先做 softmax 则损失最低只能到 1.46
])

# 编译模型
model.compile(optimizer='adam',
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])

# 添加正则化
model.add(tf.keras.layers.Regularization(l1=0.01, l2=0.01))
#! no such layer: AttributeError. The nearest, ActivityRegularization, would penalize the predictions and no weight; meant is
#! kernel_regularizer=tf.keras.regularizers.L1L2(…) in each Dense, before compile
#! | 没有这个层：AttributeError。最接近的 ActivityRegularization 惩罚的是预测值，而不是任何权重；本意是在编译之前，
#! 给每个 Dense 加上 kernel_regularizer=tf.keras.regularizers.L1L2(…)

# 训练模型
model.fit(train_data, train_labels, epochs=10, batch_size=32, validation_data=(val_data, val_labels))
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

var (rows, epochs) = (isSmall ? 200 : 2000, isSmall ? 2 : 10);
using var validation = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
int[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];

// Word for word after the missing names: the nearest layer, on the softmax at the output. Its L1 part is the constant 0.01.
Tensor Nearest(Tensor z) => 0.01 * (z.softmax(1).abs().sum(1) + z.softmax(1).square().sum(1)).mean();
var (none, nearest) = (Fit(0), Fit(0, (z, y) => cross_entropy(z, y) + Nearest(z)));
Say($"‖w‖₂ {none.Norm:F2} without a penalty, {nearest.Norm:F2} with the nearest layer: no weight is penalized",
    $"‖w‖₂：无惩罚 {none.Norm:F2}，最接近的层 {nearest.Norm:F2}：没有权重受到惩罚");
var twice = Fit(0, (z, y) => cross_entropy(z.softmax(1), y));
var floor = Math.Log(Math.E + 9) - 1;
Say($"softmax before cross_entropy: training loss {twice.Loss:F3}, never below {floor:F3}; without it {none.Loss:F3}",
    $"cross_entropy 之前先做 softmax：训练损失 {twice.Loss:F3}，不可能低于 {floor:F3}；不做则为 {none.Loss:F3}");

// As meant: a penalty on the weights of every layer. The article's 0.01 is too strong for this network.
var plain = seeds.Select(seed => Fit(seed).Accuracy).ToArray();
foreach (var (l1, l2) in new[] { (0.01, 0.01), (0.0001, 0.0001) })
{
    var fits = seeds.Select(seed => Fit(seed, penalty: ElasticNet.FromWeights(l1, 2 * l2))).ToArray();
    var (least, most, zeros) = (fits.Min(f => f.Accuracy), fits.Max(f => f.Accuracy), fits.Average(f => f.Zeros));
    Say($"L1L2({l1}, {l2}), proximal steps: accuracy {least:P1} to {most:P1}, {zeros:F0} of {none.Weights} weights exactly 0",
        $"L1L2({l1}, {l2})，近端步：准确率 {least:P1} 到 {most:P1}，{none.Weights} 个权重中精确零 {zeros:F0} 个");
    Judge("  against no penalty", "  对比无惩罚", [.. fits.Zip(plain, (fit, other) => fit.Accuracy - other)]);
}

(double Loss, double Norm, double Accuracy, long Zeros, long Weights) Fit(
    int seed, Func<Tensor, Tensor, Tensor>? loss = null, Penalty? penalty = null)
{
    loss ??= (z, y) => cross_entropy(z, y);
    using var train = Dataset.Of(DrawnDigits.Draw(rows, (ulong)seed));
    using var model = new Mlp([784, 64, 64, 10], initialization: Initialization.Glorot, generator: new Generator((ulong)seed));
    using var optimizer = optim.Adam(model.parameters(), 0.001);
    using var regularization = penalty is null ? null : new Regularization(model, penalty, PenaltyMode.Proximal);
    for (var epoch = 0; epoch < epochs; epoch++)
        foreach (var batch in train.Batches(32, seed: (ulong)epoch))
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss(model.call(batch.Features), batch.Targets).backward();
            optimizer.step();
            regularization?.ProximalStep(optimizer);
        }
    using var noGrad = no_grad();
    var weights = cat([.. model.parameters().Where(p => p.dim() == 2).Select(p => p.flatten())]);
    return (loss(model.call(train.Features), train.Targets).ToDouble(), weights.norm().ToDouble(),
        model.call(validation.Features).argmax(1).eq(validation.Targets).to(ScalarType.Float64).mean().ToDouble(),
        weights.eq(0).sum().ToInt64(), weights.numel());
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
