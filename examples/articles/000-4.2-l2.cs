#:project ../../src/TorchReg
#:property UsesTorch=true

// # L2 on a softmax classifier | softmax 分类器的 L2 正则化
// $ \frac1n \sum_i \text{CE}(y_i, x_i W + b) + \lambda \sum_{jk} W_{jk}^2
/* python
import tensorflow as tf

# Define the input data
x_train = ...
#! an Ellipsis is no tensor: ValueError at tf.matmul | Ellipsis 不是张量：tf.matmul 抛出 ValueError
y_train = ...

# Define the model
W = tf.Variable(tf.random.normal([784, 10]))
b = tf.Variable(tf.zeros([10]))

# Define the loss function
y_pred = tf.matmul(x_train, W) + b
loss_function = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_train, logits=y_pred))

# Add the L2 regularization term
regularizer = tf.keras.regularizers.l2(0.001)
l2_loss = regularizer(W)
#! outside of the tape: with only the cross-entropy moved inside, the code runs and this does nothing
#! | 在 tape 之外：若只把交叉熵移进去，代码能运行，而这一项毫无作用
loss = loss_function + l2_loss

# Define the optimizer
optimizer = tf.optimizers.GradientDescentOptimizer().minimize(loss)
#! a name of TensorFlow 1: AttributeError; write tf.keras.optimizers.SGD(0.01)
#! | TensorFlow 1 的名字：AttributeError；应写 tf.keras.optimizers.SGD(0.01)

# Train the model
for i in range(1000):
   with tf.GradientTape() as tape:
       loss = loss_function + l2_loss
       #! a sum of old numbers: tape.gradient gives [None, None] | 旧数值之和：tape.gradient 返回 [None, None]
   grads = tape.gradient(loss, [W, b])
   optimizer.apply_gradients(zip(grads, [W, b]))
   #! ValueError: No gradients provided for any variable. | ValueError：没有任何变量的梯度
*/
using TorchReg.Data;
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

const double lambda = 0.001;
using var test = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
var (rows, steps) = (isSmall ? 200 : 1000, isSmall ? 50 : 1000);

// The half-fixed trap: cross-entropy in the loop, the penalty computed before it. It runs, and W is that of λ = 0.
var (trap, none) = (Train(0, once: w => lambda * w.square().sum()), Train(0));
Say($"penalty computed once: W equals that without a penalty bit for bit: {trap.W.bytes.SequenceEqual(none.W.bytes)}",
    $"惩罚只算一次：W 与无惩罚时逐位相同：{(trap.W.bytes.SequenceEqual(none.W.bytes) ? "是" : "否")}");

// Fixed. Keras's l2(λ) has no ½: its gradient is 2λW, that of weight decay 2λ on W alone, and of the library's L2(2λ).
var right = Train(0, inLoop: w => lambda * w.square().sum());
var library = Train(0, attached: new L2(2 * lambda));
var difference = (right.W - library.W).abs().max().ToDouble();
Say($"‖W‖₂: {none.W.norm().ToDouble():F3} without, {right.W.norm().ToDouble():F3} with λ = {lambda}; "
    + $"new L2({2 * lambda}) gives the same weights up to {difference:0.0E+0}",
    $"‖W‖₂：无惩罚 {none.W.norm().ToDouble():F3}，λ = {lambda} 时 {right.W.norm().ToDouble():F3}；"
    + $"new L2({2 * lambda}) 给出相同权重，相差 {difference:0.0E+0}");

// Does it help? Fresh digits, other training digits for every seed.
ulong[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];
var gains = seeds.Select(s => Train(s, attached: new L2(2 * lambda)).Accuracy - Train(s).Accuracy);
Judge($"L2({2 * lambda}) on {rows} digits against none", $"{rows} 个数字上 L2({2 * lambda}) 对比无惩罚", [.. gains]);

(Tensor W, double Accuracy) Train(
    ulong seed, Func<Tensor, Tensor>? once = null, Func<Tensor, Tensor>? inLoop = null, Penalty? attached = null)
{
    using var digits = Dataset.Of(DrawnDigits.Draw(rows, seed));
    var model = nn.Linear(784, 10);
    using (no_grad()) { model.weight!.zero_(); model.bias!.zero_(); }
    using var regularization = attached is null ? null : new Regularization(model, attached);
    using var optimizer = optim.SGD(model.parameters(), 0.1);
    var constant = once is null ? zeros(1) : once(model.weight).detach();
    for (var i = 0; i < steps; i++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(model.call(digits.Features), digits.Targets) + constant;
        (inLoop is null ? loss : loss + inLoop(model.weight)).backward();
        regularization?.AddGradients();
        optimizer.step();
    }
    return (model.weight.detach(), model.call(test.Features).argmax(1).eq(test.Targets).to(ScalarType.Float64).mean().ToDouble());
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
