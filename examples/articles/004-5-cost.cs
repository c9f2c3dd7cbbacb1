#:project ../../src/TorchReg
#:property UsesTorch=true

// # What a penalty costs | 惩罚的计算代价
// $ \text{cost of a step} = O(\text{rows of the batch} \times \text{weights}) + O(\text{weights})
// > Section 5 says that a penalty is expensive on large data sets. Its cost is one pass over the weights in every step, whatever
// > the number of rows: the larger the batch, the smaller its share. The times are this machine's. |
// > 第 5 节说在大规模数据集上计算正则化项代价高。它每步只需遍历一次权重，与行数无关：批量越大，占比越小。时间取自本机。
// see loop.md
using System.Diagnostics;
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Penalties;
using static TorchSharp.torch;

string[] switches = ["--lang", "en", "zh", "--small"];
if (args.Except(switches).Any()) { Console.Error.WriteLine("use --lang en|zh --small"); Environment.Exit(2); }
var isChinese = args.Contains("zh") || (!args.Contains("en") && Environment.GetEnvironmentVariable("LANG") is ['z', 'h', ..]);
var isSmall = args.Contains("--small");

var (blocks, steps) = isSmall ? (1, 2) : (21, 20);
using var digits = Dataset.Of(DrawnDigits.Draw(1024, seed: 0));
foreach (var rows in new[] { 32, 256, 1024 })
{
    using var batch = digits.Take(rows);
    var (loss, gradient) = (Milliseconds(batch, PenaltyMode.Loss), Milliseconds(batch, PenaltyMode.Gradient));
    Say($"{rows,4} rows: a step without a penalty {loss.Without:F2} ms; L1 added to the loss "
        + $"{loss.With - loss.Without:F2} ms more, as a closed-form gradient {gradient.With - gradient.Without:F2} ms",
        $"{rows,4} 行：无惩罚每步 {loss.Without:F2} 毫秒；把 L1 加入损失多用 {loss.With - loss.Without:F2} 毫秒，"
        + $"作为闭式梯度多用 {gradient.With - gradient.Without:F2} 毫秒");
}

(double Without, double With) Milliseconds(Dataset batch, PenaltyMode mode) => (Time(batch, null), Time(batch, mode));

// The median of repeated blocks: the machine does other things too.
double Time(Dataset batch, PenaltyMode? mode)
{
    using var model = new Mlp([784, 64, 10], generator: new Generator(1));
    using var optimizer = optim.SGD(model.parameters(), 0.1);
    using var regularization = mode is null ? null : new Regularization(model, new L1(1e-5), mode);
    var times = new List<double>();
    for (var block = 0; block < blocks; block++)
    {
        var clock = Stopwatch.StartNew();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(batch.Features), batch.Targets);
            (mode is PenaltyMode.Loss ? loss + regularization!.Value() : loss).backward();
            if (mode is PenaltyMode.Gradient) regularization!.AddGradients();
            optimizer.step();
        }
        times.Add(clock.Elapsed.TotalMilliseconds / steps);
    }
    return times.Order().ElementAt(times.Count / 2);
}

void Say(string english, string chinese) => Console.WriteLine(isChinese ? chinese : english);
