using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TorchReg.Solvers;

/// <summary>Columns one after the other, (x − m)/s, from features row after row: eight rows by eight columns at a time.</summary>
static class ColumnCopy
{
    const int Side = 64, Width = 8, Pitch = Side + Width;

    /// <param name="rows">The features.</param>
    /// <param name="columns">Which columns, and their scales.</param>
    /// <param name="to">Where the first begins.</param>
    /// <param name="stride">From a column to the next, a multiple of eight: what is beyond a column's rows is 0.</param>
    internal static void Scaled(HostRows rows, ColumnScales columns, Span<double> to, int stride)
    {
        var tile = new double[Side * Pitch];
        ref var target = ref MemoryMarshal.GetReference(to);
        var inverse = Array.ConvertAll(columns.Scale, scale => 1 / scale);
        for (var column = 0; column < rows.Columns; column += Side)
        {
            var width = Math.Min(Side, rows.Columns - column);
            var (begin, end) = (Place(columns.Kept, column), Place(columns.Kept, column + width));
            for (var row = 0; row < rows.Count; row += Side)
            {
                var count = Math.Min(Side, rows.Count - row);
                rows.Copy(row, count, column, width, tile, Pitch);
                // Rows that there are none of become the mean, and then 0.
                for (var j = begin; j < end; j++)
                {
                    var from = columns.Kept[j] - column;
                    var (mean, factor) = (Vector512.Create(columns.Mean[j]), Vector512.Create(inverse[j]));
                    for (var i = count; i % Width != 0; i++) tile[i * Pitch + from] = columns.Mean[j];
                    for (var i = 0; i < count; i += Width)
                        ((Gather(tile, i * Pitch + from) - mean) * factor)
                            .StoreUnsafe(ref target, (nuint)((long)j * stride + row + i));
                }
            }
        }
    }

    // The first of the kept columns that is not before a column.
    static int Place(int[] kept, int column)
    {
        var found = Array.BinarySearch(kept, column);
        return found >= 0 ? found : ~found;
    }

    static Vector512<double> Gather(double[] tile, int at) => Vector512.Create(
        tile[at], tile[at + Pitch], tile[at + 2 * Pitch], tile[at + 3 * Pitch], tile[at + 4 * Pitch], tile[at + 5 * Pitch],
        tile[at + 6 * Pitch], tile[at + 7 * Pitch]);
}
