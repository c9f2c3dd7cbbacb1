using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// When an optimizer's step is a pass of our own: float32 on the host, and few numbers. Of many numbers libtorch's threads are
/// faster.
/// </summary>
static class OnePass
{
    /// <summary>As many numbers as a core keeps in its cache with their moments: 262,144.</summary>
    internal const int Most = 1 << 18;

    /// <summary>The parameter's numbers and its gradient's; false where libtorch's operators are to act.</summary>
    internal static bool TryGet(Tensor parameter, Tensor gradient, out Span<float> w, out Span<float> g)
    {
        g = default;
        return HostMemory.TryGet(parameter, out w) && w.Length <= Most && !gradient.is_sparse
            && HostMemory.TryGet(gradient, out g) && g.Length == w.Length;
    }
}
