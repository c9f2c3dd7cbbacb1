using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// One thread within libtorch's operations for as long as it lives: several threads add in parts of their own, and sums rounded
/// in another order have other last bits. TorchReg's own kernels never divide a sum among threads.
/// </summary>
sealed class OneThread : IDisposable
{
    readonly int before = get_num_threads();

    internal OneThread() => set_num_threads(1);

    public void Dispose() => set_num_threads(before);
}
