#:project ../../src/TorchReg
#:property UsesTorch=true

// # Dropout by hand | 手写 Dropout
// $ \tilde x = \frac{r \odot x}{1-p}, \quad r_i \sim \text{Bernoulli}(1-p)
/* python
import tensorflow as tf

def dropout(x, rate=0.5):
    #! no training flag: it would act in prediction too | 没有 training 开关：预测时也会起作用
    shape = tf.shape(x)
    r = tf.random.uniform(shape=shape, minval=0, maxval=1)
    r_mean = tf.reduce_mean(r)
    #! one number for all entries: nothing is ever dropped | 所有元素共用一个数：什么也没有被丢弃
    return x * (1 - r_mean)
    #! rate is never used; right: x * (r >= rate) / (1 - rate) | rate 从未使用；应为 x * (r >= rate) / (1 - rate)

x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
rate = 0.5
print(dropout(x, rate))
*/
using TorchReg.Layers;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);

manual_seed(1);
var x = tensor(new double[,] { { 1, 2 }, { 3, 4 } });

static Tensor Written(Tensor x, double rate = 0.5) => x * (1 - rand_like(x).mean());  // word for word; rate is not used

static Tensor Dropout(Tensor x, double rate, bool training) =>                        // from scratch
    training ? x * rand_like(x).ge(rate) / (1 - rate) : x;

var once = Written(x);
Say($"as written: {Show(once)}, in ratio {Show(once / once[0, 0])}: one scale for all, nothing is dropped",
    $"原文：{Show(once)}，比例为 {Show(once / once[0, 0])}：同一个缩放，没有丢弃任何元素");
var (first, second, after) = (Dropout(x, 0.5, true), Dropout(x, 0.5, true), Dropout(x, 0.5, false));
Say($"from scratch: {Show(first)}, again {Show(second)}, in prediction {Show(after)}",
    $"自己实现：{Show(first)}，再来一次 {Show(second)}，预测时 {Show(after)}");

var masks = stack([.. Enumerable.Range(0, 10_000).Select(_ => Dropout(x, 0.5, true))]);
var scales = stack([.. Enumerable.Range(0, 10_000).Select(_ => Written(x)[0, 0])]);
Say($"mean over 10,000 masks: {Show(masks.mean([0L]))}; as written the scale has mean {scales.mean().ToDouble():F2}, "
    + $"sd {scales.std().ToDouble():F3}",
    $"10,000 个掩码的均值：{Show(masks.mean([0L]))}；原文的缩放均值 {scales.mean().ToDouble():F2}，标准差 {scales.std().ToDouble():F3}");

using var layer = new InvertedDropout(0.5, seed: 2);  // or nn.Dropout(0.5), which draws from torch's own generator
Say($"the library's layer: {Show(layer.call(x))}", $"库中的层：{Show(layer.call(x))}");
layer.eval();
Say($"after eval(): {Show(layer.call(x))}", $"eval() 之后：{Show(layer.call(x))}");

static string Show(Tensor t) => $"({string.Join(", ", t.contiguous().data<double>().Select(v => $"{v:0.##}"))})";
void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
