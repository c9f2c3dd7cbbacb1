using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchReg.Data;

namespace TorchReg.Solvers;

/// <summary>
/// Sparse columns, divided by their scale and not centred: a product costs a column's non-zeros. They take over the values, which
/// are scaled in place.
/// </summary>
sealed class CompressedDesign : Design
{
    readonly int[] kept, starts, rows;
    readonly double[] values, sums, squares;
    readonly int count;

    /// <param name="columns">All columns; their values are changed.</param>
    /// <param name="kept">Those that vary.</param>
    /// <param name="scale">What each of them is divided by.</param>
    internal CompressedDesign(SparseColumns columns, int[] kept, ReadOnlySpan<double> scale)
    {
        (this.kept, starts, rows, values, count) = (kept, columns.Starts, columns.Rows, columns.Values, columns.RowCount);
        (sums, squares) = (new double[kept.Length], new double[kept.Length]);
        for (var j = 0; j < kept.Length; j++)
            foreach (ref var value in values.AsSpan(starts[kept[j]]..starts[kept[j] + 1]))
            {
                value /= scale[j];
                sums[j] += value;
                squares[j] += value * value;
            }
    }

    internal override int Rows => count;
    internal override int Columns => kept.Length;
    internal override double Density => (double)values.Length / Math.Max(1, kept.Length);

    (int Start, int End) At(int j) => (starts[kept[j]], starts[kept[j] + 1]);

    // Rows of a column are below n, which v has: checked by whoever made the columns.
    internal override double Dot(int j, ReadOnlySpan<double> v)
    {
        var (k, end) = At(j);
        ref var to = ref MemoryMarshal.GetReference(v[..count]);
        ref var row = ref MemoryMarshal.GetArrayDataReference(rows);
        ref var value = ref MemoryMarshal.GetArrayDataReference(values);
        var (a, b) = (0.0, 0.0);
        for (; k + 1 < end; k += 2)
        {
            a += Unsafe.Add(ref value, k) * Unsafe.Add(ref to, Unsafe.Add(ref row, k));
            b += Unsafe.Add(ref value, k + 1) * Unsafe.Add(ref to, Unsafe.Add(ref row, k + 1));
        }
        if (k < end) a += Unsafe.Add(ref value, k) * Unsafe.Add(ref to, Unsafe.Add(ref row, k));
        return a + b;
    }

    internal override void Add(int j, double factor, Span<double> v)
    {
        var (k, end) = At(j);
        ref var to = ref MemoryMarshal.GetReference(v[..count]);
        ref var row = ref MemoryMarshal.GetArrayDataReference(rows);
        ref var value = ref MemoryMarshal.GetArrayDataReference(values);
        for (; k < end; k++) Unsafe.Add(ref to, Unsafe.Add(ref row, k)) += factor * Unsafe.Add(ref value, k);
    }

    /// <summary>v := v + factor·(h∘aⱼ).</summary>
    internal void AddWeighted(int j, double factor, ReadOnlySpan<double> h, Span<double> v)
    {
        var (k, end) = At(j);
        ref var to = ref MemoryMarshal.GetReference(v[..count]);
        ref var weight = ref MemoryMarshal.GetReference(h[..count]);
        ref var row = ref MemoryMarshal.GetArrayDataReference(rows);
        ref var value = ref MemoryMarshal.GetArrayDataReference(values);
        for (; k < end; k++)
        {
            var i = Unsafe.Add(ref row, k);
            Unsafe.Add(ref to, i) += factor * Unsafe.Add(ref weight, i) * Unsafe.Add(ref value, k);
        }
    }

    internal override (double Sum, double Square) Moments(int j, ReadOnlySpan<double> h)
    {
        var (sum, square) = (0.0, 0.0);
        var (start, end) = At(j);
        for (var k = start; k < end; k++)
        {
            var part = h[rows[k]] * values[k];
            (sum, square) = (sum + part, square + part * values[k]);
        }
        return (sum, square);
    }

    internal override double Norm(int j, bool isCentred) =>
        Math.Sqrt(isCentred ? Math.Max(squares[j] - sums[j] * sums[j] / count, 0) : squares[j]);

    internal override void Gram(ReadOnlySpan<int> columns, int added, ReadOnlySpan<double> h, Span<double> block, int stride)
    {
        var weighted = new double[count];
        for (var k = 0; k < added; k++)
        {
            var (start, end) = At(columns[columns.Length - added + k]);
            for (var i = start; i < end; i++) weighted[rows[i]] = h[rows[i]] * values[i];
            Dots(columns, weighted, block.Slice(k * stride, columns.Length));
            for (var i = start; i < end; i++) weighted[rows[i]] = 0;
        }
    }
}
