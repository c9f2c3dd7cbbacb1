using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>A tensor's memory as numbers, and numbers as tensors, for loops that libtorch has no operator for.</summary>
static class TensorSpan
{
    /// <summary>The elements themselves of a contiguous tensor on the CPU, valid as long as it is.</summary>
    internal static Span<T> Of<T>(Tensor tensor) where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    internal static ScalarType Type<T>() where T : unmanaged => typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;

    // The package has no accessor of a tensor without elements.
    internal static double[] Numbers(Tensor tensor)
    {
        if (tensor.NumberOfElements == 0) return [];
        using var scope = NewDisposeScope();
        return tensor.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    internal static Tensor Filled<T>(ReadOnlySpan<T> values, Device device, params long[] shape) where T : unmanaged
    {
        var host = empty(shape, dtype: Type<T>());
        values.CopyTo(Of<T>(host));
        return device.type == DeviceType.CPU ? host : host.to(device);
    }

    internal static T Number<T>(double value) where T : INumberBase<T> => T.CreateTruncating(value);
}
