using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>A file in the address space, read by copying; closed when all who share it are disposed of.</summary>
sealed class MappedView : IDisposable
{
    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    int users = 1;

    internal MappedView(string path)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    internal MappedView Shared()
    {
        Interlocked.Increment(ref users);
        return this;
    }

    internal void Read(long at, Tensor to) => Read(at, to.bytes);

    internal void Read<T>(long at, Span<T> to) where T : unmanaged =>
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)at, to);

    public void Dispose()
    {
        if (Interlocked.Decrement(ref users) != 0) return;
        view.Dispose();
        file.Dispose();
    }
}
