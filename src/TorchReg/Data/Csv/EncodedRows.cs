namespace TorchReg.Data;

/// <summary>Rows as the numbers that are not 0, by rows and columns.</summary>
sealed class EncodedRows
{
    int[] columns = new int[1 << 10];
    double[] values = new double[1 << 10];
    readonly List<int> ends = [0];
    int count;

    internal int Rows => ends.Count - 1;

    internal ReadOnlySpan<int> Columns(int row) => columns.AsSpan(ends[row]..ends[row + 1]);

    internal ReadOnlySpan<double> Values(int row) => values.AsSpan(ends[row]..ends[row + 1]);

    internal void Add(int column, double value)
    {
        if (count == columns.Length)
        {
            Array.Resize(ref columns, 2 * count);
            Array.Resize(ref values, 2 * count);
        }
        (columns[count], values[count]) = (column, value);
        count++;
    }

    internal void EndRow() => ends.Add(count);

    /// <summary>Takes back what was added of the row in hand.</summary>
    internal void DropRow() => count = ends[^1];

    internal void Clear()
    {
        count = 0;
        ends.RemoveRange(1, ends.Count - 1);
    }

    /// <summary>Rows from one on into a table of so many columns that holds zeros.</summary>
    internal void To(Span<float> table, int from, int width)
    {
        for (var (row, start) = (from, 0); start < table.Length; row++, start += width)
            for (var k = ends[row]; k < ends[row + 1]; k++) table[start + columns[k]] = (float)values[k];
    }

    /// <inheritdoc cref="To(Span{float}, int, int)"/>
    internal void To(Span<double> table, int from, int width)
    {
        for (var (row, start) = (from, 0); start < table.Length; row++, start += width)
            for (var k = ends[row]; k < ends[row + 1]; k++) table[start + columns[k]] = values[k];
    }
}
