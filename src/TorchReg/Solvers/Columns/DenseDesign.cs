using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>Dense columns in float64, one after the other, each beginning at a boundary of a vector.</summary>
/// <param name="numbers">The columns, from <paramref name="first"/> on, each a stride after the one before.</param>
/// <param name="first">Where the first begins.</param>
/// <param name="stride">n or more.</param>
/// <param name="rows">n.</param>
/// <param name="columns">p.</param>
sealed class DenseDesign(double[] numbers, int first, int stride, int rows, int columns) : Design
{
    readonly Lazy<(double[] Sums, double[] Squares)> moments = new(() =>
    {
        var (sums, squares) = (new double[columns], new double[columns]);
        for (var j = 0; j < columns; j++)
        {
            var a = numbers.AsSpan((int)(first + (long)j * stride), rows);
            (sums[j], squares[j]) = (RowLoops.Sum(a), RowLoops.Dot(a, a));
        }
        return (sums, squares);
    });

    internal override int Rows => rows;
    internal override int Columns => columns;
    internal override double Density => rows;

    /// <summary>One column.</summary>
    internal ReadOnlySpan<double> this[int j] => numbers.AsSpan((int)(first + (long)j * stride), rows);

    internal override double Dot(int j, ReadOnlySpan<double> v) => RowLoops.Dot(this[j], v);

    internal override void Dots(ReadOnlySpan<int> columns, ReadOnlySpan<double> v, Span<double> products)
    {
        var k = 0;
        for (; k + 4 <= columns.Length; k += 4)
            (products[k], products[k + 1], products[k + 2], products[k + 3]) = RowLoops.Dot(
                this[columns[k]], this[columns[k + 1]], this[columns[k + 2]], this[columns[k + 3]], v);
        for (; k < columns.Length; k++) products[k] = Dot(columns[k], v);
    }

    internal override void Add(int j, double factor, Span<double> v) => RowLoops.Add(factor, this[j], v);

    internal override void Add(ReadOnlySpan<int> columns, ReadOnlySpan<double> factors, Span<double> v)
    {
        var k = 0;
        for (; k + 4 <= columns.Length; k += 4)
            RowLoops.Add((factors[k], factors[k + 1], factors[k + 2], factors[k + 3]),
                this[columns[k]], this[columns[k + 1]], this[columns[k + 2]], this[columns[k + 3]], v);
        for (; k < columns.Length; k++) Add(columns[k], factors[k], v);
    }

    internal override (double Sum, double Square) Moments(int j, ReadOnlySpan<double> h) =>
        (RowLoops.Dot(this[j], h), RowLoops.Dot(h, this[j], this[j]));

    internal override void Weighted(int j, ReadOnlySpan<double> h, Span<double> result) =>
        RowLoops.Multiply(h, this[j], result);

    internal override double Norm(int j, bool isCentred)
    {
        var (sum, square) = (moments.Value.Sums[j], moments.Value.Squares[j]);
        return Math.Sqrt(isCentred ? Math.Max(square - sum * sum / rows, 0) : square);
    }

    internal override void Gram(ReadOnlySpan<int> chosen, int added, ReadOnlySpan<double> h, Span<double> block, int stride)
    {
        for (var k = 0; k < added; k++) block.Slice(k * stride, chosen.Length - added + k + 1).Clear();
        for (var start = 0; start < rows; start += GramTile.Rows)
            GramTile.Add(this, chosen, added, h, block, stride, start, Math.Min(GramTile.Rows, rows - start));
    }
}
