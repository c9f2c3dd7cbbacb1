using System.Buffers;
using TorchReg.Data;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The columns of a file, (x − m)/s as they are read: one is in memory at a time, and those that were asked for alone stay there,
/// as many as fit in <see cref="MostKept"/> bytes.
/// </summary>
sealed class MappedDesign(MappedFeatures features, int[] kept, double[] mean, double[] scale) : Design
{
    const long MostKept = 64 << 20;

    readonly double[]?[] cache = new double[kept.Length][];
    readonly Lazy<(double[] Sums, double[] Squares)> moments = new(() => MomentsOf(features, kept, mean, scale));
    long cached;

    internal override int Rows => (int)features.Rows;
    internal override int Columns => kept.Length;
    internal override double Density => Rows;

    internal override double Dot(int j, ReadOnlySpan<double> v) => RowLoops.Dot(Kept(j), v);

    internal override void Add(int j, double factor, Span<double> v) => RowLoops.Add(factor, Kept(j), v);

    internal override (double Sum, double Square) Moments(int j, ReadOnlySpan<double> h)
    {
        var column = Kept(j);
        return (RowLoops.Dot(column, h), RowLoops.Dot(h, column, column));
    }

    internal override double Norm(int j, bool isCentred)
    {
        var (sum, square) = (moments.Value.Sums[j], moments.Value.Squares[j]);
        return Math.Sqrt(isCentred ? Math.Max(square - sum * sum / Rows, 0) : square);
    }

    // Of many columns none stays.
    internal override void Dots(ReadOnlySpan<int> columns, ReadOnlySpan<double> v, Span<double> products)
    {
        var buffer = ArrayPool<double>.Shared.Rent(Rows);
        for (var k = 0; k < columns.Length; k++)
            products[k] = RowLoops.Dot(Volatile.Read(ref cache[columns[k]]) ?? Read(columns[k], buffer.AsSpan(0, Rows)), v);
        ArrayPool<double>.Shared.Return(buffer);
    }

    ReadOnlySpan<double> Kept(int j)
    {
        if (Volatile.Read(ref cache[j]) is { } known) return known;
        var column = new double[Rows];
        Read(j, column);
        if (Interlocked.Add(ref cached, Rows * sizeof(double)) <= MostKept) Volatile.Write(ref cache[j], column);
        return column;
    }

    ReadOnlySpan<double> Read(int j, Span<double> column) => Read(features, kept[j], mean[j], scale[j], column);

    static ReadOnlySpan<double> Read(MappedFeatures features, int column, double mean, double scale, Span<double> to)
    {
        features.Column(column, to);
        for (var i = 0; i < to.Length; i++) to[i] = (to[i] - mean) / scale;
        return to;
    }

    static (double[], double[]) MomentsOf(MappedFeatures features, int[] kept, double[] mean, double[] scale)
    {
        var (sums, squares, column) = (new double[kept.Length], new double[kept.Length], new double[features.Rows]);
        for (var j = 0; j < kept.Length; j++)
        {
            var a = Read(features, kept[j], mean[j], scale[j], column);
            (sums[j], squares[j]) = (RowLoops.Sum(a), RowLoops.Dot(a, a));
        }
        return (sums, squares);
    }
}
