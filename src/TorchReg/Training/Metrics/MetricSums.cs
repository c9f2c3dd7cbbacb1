using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Sums over chunks of rows, in float64, from which the metrics are made.</summary>
sealed class MetricSums(Loss loss)
{
    readonly TargetMetric? metric = loss.Target switch
    {
        TargetKind.Classes => new Accuracy(isBinary: false, loss.Ignored),
        TargetKind.Binary => new Accuracy(isBinary: true),
        TargetKind.Counts or TargetKind.Amounts when loss.Datafit is { } datafit => new ExplainedDeviance(datafit),
        TargetKind.Numbers => new RSquared(),
        TargetKind.Survival => new Concordance(),
        _ => null,
    };

    internal void Add(Tensor prediction, Tensor target, Tensor? weights) =>
        metric?.Add(prediction, target, weights?.to(ScalarType.Float64)
            ?? ones([prediction.shape[0]], ScalarType.Float64, prediction.device));

    internal IReadOnlyDictionary<Metric, double> Metrics(Regularization? regularization)
    {
        var metrics = new Dictionary<Metric, double>();
        if (metric?.Value is { } value) metrics[metric.Metric] = value;
        AddSparsity(metrics, regularization);
        return metrics;
    }

    static void AddSparsity(Dictionary<Metric, double> metrics, Regularization? regularization)
    {
        if (regularization == null) return;
        using var scope = NewDisposeScope();
        metrics[Metric.ExactZeros] = RunningSum.Of([.. regularization
            .Placed.Select(p => p.Target)
            .DistinctBy(t => t.Parameter.Handle)
            .Select(t => t.Parameter.eq(Scalars.Of(0)).sum())]).Sum();
        var grouped = regularization.Placed.Where(p => p.Penalty is { GroupedBy: not null, IsConstraint: false }).ToArray();
        if (grouped.Length > 0) metrics[Metric.ZeroGroups] = RunningSum.Of([.. grouped.Select(ZeroGroups)]).Sum();
    }

    static Tensor ZeroGroups(PlacedPenalty placed) =>
        Norms
            .OfGroups(placed.Target.AsUnits(placed.Target.Parameter, placed.Penalty.GroupedBy), placed.Penalty.GroupedBy!.Value)
            .eq(Scalars.Of(0))
            .sum();
}
