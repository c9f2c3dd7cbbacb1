using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// Numbers too small for their type's full precision (below 1.2·10⁻³⁸ in float32), which a CPU multiplies a hundred times slower:
/// the moments of a unit that died end there, since 0.9 times the smallest rounds to itself.
/// </summary>
static class Denormals
{
    // Where the exponent's bits are all 0 the number is 0 or denormal.
    const int Exponent = 0x7F800000;

    /// <summary>Makes them 0. Float32 in host memory only: elsewhere nothing is slow, or nothing gets there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Flush(Tensor tensor)
    {
        if (!HostMemory.TryGet<float>(tensor, out var elements)) return;
        var bits = MemoryMarshal.Cast<float, int>(elements);
        var exponent = new Vector<int>(Exponent);
        var i = 0;
        for (; i <= bits.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            var v = new Vector<int>(bits[i..]);
            Vector.AndNot(v, Vector.Equals(v & exponent, Vector<int>.Zero)).CopyTo(bits[i..]);
        }
        for (; i < bits.Length; i++)
            if ((bits[i] & Exponent) == 0) bits[i] = 0;
    }
}
