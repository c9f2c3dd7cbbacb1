using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The matrix Aᵀ diag(h) A over the columns that were ever asked for, in that order, with the intercept solved for: less
/// s sᵀ/Σh with s = Aᵀh. It grows by rows and columns, and is made anew for other h.
/// </summary>
/// <param name="design">The columns.</param>
/// <param name="hasIntercept">Whether there is an intercept.</param>
sealed class GramStore(Design design, bool hasIntercept)
{
    const int Start = 64, Width = 8;

    readonly int[] positions = Filled(design.Columns);
    readonly double[] curvature = new double[design.Rows];
    double[] matrix = [], sums = [];
    int[] columns = [];

    /// <summary>How many columns are in it.</summary>
    internal int Count { get; private set; }

    /// <summary>Row length, with padding.</summary>
    internal int Stride { get; private set; }

    /// <summary>Σh.</summary>
    internal double Total { get; private set; }

    /// <summary>Changes with h.</summary>
    internal int Version { get; private set; }

    /// <summary>The columns, in the order of positions.</summary>
    internal ReadOnlySpan<int> Columns => columns.AsSpan(0, Count);

    /// <summary>Aᵀh.</summary>
    internal ReadOnlySpan<double> Sums => sums.AsSpan(0, Count);

    /// <summary>Where each column is, or −1.</summary>
    internal ReadOnlySpan<int> Positions => positions;

    /// <summary>Where a column is, or −1.</summary>
    internal int Position(int column) => positions[column];

    /// <summary>One row, as far as it is filled.</summary>
    internal ReadOnlySpan<double> Row(int position) => matrix.AsSpan(position * Stride, Count);

    internal double Diagonal(int position) => matrix[position * Stride + position];

    /// <summary>Begins anew with other h and the columns given, or those that it has.</summary>
    internal void Reset(ReadOnlySpan<double> h, int[]? kept = null)
    {
        kept ??= columns.AsSpan(0, Count).ToArray();
        h.CopyTo(curvature);
        (Total, Count) = (RowLoops.Sum(h), 0);
        Version++;
        Array.Fill(positions, -1);
        Ensure(kept);
    }

    /// <summary>Adds the columns that are not in it yet.</summary>
    internal void Ensure(ReadOnlySpan<int> wanted)
    {
        var first = Count;
        Grow(first + wanted.Length);
        foreach (var j in wanted)
        {
            if (positions[j] >= 0) continue;
            (positions[j], columns[Count]) = (Count, j);
            sums[Count++] = hasIntercept ? design.Moments(j, curvature).Sum : 0;
        }
        if (Count == first) return;
        design.Gram(Columns, Count - first, curvature, matrix.AsSpan(first * Stride), Stride);
        for (var i = first; i < Count; i++)
        {
            if (hasIntercept) RowLoops.Add(-sums[i] / Total, sums.AsSpan(0, i + 1), matrix.AsSpan(i * Stride, i + 1));
            for (var m = 0; m < i; m++) matrix[m * Stride + i] = matrix[i * Stride + m];
        }
    }

    void Grow(int needed)
    {
        if (needed <= columns.Length) return;
        var size = Math.Max(Start, Math.Max(needed + Width, columns.Length * 3 / 2)) / Width * Width;
        var larger = new double[size * size];
        for (var i = 0; i < Count; i++) Row(i).CopyTo(larger.AsSpan(i * size));
        (matrix, Stride) = (larger, size);
        Array.Resize(ref columns, size);
        Array.Resize(ref sums, size);
    }

    static int[] Filled(int length)
    {
        var all = new int[length];
        Array.Fill(all, -1);
        return all;
    }
}
