using TorchReg.Kernels;
using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>
/// The matrix Aᵀ diag(h) A over the columns that were ever asked for, in that order, with the intercept solved for: less
/// s sᵀ/Σh with s = Aᵀh; of rows that meet (<see cref="RowCoupling"/>) less what they share. It grows by rows and columns, and is
/// made anew for other h.
/// </summary>
sealed class GramStore
{
    const int Start = 64, Width = 8;

    readonly Design? design;
    readonly bool hasIntercept;
    readonly int[] positions;
    readonly double[] curvature;
    readonly List<double[]> coupled = [];
    double[] matrix = [], sums = [];
    RowCoupling? coupling;
    double factor = 1;
    int[] columns = [];

    /// <param name="design">The columns.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    internal GramStore(Design design, bool hasIntercept) : this(design, design.Columns, design.Rows, hasIntercept)
    {
    }

    GramStore(Design? design, int columns, int rows, bool hasIntercept)
    {
        (this.design, this.hasIntercept, curvature, positions) = (design, hasIntercept, new double[rows], new int[columns]);
        Array.Fill(positions, -1);
    }

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

    /// <summary>g := g + Σ changeₖ·(row at positionₖ).</summary>
    internal void Add(IReadOnlyList<int> chosen, ReadOnlySpan<double> changes, Span<double> g)
    {
        var k = 0;
        for (; k + 4 <= chosen.Count; k += 4)
            RowLoops.Add((changes[k], changes[k + 1], changes[k + 2], changes[k + 3]),
                Row(chosen[k]), Row(chosen[k + 1]), Row(chosen[k + 2]), Row(chosen[k + 3]), g);
        for (; k < chosen.Count; k++) RowLoops.Add(changes[k], Row(chosen[k]), g);
    }

    internal double Diagonal(int position) => matrix[position * Stride + position];

    /// <summary>Of all columns, from their products, which stays as it is.</summary>
    internal static GramStore Of(CrossProducts products, bool hasIntercept)
    {
        var store = new GramStore(null, products.Columns, 0, hasIntercept) { Total = products[products.One, products.One] };
        store.Grow(products.Columns);
        for (var j = 0; j < products.Columns; j++)
        {
            (store.columns[j], store.positions[j], store.sums[j]) = (j, j, hasIntercept ? products[j, products.One] : 0);
            for (var m = 0; m <= j; m++)
            {
                var product = products[m, j] - (hasIntercept ? store.sums[m] * store.sums[j] / store.Total : 0);
                store.matrix[j * store.Stride + m] = store.matrix[m * store.Stride + j] = product;
            }
        }
        store.Count = products.Columns;
        return store;
    }

    /// <summary>Begins anew with other h and the columns given, or those that it has.</summary>
    /// <param name="h">n numbers.</param>
    /// <param name="kept">The columns.</param>
    /// <param name="factor">Times the whole matrix.</param>
    /// <param name="coupling">What the rows have to do with each other, whose VᵀV is subtracted from diag(h).</param>
    internal void Reset(
        ReadOnlySpan<double> h, int[]? kept = null, double factor = 1, RowCoupling? coupling = null)
    {
        (this.coupling, this.factor) = (coupling, factor);
        coupled.Clear();
        kept ??= columns.AsSpan(0, Count).ToArray();
        for (var i = 0; i < h.Length; i++) curvature[i] = factor * h[i];
        (Total, Count) = (RowLoops.Sum(curvature), 0);
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
            sums[Count++] = hasIntercept ? design!.Moments(j, curvature).Sum : 0;
        }
        if (Count == first) return;
        design!.Gram(Columns, Count - first, curvature, matrix.AsSpan(first * Stride), Stride);
        for (var i = first; i < Count; i++)
        {
            if (coupling is not null) Uncouple(i);
            if (hasIntercept) RowLoops.Add(-sums[i] / Total, sums.AsSpan(0, i + 1), matrix.AsSpan(i * Stride, i + 1));
            for (var m = 0; m < i; m++) matrix[m * Stride + i] = matrix[i * Stride + m];
        }
    }

    // Columns enter one after the other: their products with V are in the order of positions.
    void Uncouple(int i)
    {
        var (column, own) = (new double[curvature.Length], new double[coupling!.Count]);
        design!.Add(columns[i], 1, column);
        coupling.Products(column, own);
        coupled.Add(own);
        for (var m = 0; m <= i; m++) matrix[i * Stride + m] -= factor * RowLoops.Dot(own, coupled[m]);
    }

    void Grow(int needed)
    {
        if (needed <= columns.Length) return;
        var size = Math.Max(Start, Math.Max(needed + Width, columns.Length * 3 / 2)) / Width * Width;
        // What is beyond the rows that are filled is never read.
        var larger = GC.AllocateUninitializedArray<double>(size * size);
        for (var i = 0; i < Count; i++) Row(i).CopyTo(larger.AsSpan(i * size));
        (matrix, Stride) = (larger, size);
        Array.Resize(ref columns, size);
        Array.Resize(ref sums, size);
    }
}
