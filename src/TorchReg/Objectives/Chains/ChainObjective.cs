using System.Numerics;
using TorchReg.Data;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A chain of layers whose gradients are written down, without a graph and into memory that is kept from step to step. What a
/// chain does not take (hooks, other layers or types, rows that are not in memory) autograd does, batch by batch.
/// </summary>
sealed class ChainObjective(
    nn.Module<Tensor, Tensor> model, ModelChain chain, Loss loss, Regularization? regularization) : ObjectiveForm
{
    // Batches of two sizes in an epoch, and some more where a stream has them.
    const int Most = 4;

    readonly AutogradObjective autograd = new(model, loss, regularization);
    readonly PredictionLoss prediction = new(loss);
    readonly GradientWrites writes = new();
    readonly List<ChainMemory> memories = [];
    bool byAutograd;

    public override string Kind => byAutograd ? autograd.Kind : "by layers";

    public override BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null)
    {
        var first = 0;
        byAutograd = batch.Stored is not null || !is_grad_enabled() || !chain.Fits(batch.Features)
            || (first = chain.FirstThatLearns) == chain.Count;
        if (byAutograd) return autograd.Backward(batch, accumulate, factor, meanWeight);
        var value = batch.Features.dtype == ScalarType.Float32
            ? Backward<float>(batch, accumulate, factor, meanWeight, first)
            : Backward<double>(batch, accumulate, factor, meanWeight, first);
        if (regularization is { ActsInLoss: true }) AddPenalties(factor);
        return new(value);
    }

    double Backward<T>(Dataset batch, bool accumulate, double factor, double? meanWeight, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A loss of a user's may reach parameters by itself.
        if (!accumulate && (loss.IsOwn || chain.HasStaleGradient())) model.zero_grad();
        var features = batch.Features;
        using var flat = features.Dimensions == 2 ? null : features.flatten(1).DetachFromDisposeScope();
        var memory = MemoryOf(batch.Rows, features.dtype);
        var pass = new ChainPass<T>(chain, memory, flat ?? features, first);
        var last = chain.Count - 1;
        var gradient = memory.Gradient(last, chain.Units(last));
        Kernels.KeptMatrix outputs;
        using (no_grad()) outputs = pass.Forward();
        var value = prediction.Backward(outputs, gradient, batch, factor, meanWeight);
        writes.Begin(accumulate || loss.IsOwn);
        using (no_grad()) pass.Backward(writes);
        GC.KeepAlive(memory);
        return value;
    }

    void AddPenalties(double factor)
    {
        using var scope = NewDisposeScope();
        var penalties = regularization!.Value();
        if (penalties.requires_grad) (factor == 1 ? penalties : penalties * Scalars.Of(factor)).backward();
    }

    ChainMemory MemoryOf(long rows, ScalarType type)
    {
        for (var i = 0; i < memories.Count; i++)
            if (memories[i].Fits(rows, type)) return memories[i];
        if (memories.Count == Most)
        {
            memories[0].Dispose();
            memories.RemoveAt(0);
        }
        memories.Add(new(rows, type));
        return memories[^1];
    }

    public override void Release()
    {
        foreach (var memory in memories) memory.Dispose();
        memories.Clear();
    }
}
