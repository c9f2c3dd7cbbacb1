using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The weights of each model's best epoch, kept and given back for all models at once.</summary>
sealed class StackedBest(ModelStack all) : IDisposable
{
    readonly bool[] isBetter = new bool[all.Models.Count], isKept = new bool[all.Models.Count];
    Tensor? weight, bias;

    /// <summary>The model's weights as they are now are its best: they are kept by the next <see cref="Keep"/>.</summary>
    internal void Mark(int model) => isBetter[model] = isKept[model] = true;

    /// <summary>Keeps what was marked since the last call.</summary>
    internal void Keep()
    {
        if (!isBetter.Contains(true)) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        weight ??= all.Weight.Value.clone().DetachFromDisposeScope();
        Copy(all.Weight.Value, weight, isBetter);
        if (all.Bias is { } own)
        {
            bias ??= own.Value.clone().DetachFromDisposeScope();
            Copy(own.Value, bias, isBetter);
        }
        Array.Clear(isBetter);
    }

    /// <summary>Gives the models their best weights; those that were never marked keep theirs.</summary>
    internal void Restore()
    {
        if (weight is null) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Copy(weight, all.Weight.Value, isKept);
        if (bias is not null) Copy(bias, all.Bias!.Value.Value, isKept);
    }

    void Copy(Tensor from, Tensor to, bool[] which)
    {
        using var column = StackedParameter.OfModels([.. which.Select(isOne => isOne ? 1.0 : 0)], all.Outputs, to);
        var rows = column.ne(Scalars.Of(0));
        to.copy_(where(to.Dimensions == 1 ? rows.squeeze(1) : rows, from, to));
    }

    public void Dispose()
    {
        weight?.Dispose();
        bias?.Dispose();
    }
}
