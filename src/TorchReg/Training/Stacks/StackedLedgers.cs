using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The ledgers of a stack's models on the same rows, as <see cref="Evaluation"/> makes them one by one: the predictions of all
/// are one product, and their numbers are read at once.
/// </summary>
sealed class StackedLedgers(ModelStack stack, Loss loss, IReadOnlyList<SteppedModel?> members)
{
    // Of predictions at once: 64 MB in float32.
    const long Most = 1 << 24;

    readonly long models = stack.Models.Count;

    /// <summary>Whether rows can be judged so, and the loss.</summary>
    internal bool Takes(Dataset data) => new StackedOperators(stack, loss).Takes(data)
        && loss is { Joint: null, IsOwn: false } && StackedScore.Takes(loss);

    /// <summary>A ledger of each model that is stepped with others; null of the rest.</summary>
    internal Ledger?[] Of(Dataset data)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var score = StackedScore.Of(loss);
        var (losses, divisor) = Sums(data, score);
        var (values, weights) = (score.Values(), new StackedWeights(stack));
        return
        [
            .. members.Select((member, m) => member is null ? null : new Ledger(
                loss.Name, losses[m] / divisor, weights.Penalties(member, m),
                Metrics(values is null ? null : (score.Metric, values[m]), member, weights, m))),
        ];
    }

    (double[] Losses, double Divisor) Sums(Dataset data, StackedScore score)
    {
        var sums = zeros([models], ScalarType.Float64, data.Device);
        var (divisor, chunk) = (0.0, Math.Max(1, Most / (models * stack.Outputs)));
        for (long start = 0; start < data.Rows; start += chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(chunk, data.Rows - start);
            var (y, c) = (data.Targets.narrow(0, start, count), data.Weights?.narrow(0, start, count));
            var z = nn.functional.linear(data.Features.narrow(0, start, count), stack.Weight.Value, stack.Bias?.Value)
                .view(count, models, stack.Outputs).transpose(0, 1).contiguous();
            var rows = loss.EachOf(models, z.view(-1, stack.Outputs), y).to(ScalarType.Float64);
            sums.add_((c is null ? rows : rows * c).sum([1L]), Scalars.One);
            divisor += loss.WeightsOf(y, c)?.to(ScalarType.Float64).sum().ReadDouble() ?? count;
            score.Add(z, y, c?.to(ScalarType.Float64) ?? ones([count], ScalarType.Float64, data.Device));
        }
        return (HostMemory.Numbers(sums), divisor);
    }

    static Dictionary<Metric, double> Metrics((Metric, double)? score, SteppedModel member, StackedWeights weights, int m)
    {
        var metrics = new Dictionary<Metric, double>();
        if (score is var (metric, value)) metrics[metric] = value;
        if (member.Regularization is not null) metrics[Metric.ExactZeros] = weights.Zeros(member, m);
        return metrics;
    }
}
