using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchReg.Kernels;

/// <summary>Rows in host memory, wherever they lie.</summary>
interface IRows<T>
{
    /// <summary>Rows.</summary>
    int Count { get; }

    /// <summary>A number of a row, after which the others follow.</summary>
    ref T At(int row, int start);
}

/// <summary>Rows that are arrays.</summary>
readonly struct ArrayRows<T>(ArraySegment<T[]> rows) : IRows<T>
{
    public int Count => rows.Count;

    public ref T At(int row, int start) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(rows[row]), start);
}

/// <summary>Rows of a matrix.</summary>
readonly struct MatrixRows<T>(T[] numbers, int stride) : IRows<T>
{
    public int Count => numbers.Length / stride;

    public ref T At(int row, int start) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(numbers), (nint)row * stride + start);
}
