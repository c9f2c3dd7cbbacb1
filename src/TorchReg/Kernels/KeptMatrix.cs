using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// A matrix of the host's memory that is kept from step to step, row by row: as a tensor for libtorch's products, as a span for
/// passes of our own, without a call into libtorch for either. It is in no dispose scope.
/// </summary>
sealed class KeptMatrix : IDisposable
{
    readonly nint address;
    readonly int count;

    /// <param name="rows">1 or more.</param>
    /// <param name="columns">1 or more; rows × columns as many as a span holds.</param>
    /// <param name="type">float32 or float64.</param>
    internal KeptMatrix(long rows, long columns, ScalarType type)
    {
        count = checked((int)(rows * columns));
        using var noGrad = no_grad();
        Tensor = empty([rows, columns], type).DetachFromDisposeScope();
        Transposed = Tensor.t().DetachFromDisposeScope();
        address = HostMemory.Identity(Tensor).Place;
    }

    /// <summary>Rows × columns.</summary>
    internal Tensor Tensor { get; }

    /// <summary>The same memory as columns × rows.</summary>
    internal Tensor Transposed { get; }

    /// <summary>Its numbers; T must be its type, and the matrix must be kept alive.</summary>
    internal Span<T> Numbers<T>() where T : unmanaged => MemoryMarshal.CreateSpan(
        ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), address), count);

    public void Dispose()
    {
        Transposed.Dispose();
        Tensor.Dispose();
    }
}
