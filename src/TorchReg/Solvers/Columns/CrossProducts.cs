
namespace TorchReg.Solvers;

/// <summary>
/// Σᵢ qᵢ vᵢvᵢᵀ over rows with vᵢ = (x̃ᵢ, 1, yᵢ − oᵢ), x̃ the scaled columns: all that squared error of any penalty knows of its
/// rows, made in one pass over them.
/// </summary>
sealed class CrossProducts
{
    const int Together = 128;

    readonly double[] sums;
    readonly int stride;

    CrossProducts(int columns)
    {
        Columns = columns;
        // An odd number of vectors from a row to the next spreads the rows of a tile over the cache.
        stride = ((columns + 2 + ProductTile.Width - 1) / ProductTile.Width | 1) * ProductTile.Width;
        sums = new double[stride * stride];
    }

    /// <summary>p.</summary>
    internal int Columns { get; }

    /// <summary>The place of 1, and of the target.</summary>
    internal int One => Columns;

    internal int Target => Columns + 1;

    /// <summary>One number; columns come before 1, and 1 before the target.</summary>
    internal double this[int i, int j] => i <= j ? sums[i * stride + j] : sums[j * stride + i];

    /// <summary>Of some rows.</summary>
    /// <param name="rows">The features.</param>
    /// <param name="columns">Which columns, and their scales.</param>
    /// <param name="target">y − o of all rows.</param>
    /// <param name="shares">q of all rows, 0 or more.</param>
    /// <param name="chosen">The rows, ascending; null for all.</param>
    internal static CrossProducts Of(HostRows rows, ColumnScales columns, double[] target, double[] shares, int[]? chosen)
    {
        var products = new CrossProducts(columns.Kept.Length);
        var (piece, raw) = (new double[Together * products.stride], new double[Together * rows.Columns]);
        var inverse = Array.ConvertAll(columns.Scale, scale => 1 / scale);
        chosen ??= [.. Enumerable.Range(0, rows.Count)];
        foreach (var some in chosen.Chunk(Together))
        {
            rows.Copy(some, raw, rows.Columns);
            for (var k = 0; k < some.Length; k++)
                products.Fill(
                    raw.AsSpan(k * rows.Columns, rows.Columns), columns, inverse, target[some[k]],
                    Math.Sqrt(shares[some[k]]), piece.AsSpan(k * products.stride));
            ProductTile.Add(piece, some.Length, products.Length, products.stride, products.sums);
        }
        return products;
    }

    void Fill(Span<double> row, ColumnScales columns, double[] inverse, double target, double root, Span<double> to)
    {
        columns.Fill(row, inverse, root, to);
        (to[One], to[Target]) = (root, root * target);
    }

    int Length => (Columns + 2 + ProductTile.Width - 1) / ProductTile.Width * ProductTile.Width;

    /// <summary>factor·this − other.</summary>
    internal CrossProducts Less(double factor, CrossProducts other)
    {
        var products = new CrossProducts(Columns);
        for (var i = 0; i < sums.Length; i++) products.sums[i] = factor * sums[i] - other.sums[i];
        return products;
    }
}
