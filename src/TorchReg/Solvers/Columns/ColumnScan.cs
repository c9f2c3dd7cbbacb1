using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>
/// Means, deviations and extremes of all columns in one pass over rows: of a piece that the cache holds, the mean first and the
/// squares about it, then put together with the pieces before.
/// </summary>
/// <remarks>T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), p. 243.</remarks>
sealed class ColumnScan
{
    const int Side = 64, Across = 128, Width = 8;

    readonly double[] mean, squares, least, most, low, high;
    readonly double[] tile = new double[Side * Across];

    ColumnScan(int columns)
    {
        var padded = (columns + Width - 1) / Width * Width;
        (mean, squares) = (new double[padded], new double[padded]);
        (least, most) = (Filled(padded, double.PositiveInfinity), Filled(padded, double.NegativeInfinity));
        (low, high) = ((double[])least.Clone(), (double[])most.Clone());
    }

    static double[] Filled(int length, double value)
    {
        var all = new double[length];
        Array.Fill(all, value);
        return all;
    }

    /// <summary>What there is to know of the columns under row weights; null where a number is not finite.</summary>
    /// <param name="rows">The features.</param>
    /// <param name="weights">n numbers, 0 or more; empty for 1 each.</param>
    internal static ColumnStatistics? Of(HostRows rows, double[] weights)
    {
        if (weights.Length == 0) weights = Filled(rows.Count, 1);
        var (scan, total) = (new ColumnScan(rows.Columns), 0.0);
        for (var row = 0; row < rows.Count; row += Side)
        {
            var piece = weights.AsSpan(row, Math.Min(Side, rows.Count - row));
            var sum = 0.0;
            foreach (var weight in piece) sum += weight;
            for (var column = 0; column < rows.Columns; column += Across)
                scan.Add(rows, row, column, Math.Min(Across, rows.Columns - column), piece, sum, total);
            total += sum;
        }
        return scan.Statistics(rows.Columns, total);
    }

    void Add(HostRows rows, int row, int column, int width, ReadOnlySpan<double> weights, double sum, double total)
    {
        rows.Copy(row, weights.Length, column, width, tile, Across);
        for (var j = 0; j < width; j += Width)
        {
            var own = Extremes(j, column + j, weights);
            if (sum > 0) Join(j, column + j, own / Vector512.Create(sum), weights, sum, total);
            // 0, or no number where one of the rows' is none.
            else (Vector512.LoadUnsafe(ref mean[column + j]) + own).StoreUnsafe(ref mean[column + j]);
        }
    }

    // Σ wᵢxᵢ of the piece, and the least and largest x of all rows and of those that count.
    Vector512<double> Extremes(int from, int to, ReadOnlySpan<double> weights)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(tile);
        var sum = Vector512<double>.Zero;
        var (a, b) = (Vector512.LoadUnsafe(ref least[to]), Vector512.LoadUnsafe(ref most[to]));
        var (c, d) = (Vector512.LoadUnsafe(ref low[to]), Vector512.LoadUnsafe(ref high[to]));
        for (var i = 0; i < weights.Length; i++)
        {
            var value = Vector512.LoadUnsafe(ref x, (nuint)(i * Across + from));
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]), value, sum);
            (a, b) = (Vector512.MinNative(a, value), Vector512.MaxNative(b, value));
            if (weights[i] > 0) (c, d) = (Vector512.MinNative(c, value), Vector512.MaxNative(d, value));
        }
        a.StoreUnsafe(ref least[to]);
        b.StoreUnsafe(ref most[to]);
        c.StoreUnsafe(ref low[to]);
        d.StoreUnsafe(ref high[to]);
        return sum;
    }

    void Join(int from, int to, Vector512<double> own, ReadOnlySpan<double> weights, double sum, double total)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(tile);
        var about = Vector512<double>.Zero;
        for (var i = 0; i < weights.Length; i++)
        {
            var away = Vector512.LoadUnsafe(ref x, (nuint)(i * Across + from)) - own;
            about = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]) * away, away, about);
        }
        var (before, share) = (Vector512.LoadUnsafe(ref mean[to]), sum / (total + sum));
        var apart = own - before;
        (before + apart * share).StoreUnsafe(ref mean[to]);
        (Vector512.LoadUnsafe(ref squares[to]) + about + apart * apart * (total * share)).StoreUnsafe(ref squares[to]);
    }

    ColumnStatistics? Statistics(int columns, double total)
    {
        var (deviation, constant, largest) = (new double[columns], new List<int>(), 0.0);
        for (var j = 0; j < columns; j++)
        {
            if (!double.IsFinite(mean[j]) || !double.IsFinite(squares[j])) return null;
            deviation[j] = Math.Sqrt(squares[j] / total);
            // Rounding leaves a constant column a tiny deviation: only equal extremes tell.
            if (low[j] == high[j] || deviation[j] == 0)
            {
                (mean[j], deviation[j]) = (low[j], 1);
                constant.Add(j);
            }
            else largest = Math.Max(largest, Math.Max(most[j] - mean[j], mean[j] - least[j]) / deviation[j]);
        }
        return new(mean[..columns], deviation, [.. constant], largest);
    }
}
