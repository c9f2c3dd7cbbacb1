using TorchReg.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// What an optimizer remembers of each parameter, by name: TorchSharp's own files of it are not checked while they are read.
/// </summary>
static class OptimizerMemory
{
    /// <summary>The tensors that are there: <c>3.exp_avg</c> for the fourth parameter.</summary>
    internal static IEnumerable<(string Name, Tensor Tensor)> Tensors(optim.Optimizer optimizer)
    {
        var adapter = AdapterOf(optimizer);
        return OptimizerView.States(optimizer).SelectMany((state, i) => adapter.Slots
            .Select(slot => (Name: $"{i}.{slot.Name}", Tensor: slot.Get(state))).Where(kept => kept.Tensor is not null)
            .Select(kept => (kept.Name, kept.Tensor!)));
    }

    internal static long[] Steps(optim.Optimizer optimizer)
    {
        var adapter = AdapterOf(optimizer);
        return [.. OptimizerView.States(optimizer).Select(state => adapter.Step(state) ?? 0)];
    }

    /// <summary>
    /// Puts back what <see cref="Tensors"/> and <see cref="Steps"/> gave, for an optimizer of the same kind and parameters.
    /// </summary>
    internal static void Restore(
        optim.Optimizer optimizer,
        IReadOnlyDictionary<string, Tensor> tensors,
        long[] steps,
        string file)
    {
        var adapter = AdapterOf(optimizer);
        var states = OptimizerView.States(optimizer);
        if (states.Count != steps.Length)
            throw new InvalidDataException(
                $"{file}: the checkpoint's optimizer has {steps.Length} parameters, this one {states.Count}.");
        for (var i = 0; i < states.Count; i++)
        {
            adapter.SetStep(states[i], steps[i]);
            foreach (var slot in adapter.Slots) Restore($"{i}.{slot.Name}", slot, states[i], tensors, file);
        }
    }

    // A buffer that is made at the first step is missing before it.
    static void Restore(string name, Slot slot, OptimizerState state, IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        var own = slot.Get(state);
        if (!tensors.TryGetValue(name, out var given))
        {
            if (own is not null)
                throw new InvalidDataException(
                    $"{file}: there is no '{name}', which the optimizer has; the checkpoint is of another optimizer.");
            return;
        }
        if (own is null) slot.Put(state, given.clone().DetachFromDisposeScope());
        else if (!own.shape.AsSpan().SequenceEqual(given.shape))
            throw new InvalidDataException(
                $"{file}: the optimizer's '{name}' is [{string.Join("×", given.shape)}], expected " +
                $"[{string.Join("×", own.shape)}].");
        else if (slot.IsNumber) slot.Put(state, given);
        else own.copy_(given);
    }

    static OptimizerAdapter AdapterOf(optim.Optimizer optimizer) =>
        KnownOptimizers.For(optimizer)
        ?? throw new NotSupportedException(
            $"Checkpoints know {KnownOptimizers.Names(KnownOptimizers.All)}; given {optimizer.GetType().Name}, whose memory " +
            "can't be read.");
}
