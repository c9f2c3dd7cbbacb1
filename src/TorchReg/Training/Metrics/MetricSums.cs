using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Sums over chunks of rows, in float64, from which the metrics are made.</summary>
sealed class MetricSums(TargetKind kind)
{
    double weight, right;
    OutputSums? outputs;
    bool hasOutputs = true;

    internal void Add(Tensor prediction, Tensor target, Tensor? weights)
    {
        var c = weights?.to(ScalarType.Float64) ?? ones([prediction.shape[0]], ScalarType.Float64, prediction.device);
        weight += c.sum().ReadDouble();
        if (kind == TargetKind.Numbers) AddNumbers(prediction, target, c);
        else if (HasHits) right += (Hits(prediction, target).to(ScalarType.Float64) * c).sum().ReadDouble();
    }

    bool HasHits => kind is TargetKind.Classes or TargetKind.Binary;

    Tensor Hits(Tensor prediction, Tensor target) => kind == TargetKind.Binary || prediction.numel() == prediction.shape[0]
        ? prediction.gt(Scalars.Of(0)).eq(target.gt(Scalars.Of(0.5))).reshape(prediction.shape[0], -1).all(1)
        : prediction.argmax(1).eq(LossShapes.IsIndices(target) ? target : target.argmax(1));

    // A custom loss's targets may have any shape: then there is no R².
    void AddNumbers(Tensor prediction, Tensor target, Tensor c)
    {
        if (!prediction.shape.AsSpan().SequenceEqual(target.shape)) { hasOutputs = false; return; }
        var y = target.to(ScalarType.Float64).reshape(target.shape[0], -1);
        (outputs ??= new(y[0])).Add(prediction.to(ScalarType.Float64).reshape(y.shape), y, c);
    }

    internal IReadOnlyDictionary<string, double> Metrics(Regularization? regularization)
    {
        var metrics = new Dictionary<string, double>();
        if (HasHits) metrics["accuracy"] = right / weight;
        else if (hasOutputs && outputs != null) metrics["R²"] = outputs.RSquared(weight);
        AddSparsity(metrics, regularization);
        return metrics;
    }

    static void AddSparsity(Dictionary<string, double> metrics, Regularization? regularization)
    {
        if (regularization == null) return;
        using var scope = NewDisposeScope();
        metrics["exact zeros"] = regularization
            .Placed.Select(p => p.Target)
            .DistinctBy(t => t.Parameter.Handle)
            .Sum(t => t.Parameter.eq(Scalars.Of(0)).sum().ReadInt64());
        var grouped = regularization.Placed.Where(p => p.Penalty is { GroupedBy: not null, IsConstraint: false }).ToArray();
        if (grouped.Length > 0) metrics["zero groups"] = grouped.Sum(ZeroGroups);
    }

    static double ZeroGroups(PlacedPenalty placed) =>
        Norms
            .OfGroups(placed.Target.AsUnits(placed.Target.Parameter, placed.Penalty.GroupedBy), placed.Penalty.GroupedBy!.Value)
            .eq(Scalars.Of(0))
            .sum()
            .ReadInt64();
}
