#:project ../../src/TorchReg
#:property UsesTorch=true

// # Dropout in a network | 网络中的 Dropout
// $ h \mapsto \frac{r \odot h}{1-p} \text{ in training}, \qquad h \mapsto h \text{ in prediction}
// > Two lines make dropout go wrong without an error: forgetting `eval()` before predicting, and not dividing by 1 − p. Both are
// > measured here. |
// > 有两处会让 Dropout 不报错地出错：预测前忘记 `eval()`，以及没有除以 1 − p。这里把二者都量出来。
// see training.md
using TorchReg.Data;
using TorchReg.Layers;
using TorchSharp;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

const double rate = 0.5;
using var fresh = Dataset.Of(DrawnDigits.Draw(isSmall ? 300 : 2000, seed: 99));
ulong[] seeds = isSmall ? [0, 1] : [0, 1, 2, 3, 4];
var none = seeds.Select(seed => Accuracy(Fit(seed, null), isTraining: false)).ToArray();
var kept = seeds.Select(seed => Fit(seed, new InvertedDropout(rate, seed: seed))).ToArray();
var right = kept.Select(model => Accuracy(model, isTraining: false)).ToArray();
var forgotten = kept.Select(model => Accuracy(model, isTraining: true)).ToArray();
Judge($"dropout {rate} on 300 digits against none", $"300 个数字上 Dropout {rate} 对比不用", [.. right.Zip(none, (a, b) => a - b)]);
Judge("the same networks without eval() before predicting", "同样的网络，预测前忘记 eval()", [.. forgotten.Zip(right, (a, b) => a - b)]);

// Without the division by 1 − p the units are twice as large in prediction as they were in training.
var h = rand(1000, 64);
var (undivided, inverted) = (h * rand_like(h).ge(rate), h * rand_like(h).ge(rate) / (1 - rate));
var (after, bare, scaled) = (h.mean().ToDouble(), undivided.mean().ToDouble(), inverted.mean().ToDouble());
Say($"mean of the units in prediction {after:F3}; in training {bare:F3} without the division, {scaled:F3} with it",
    $"预测时神经元的均值 {after:F3}；训练时不除为 {bare:F3}，除以 1 − p 后为 {scaled:F3}");

// What else the masks are good for: where they disagree most, the network does not know.
var (mean, variance) = MonteCarlo.Predict(kept[0], fresh.Features, samples: 30, output: z => z.softmax(1));
var (isRight, spread) = (mean.argmax(1).eq(fresh.Targets), variance.sum(1).sqrt());
var (where, elsewhere) = (spread[isRight].mean().ToDouble(), spread[isRight.logical_not()].mean().ToDouble());
Say($"spread of 30 masked predictions: {where:F3} where right, {elsewhere:F3} where wrong",
    $"30 次带掩码预测的离散程度：预测正确处 {where:F3}，错误处 {elsewhere:F3}");

nn.Module<Tensor, Tensor> Fit(ulong seed, nn.Module<Tensor, Tensor>? dropout)
{
    manual_seed((long)seed);
    using var train = Dataset.Of(DrawnDigits.Draw(300, seed));
    var model = nn.Sequential(
        ("hidden", nn.Linear(784, 64)), ("relu", nn.ReLU()), ("dropout", dropout ?? nn.Identity()), ("out", nn.Linear(64, 10)));
    using var optimizer = optim.Adam(model.parameters(), 0.001);
    for (var epoch = 0; epoch < (isSmall ? 3 : 60); epoch++)
        foreach (var batch in train.Batches(32, seed: (ulong)epoch))
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(batch.Features), batch.Targets).backward();
            optimizer.step();
        }
    return model;
}

double Accuracy(nn.Module<Tensor, Tensor> model, bool isTraining)
{
    using var noGrad = no_grad();
    model.train(isTraining);
    return model.call(fresh.Features).argmax(1).eq(fresh.Targets).to(ScalarType.Float64).mean().ToDouble();
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
