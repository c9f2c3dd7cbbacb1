#:project ../../src/TorchReg
#:project ../../src/TorchReg.Figures
#:property UsesTorch=true

// # L1 on a softmax classifier | softmax 分类器的 L1 正则化
// $ \frac1n \sum_i \text{CE}(y_i, x_i W + b) + \lambda \sum_{jk} |W_{jk}|
/* python
import tensorflow as tf

# Define the input data
x_train = ...
#! an Ellipsis is no tensor: ValueError at tf.matmul | Ellipsis 不是张量：tf.matmul 抛出 ValueError
y_train = ...

# Define the model
W = tf.Variable(tf.random.normal([784, 10]))
#! legal, but so far from 0 that the cross-entropy begins at about 15 | 合法，但离 0 太远，交叉熵从 15 左右开始
b = tf.Variable(tf.zeros([10]))

# Define the loss function
y_pred = tf.matmul(x_train, W) + b
loss_function = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_train, logits=y_pred))
#! a number, computed once and outside of the tape | 只算一次、且在 tape 之外的一个数

# Add the L1 regularization term
regularizer = tf.keras.regularizers.l1(0.001)
l1_loss = regularizer(W)
#! the value is right, and it too is outside of the tape | 数值正确，但同样在 tape 之外
loss = loss_function + l1_loss

# Define the optimizer
optimizer = tf.optimizers.GradientDescentOptimizer().minimize(loss)
#! a name of TensorFlow 1: AttributeError; Keras 3 has no minimize; write tf.keras.optimizers.SGD(0.01)
#! | TensorFlow 1 的名字：AttributeError；Keras 3 也没有 minimize；应写 tf.keras.optimizers.SGD(0.01)

# Train the model
for i in range(1000):
   with tf.GradientTape() as tape:
       loss = loss_function + l1_loss
       #! a sum of old numbers: nothing in it depends on W | 旧数值之和：其中没有任何东西依赖 W
   grads = tape.gradient(loss, [W, b])
   #! [None, None] | 得到 [None, None]
   optimizer.apply_gradients(zip(grads, [W, b]))
   #! ValueError: No gradients provided for any variable. | ValueError：没有任何变量的梯度
*/
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

const double lambda = 0.001;
using var digits = Dataset.Of(DrawnDigits.Draw(isSmall ? 50 : 1000, seed: 0));
var (x_train, y_train, steps) = (digits.Features, digits.Targets, isSmall ? 100 : 1000);
Tensor Loss(Tensor W, Tensor b) => nn.functional.cross_entropy(x_train.mm(W) + b, y_train) + lambda * W.abs().sum();

// 1. Word for word: the loss stands before the loop. The first backward uses its graph up, the second finds none.
var (W, b) = (nn.Parameter(randn(784, 10)), nn.Parameter(zeros(10)));
var loss = Loss(W, b);
loss.backward();
try { loss.backward(); }
catch (System.Runtime.InteropServices.ExternalException e)
{
    Say($"word for word: {loss.ToDouble():F1} at step 1, of which L1 is {lambda * W.abs().sum().ToDouble():F1}; "
        + $"step 2: {e.Message[..58]}…",
        $"逐字翻译：第 1 步为 {loss.ToDouble():F1}，其中 L1 占 {lambda * W.abs().sum().ToDouble():F1}；"
        + $"第 2 步报错：{e.Message[..58]}…");
}

// 2. Fixed: everything that depends on W is computed in every step. From 0, with a step of 0.1.
var model = nn.Linear(784, 10);
var subgradient = Train(null);
Say($"subgradient steps: {subgradient}", $"次梯度步：{subgradient}");

// 3. Exact zeros: the loss without the penalty, and a proximal step after each of the optimizer's.
using var regularization = new Regularization(model, new L1(lambda), PenaltyMode.Proximal);
var proximal = Train(regularization);
Say($"proximal steps:    {proximal}", $"近端步：  {proximal}");
if (plot is not null)
    WeightImages.Of(model.weight!, isChinese ? "近端步的权重，白色为 0" : "weights by proximal steps, white is 0").Save(plot);

// The optimum itself, with a proof: no fit can be lower by more than the gap.
var exact = new LinearProblem(digits, Losses.CrossEntropy).Fit(lambda);
Say($"the solver:        objective {exact.Certificate.Objective:F4}, {7840 - exact.NonZeros} of 7840 weights exactly 0",
    $"求解器：  目标函数 {exact.Certificate.Objective:F4}，7840 个权重中精确零 {7840 - exact.NonZeros} 个");

string Train(Regularization? attached)
{
    using (no_grad()) { model.weight!.zero_(); model.bias!.zero_(); }
    using var optimizer = optim.SGD(model.parameters(), 0.1);
    for (var i = 0; i < steps; i++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(model.call(x_train), y_train);
        if (attached is null) loss = loss + lambda * model.weight!.abs().sum();
        loss.backward();
        optimizer.step();
        attached?.ProximalStep(optimizer);
    }
    var (objective, zeros) = (Loss(model.weight!.t(), model.bias!).ToDouble(), model.weight!.eq(0).sum().ToInt64());
    return isChinese ? $"目标函数 {objective:F4}，精确零 {zeros} 个" : $"objective {objective:F4}, {zeros} weights exactly 0";
}
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
