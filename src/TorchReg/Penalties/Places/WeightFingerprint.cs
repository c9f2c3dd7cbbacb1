using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A number that changes when tensors do. libtorch keeps a version of every tensor, but TorchSharp's API does not show it; a
/// number over all bits says the same, and is taken in the first steps only.
/// </summary>
static class WeightFingerprint
{
    internal static ulong Of(IEnumerable<ModelParameter> parameters) =>
        parameters.Aggregate(0UL, (sum, p) => Mix(sum, Of(p.Parameter)));

    internal static ulong OfGradients(IEnumerable<ModelParameter> parameters)
    {
        var sum = 0UL;
        foreach (var p in parameters)
        {
            using var gradient = p.Parameter.grad;
            sum = Mix(sum, gradient is null || gradient.is_sparse ? 0 : Of(gradient));
        }
        return sum;
    }

    static ulong Of(Tensor tensor)
    {
        if (tensor.device_type == DeviceType.CPU && tensor.is_contiguous()) return Of(tensor.bytes);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var all = tensor.to(ScalarType.Float64);
        return Mix(
            BitConverter.DoubleToUInt64Bits(all.sum().ReadDouble()),
            BitConverter.DoubleToUInt64Bits(all.Squared().sum().ReadDouble()));
    }

    // Four chains side by side, so that one multiplication needn't wait for another.
    static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var (a, b, c, d) = (1UL, 2UL, 3UL, 4UL);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = Mix(a, words[i]);
            b = Mix(b, words[i + 1]);
            c = Mix(c, words[i + 2]);
            d = Mix(d, words[i + 3]);
        }
        for (; i < words.Length; i++) a = Mix(a, words[i]);
        foreach (var rest in bytes[(words.Length * 8)..]) b = Mix(b, rest);
        return Mix(Mix(a, b), Mix(c, d));
    }

    static ulong Mix(ulong sum, ulong word) => BitOperations.RotateLeft((sum ^ word) * 0x9E3779B97F4A7C15UL, 29);
}
