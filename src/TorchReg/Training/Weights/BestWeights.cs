using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>A copy of a model's parameters and buffers at its best epoch.</summary>
sealed class BestWeights(nn.Module model) : IDisposable
{
    readonly Dictionary<string, Tensor> kept = [];

    internal int Epoch { get; private set; }

    /// <summary>
    /// Told in place of copying: whoever copies the weights of many models at once gives them back, too. Default: nobody.
    /// </summary>
    internal Action? KeptElsewhere { get; set; }

    internal IReadOnlyDictionary<string, Tensor> Kept => kept;

    /// <summary>Takes what another training kept.</summary>
    internal void Take(int epoch, IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        Keep(epoch);
        ModelFile.Copy(tensors, kept, file);
    }

    internal void Keep(int epoch)
    {
        Epoch = epoch;
        if (KeptElsewhere is { } keep)
        {
            keep();
            return;
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in model.state_dict())
        {
            if (kept.TryGetValue(name, out var copy)) copy.copy_(tensor);
            else kept[name] = tensor.detach().clone().DetachFromDisposeScope();
        }
    }

    internal void Restore()
    {
        if (Epoch == 0 || KeptElsewhere is not null) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in model.state_dict()) tensor.copy_(kept[name]);
    }

    public void Dispose()
    {
        foreach (var tensor in kept.Values) tensor.Dispose();
    }
}
