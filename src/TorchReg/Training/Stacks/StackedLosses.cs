using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The data losses of an epoch's steps, a vector over models on their device: how many were finite before the first that was not,
/// and the last. Reading them in every step would make the host wait.
/// </summary>
sealed class StackedLosses : IDisposable
{
    readonly Tensor last, areFinite, steps;

    internal StackedLosses(Tensor like, long models)
    {
        last = zeros([models], like.dtype, like.device).DetachFromDisposeScope();
        areFinite = ones([models], ScalarType.Bool, like.device).DetachFromDisposeScope();
        steps = zeros([models], ScalarType.Float64, like.device).DetachFromDisposeScope();
    }

    internal void Begin()
    {
        areFinite.fill_(Scalars.One);
        steps.zero_();
    }

    internal void Take(Tensor losses)
    {
        last.copy_(where(areFinite, losses, last));
        areFinite.logical_and_(last.isfinite());
        steps.add_(areFinite, Scalars.One);
    }

    /// <summary>Of all models, read at once: steps with a finite loss, the loss, and other rows of as many numbers.</summary>
    internal double[][] Read(params Tensor[] others)
    {
        using var scope = NewDisposeScope();
        Tensor[] rows = [steps, last, .. others];
        var numbers = HostMemory.Numbers(stack([.. rows.Select(row => row.to(ScalarType.Float64))]));
        return [.. numbers.Chunk((int)steps.shape[0])];
    }

    public void Dispose()
    {
        last.Dispose();
        areFinite.Dispose();
        steps.Dispose();
    }
}
