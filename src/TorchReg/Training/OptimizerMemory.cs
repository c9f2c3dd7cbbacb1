using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>What an optimizer remembers of each parameter, by name: TorchSharp's own files of it are not checked while they are read.</summary>
static class OptimizerMemory
{
    /// <summary>The tensors that are there: <c>3.exp_avg</c> for the fourth parameter.</summary>
    internal static IEnumerable<(string Name, Tensor Tensor)> Tensors(optim.Optimizer optimizer) => States(optimizer)
        .SelectMany((state, i) => Slots(state).Where(slot => slot.Value is not null).Select(slot => ($"{i}.{slot.Name}", slot.Value!)));

    internal static long[] Steps(optim.Optimizer optimizer) => [.. States(optimizer).Select(state => state switch
    {
        Adam.State s => s.step,
        AdamW.State s => s.step,
        RMSProp.State s => s.step,
        Adagrad.State s => s.step,
        _ => 0,
    })];

    /// <summary>Puts back what <see cref="Tensors"/> and <see cref="Steps"/> gave, for an optimizer of the same kind and parameters.</summary>
    internal static void Restore(optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> tensors, long[] steps, string file)
    {
        var states = States(optimizer);
        if (states.Count != steps.Length) throw new InvalidDataException($"{file}: the checkpoint's optimizer has {steps.Length} parameters, this one {states.Count}.");
        for (var i = 0; i < states.Count; i++)
        {
            SetStep(states[i], steps[i]);
            foreach (var (name, own, set) in Slots(states[i])) Restore($"{i}.{name}", own, set, tensors, file);
        }
    }

    // A buffer that is made at the first step is missing before it.
    static void Restore(string name, Tensor? own, Action<Tensor> set, IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        if (!tensors.TryGetValue(name, out var given))
        {
            if (own is not null) throw new InvalidDataException($"{file}: there is no '{name}', which the optimizer has; the checkpoint is of another optimizer.");
            return;
        }
        if (own is null) set(given.clone().DetachFromDisposeScope());
        else if (own.shape.AsSpan().SequenceEqual(given.shape)) own.copy_(given);
        else throw new InvalidDataException($"{file}: the optimizer's '{name}' is [{string.Join("×", given.shape)}], expected [{string.Join("×", own.shape)}].");
    }

    static List<OptimizerState> States(optim.Optimizer optimizer) => optimizer switch
    {
        SGD or Adam or AdamW or RMSProp or Adagrad => ((OptimizerHelper)optimizer).state_dict().State,
        _ => throw new NotSupportedException($"Checkpoints know SGD, Adam, AdamW, RMSProp and Adagrad; given {optimizer.GetType().Name}."),
    };

    static (string Name, Tensor? Value, Action<Tensor> Set)[] Slots(OptimizerState state) => state switch
    {
        SGD.State s => [("momentum_buffer", s.momentum_buffer, t => s.momentum_buffer = t)],
        Adam.State s => [("exp_avg", s.exp_avg, t => s.exp_avg = t), ("exp_avg_sq", s.exp_avg_sq, t => s.exp_avg_sq = t), ("max_exp_avg_sq", s.max_exp_avg_sq, t => s.max_exp_avg_sq = t)],
        AdamW.State s => [("exp_avg", s.exp_avg, t => s.exp_avg = t), ("exp_avg_sq", s.exp_avg_sq, t => s.exp_avg_sq = t), ("max_exp_avg_sq", s.max_exp_avg_sq, t => s.max_exp_avg_sq = t)],
        RMSProp.State s => [("square_avg", s.square_avg, t => s.square_avg = t), ("momentum_buffer", s.momentum_buffer, t => s.momentum_buffer = t), ("grad_avg", s.grad_avg, t => s.grad_avg = t)],
        Adagrad.State s => [("sum", s.sum, t => s.sum = t)],
        _ => [],
    };

    static void SetStep(OptimizerState state, long step)
    {
        if (state is Adam.State adam) adam.step = step;
        else if (state is AdamW.State adamW) adamW.step = step;
        else if (state is RMSProp.State rms) rms.step = step;
        else if (state is Adagrad.State adagrad) adagrad.step = step;
    }
}
