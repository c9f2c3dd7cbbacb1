using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A matrix that grows by rows.</summary>
sealed class GrowingRows(Tensor like) : IDisposable
{
    Tensor? buffer;

    internal long Count { get; set; }

    /// <summary>The rows so far, a view of the caller's scope.</summary>
    internal Tensor Rows => buffer!.narrow(0, 0, Count);

    internal void Add(Tensor rows)
    {
        var needed = Count + rows.shape[0];
        if (buffer is null || needed > buffer.shape[0])
        {
            var larger = empty([Math.Max(needed, 2 * (buffer?.shape[0] ?? 32)), like.shape[1]], dtype: like.dtype,
                device: like.device);
            if (Count > 0) larger.narrow(0, 0, Count).copy_(buffer!.narrow(0, 0, Count));
            buffer?.Dispose();
            buffer = larger.DetachFromDisposeScope();
        }
        buffer.narrow(0, Count, rows.shape[0]).copy_(rows);
        Count = needed;
    }

    public void Dispose() => buffer?.Dispose();
}
