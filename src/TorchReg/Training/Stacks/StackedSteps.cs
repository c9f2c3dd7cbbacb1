using TorchReg.Data;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The steps of a stack's models on a device, of all models of one kind at once: as many operators as for one, and nothing is
/// read before an epoch ends. A model that diverges is found then; until then its numbers that are not finite stay its own.
/// </summary>
sealed class StackedSteps : IDisposable
{
    readonly ModelStack all;
    readonly IReadOnlyList<SteppedModel?> models;
    readonly StackedGroup[] groups;
    readonly StackedLosses losses;
    readonly StackedBest best;
    readonly Tensor penalties, data;
    bool[] active = [];
    long steps;

    StackedSteps(ModelStack all, IReadOnlyList<SteppedModel?> models)
    {
        (this.all, this.models) = (all, models);
        groups =
        [
            .. models.Index().Where(pair => pair.Item is not null).GroupBy(pair => pair.Item!.Kind)
                .Select(kind => new StackedGroup(all, [.. kind.Select(pair => (pair.Index, pair.Item!))])),
        ];
        (losses, best) = (new(all.Weight.Value, models.Count), new(all));
        using var none = zeros([models.Count], all.Weight.Value.dtype, all.Weight.Value.device);
        (penalties, data) = (none.clone().DetachFromDisposeScope(), none.clone().DetachFromDisposeScope());
    }

    /// <summary>Null where every model has to step alone; those that have to are null.</summary>
    internal static StackedSteps? Of(ModelStack all, IReadOnlyList<SteppedModel?> models) =>
        models.All(model => model is null) ? null : new(all, models);

    internal bool Takes(int model) => models[model] is not null;

    /// <summary>The weights of the models' best epochs.</summary>
    internal StackedBest Best => best;

    internal void Begin(ReadOnlySpan<bool> areActive)
    {
        (active, steps) = (areActive.ToArray(), 0);
        losses.Begin();
        foreach (var group in groups) group.Begin(active);
    }

    /// <summary>A step on the gradients of the last batch.</summary>
    internal void Step(Tensor ofBatch, bool isLast)
    {
        using var noGrad = no_grad();
        losses.Take(ofBatch);
        if (isLast) MeasureGradients();
        foreach (var group in groups) group.Step();
        steps++;
    }

    void MeasureGradients()
    {
        if (!models.Any(model => model is { Options.EvaluateTraining: true, Regularization: not null })) return;
        penalties.zero_();
        data.zero_();
        foreach (var group in groups) group.AddSquares(penalties, data);
    }

    /// <summary>What the epoch came to, of each model; of those that did not take part or step alone it means nothing.</summary>
    internal StackedEpoch[] End()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        for (var m = 0; m < models.Count; m++)
            if (active[m] && models[m]?.Regularization is { } regularization) regularization.Steps += steps;
        var read = losses.Read(AreFinite(), penalties, data);
        return
        [
            .. models.Select((_, m) => new StackedEpoch(
                (long)read[0][m], read[1][m], read[2][m] != 0,
                models[m]?.Regularization is null ? double.NaN : Math.Sqrt(read[3][m] / read[4][m]))),
        ];
    }

    /// <summary>
    /// The ledgers of rows, of models that are stepped here; null where the loss is for <see cref="Evaluation"/>.
    /// </summary>
    internal Ledger?[]? Ledgers(Loss loss, Dataset rows)
    {
        var ledgers = new StackedLedgers(all, loss, models);
        return ledgers.Takes(rows) ? ledgers.Of(rows) : null;
    }

    Tensor AreFinite()
    {
        Tensor Of(Tensor parameter) => parameter.isfinite().view(models.Count, -1).all(1);
        var weights = Of(all.Weight.Value);
        return all.Bias is { } bias ? weights.logical_and_(Of(bias.Value)) : weights;
    }

    public void Dispose()
    {
        foreach (var group in groups) group.Dispose();
        losses.Dispose();
        best.Dispose();
        penalties.Dispose();
        data.Dispose();
    }
}
