namespace TorchReg.Data;

/// <summary>
/// Sparse numbers by columns (CSC): column j has values[k] in row rows[k] for k from starts[j] to starts[j + 1] − 1, rows
/// ascending.
/// </summary>
sealed class SparseColumns(int[] starts, int[] rows, double[] values, int count)
{
    internal int[] Starts => starts;
    internal int[] Rows => rows;
    internal double[] Values => values;

    /// <summary>n.</summary>
    internal int RowCount => count;

    internal int Columns => starts.Length - 1;

    /// <summary>From rows: one pass to count, one to place.</summary>
    internal static SparseColumns Of(int[] rowStarts, int[] columns, double[] values, int width)
    {
        var starts = new int[width + 1];
        foreach (var column in columns) starts[column + 1]++;
        for (var j = 0; j < width; j++) starts[j + 1] += starts[j];
        var (next, rows, numbers) = (starts.AsSpan(0, width).ToArray(), new int[columns.Length], new double[columns.Length]);
        for (var row = 0; row + 1 < rowStarts.Length; row++)
            for (var k = rowStarts[row]; k < rowStarts[row + 1]; k++)
            {
                var place = next[columns[k]]++;
                (rows[place], numbers[place]) = (row, values[k]);
            }
        return new(starts, rows, numbers, rowStarts.Length - 1);
    }

    /// <summary>μ, σ and the constant columns under shares that sum to 1, zeros counted as what they are.</summary>
    internal (double[] Mean, double[] Scale, int[] Constant) Learn(ReadOnlySpan<double> shares)
    {
        var (mean, scale, constant) = (new double[Columns], new double[Columns], new List<int>());
        var counted = shares.Length - shares.Count(0.0);
        for (var j = 0; j < Columns; j++)
        {
            (mean[j], scale[j], var isConstant) = Moments(j, shares, counted);
            if (isConstant) constant.Add(j);
        }
        return (mean, scale, [.. constant]);
    }

    (double Mean, double Scale, bool IsConstant) Moments(int j, ReadOnlySpan<double> shares, int counted)
    {
        var (sum, filled, own, least, largest) = (0.0, 0.0, 0, double.PositiveInfinity, double.NegativeInfinity);
        for (var k = starts[j]; k < starts[j + 1]; k++)
        {
            var share = shares[rows[k]];
            if (share == 0) continue;
            own++;
            (sum, filled) = (sum + share * values[k], filled + share);
            (least, largest) = (Math.Min(least, values[k]), Math.Max(largest, values[k]));
        }
        if (own < counted) (least, largest) = (Math.Min(least, 0), Math.Max(largest, 0));
        if (least == largest) return (least, 1, true);
        var squares = Math.Max(1 - filled, 0) * sum * sum;
        for (var k = starts[j]; k < starts[j + 1]; k++)
            squares += shares[rows[k]] * (values[k] - sum) * (values[k] - sum);
        var deviation = Math.Sqrt(squares);
        return deviation > 0 ? (sum, deviation, false) : (least, 1, true);
    }
}
