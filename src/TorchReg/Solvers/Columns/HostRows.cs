using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Features in host memory, row after row, read as float64 by pieces that a core's cache holds.</summary>
sealed class HostRows : IDisposable
{
    readonly Tensor rows;

    /// <param name="features">n × p, of any type and device; what is no such memory is copied once.</param>
    internal HostRows(Tensor features)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var host = features.detach().cpu().contiguous();
        if (host.dtype is not (ScalarType.Float32 or ScalarType.Float64)) host = host.to(ScalarType.Float64);
        rows = host.DetachFromDisposeScope();
        (Count, Columns) = ((int)rows.shape[0], (int)rows.shape[1]);
    }

    /// <summary>n.</summary>
    internal int Count { get; }

    /// <summary>p.</summary>
    internal int Columns { get; }

    /// <summary>Copies some columns of rows that follow each other to places a stride apart.</summary>
    internal void Copy(int row, int count, int column, int width, Span<double> to, int stride)
    {
        if (rows.dtype == ScalarType.Float32)
        {
            var from = Of<float>(row, count);
            for (var i = 0; i < count; i++) Widen(from.Slice(i * Columns + column, width), to.Slice(i * stride, width));
        }
        else
        {
            var from = Of<double>(row, count);
            for (var i = 0; i < count; i++) from.Slice(i * Columns + column, width).CopyTo(to.Slice(i * stride, width));
        }
    }

    /// <summary>Copies rows to places a stride apart.</summary>
    internal void Copy(ReadOnlySpan<int> chosen, Span<double> to, int stride)
    {
        for (var k = 0; k < chosen.Length; k++)
        {
            var first = k;
            while (k + 1 < chosen.Length && chosen[k + 1] == chosen[k] + 1) k++;
            Copy(chosen[first], k + 1 - first, 0, Columns, to[(first * stride)..], stride);
        }
    }

    // A span of bytes ends at two billion.
    ReadOnlySpan<T> Of<T>(int row, int count) where T : unmanaged
    {
        if ((long)Count * Columns * Unsafe.SizeOf<T>() < int.MaxValue)
            return HostMemory.Of<T>(rows).Slice(row * Columns, count * Columns);
        using var piece = rows.narrow(0, row, count);
        return HostMemory.Of<T>(piece);
    }

    static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        var i = 0;
        for (; i + 16 <= from.Length; i += 16)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, (nuint)i));
            lower.StoreUnsafe(ref target, (nuint)i);
            upper.StoreUnsafe(ref target, (nuint)i + 8);
        }
        for (; i < from.Length; i++) to[i] = from[i];
    }

    public void Dispose() => rows.Dispose();
}
