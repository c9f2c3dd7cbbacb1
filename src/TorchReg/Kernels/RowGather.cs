using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// Rows copied into memory that is there already: libtorch's <c>index_select</c> through TorchSharp makes a new tensor each time.
/// </summary>
static class RowGather
{
    /// <summary>Whether <see cref="Copy"/> can read it: gapless memory of the host, and no more than a span holds.</summary>
    internal static bool CanRead(Tensor source) =>
        HostMemory.Has(source)
        && source.is_contiguous()
        && source.NumberOfElements * source.ElementSize <= int.MaxValue;

    /// <summary>destination[i] := source[positions[i]].</summary>
    internal static void Copy(Tensor source, ReadOnlySpan<long> positions, Tensor destination)
    {
        var from = source.bytes;
        var to = destination.bytes;
        var width = to.Length / positions.Length;
        for (var i = 0; i < positions.Length; i++)
            from.Slice((int)positions[i] * width, width).CopyTo(to[(i * width)..]);
    }
}
