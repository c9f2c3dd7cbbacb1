using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// A CPU tensor's own memory, for kernels that do in one pass what takes libtorch several: below some thousand elements a call
/// into libtorch costs more than its arithmetic.
/// </summary>
static class HostMemory
{
    [ThreadStatic] static bool isHidden;

    /// <summary>Whether a tensor lies where this process reads and writes without waiting for a device.</summary>
    internal static bool Has(Tensor tensor) => tensor.device_type == DeviceType.CPU && !isHidden;

    /// <summary>
    /// Until it is disposed this thread takes the ways of tensors on a device, on the host's: so that they are tested, counted
    /// and timed where there is no device.
    /// </summary>
    internal static IDisposable Hidden() => new Hiding();

    sealed class Hiding : IDisposable
    {
        readonly bool before = isHidden;

        internal Hiding() => isHidden = true;

        public void Dispose() => isHidden = before;
    }

    /// <summary>
    /// The elements in row-major order. False where they do not lie in this process's memory without gaps, are of another type,
    /// or are more than a span holds: then libtorch's operators do the work.
    /// </summary>
    internal static bool TryGet<T>(Tensor tensor, out Span<T> elements) where T : unmanaged
    {
        elements = default;
        if (tensor.dtype != TypeOf<T>() || !Has(tensor) || !tensor.is_contiguous()) return false;
        if (tensor.NumberOfElements > int.MaxValue / 8) return false;
        elements = MemoryMarshal.Cast<byte, T>(tensor.bytes);
        return true;
    }

    /// <summary>
    /// What two tensors share that are one: on the CPU the address of their memory, since the package gives an embedding's weight
    /// a new handle at every access; elsewhere the handle.
    /// </summary>
    internal static (nint Place, long Elements) Identity(Tensor tensor)
    {
        var count = tensor.NumberOfElements;
        if (!Has(tensor) || count is 0 or > int.MaxValue / 8 || !tensor.is_contiguous())
            return (tensor.Handle, count);
        return (Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.bytes)), count);
    }

    /// <summary>Where a tensor's memory begins, if it is the host's, without gaps and of that type; else 0.</summary>
    internal static nint Place(Tensor tensor, ScalarType type) =>
        tensor.dtype == type && Has(tensor) && tensor.is_contiguous() && tensor.NumberOfElements > 0
            ? Identity(tensor) is { Elements: <= int.MaxValue / 8 } found ? found.Place : 0
            : 0;

    internal static ScalarType TypeOf<T>() =>
        typeof(T) == typeof(float) ? ScalarType.Float32 : typeof(T) == typeof(double) ? ScalarType.Float64
        : typeof(T) == typeof(long) ? ScalarType.Int64 : throw new NotSupportedException(typeof(T).Name);

    /// <summary>The elements of a tensor that is known to be contiguous and on the CPU, valid as long as it is.</summary>
    internal static Span<T> Of<T>(Tensor tensor) where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>The elements as numbers of one's own, wherever they are.</summary>
    // The package has no accessor of a tensor without elements.
    internal static double[] Numbers(Tensor tensor)
    {
        if (tensor.NumberOfElements == 0) return [];
        using var scope = NewDisposeScope();
        return tensor.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>A tensor with these elements.</summary>
    internal static Tensor Filled<T>(ReadOnlySpan<T> values, Device device, params long[] shape) where T : unmanaged
    {
        var host = empty(shape, dtype: TypeOf<T>());
        values.CopyTo(Of<T>(host));
        return device.type == DeviceType.CPU ? host : host.to(device);
    }

    /// <summary>A tensor of these numbers in another's shape, dtype and device. Callers own its scope.</summary>
    internal static Tensor Like(Tensor other, double[] values) =>
        Filled<double>(values, other.device, other.shape).to(other.dtype);

    internal static T Number<T>(double value) where T : INumberBase<T> => T.CreateTruncating(value);
}
