using System.Numerics;
using System.Runtime.InteropServices;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Features n × p of which few are not 0, row by row (CSR): row i has values[k] in column columns[k] for k from starts[i] to
/// starts[i + 1] − 1. In the host's memory, 12 bytes a non-zero in float64.
/// </summary>
public sealed partial class SparseFeatures : StoredRows
{
    readonly int[] starts, columns;
    readonly Array values;
    readonly int width;

    /// <summary>Takes over the arrays.</summary>
    /// <param name="starts">Where each row begins, and the last ends: n + 1 numbers, n above 0.</param>
    /// <param name="columns">The column of each non-zero, from 0, ascending within a row and none twice.</param>
    /// <param name="values">The non-zeros.</param>
    /// <param name="width">p, 1 or more.</param>
    /// <exception cref="ArgumentException">
    /// The arrays do not fit together; the message names the row and the column, counted from 0.
    /// </exception>
    public SparseFeatures(int[] starts, int[] columns, double[] values, int width) : this(starts, columns, (Array)values, width)
    {
    }

    /// <inheritdoc cref="SparseFeatures(int[], int[], double[], int)"/>
    public SparseFeatures(int[] starts, int[] columns, float[] values, int width) : this(starts, columns, (Array)values, width)
    {
    }

    SparseFeatures(int[] starts, int[] columns, Array values, int width)
    {
        (this.starts, this.columns, this.values, this.width) = (starts, columns, values, Require.AtLeast(1, width));
        CheckParts();
    }

    // Rows of others that were checked.
    SparseFeatures(SparseFeatures of, int[] starts, int[] columns, Array values) =>
        (this.starts, this.columns, this.values, width) = (starts, columns, values, of.width);

    /// <inheritdoc/>
    public override long Rows => starts.Length - 1;

    /// <inheritdoc/>
    public override int Columns => width;

    /// <summary>Numbers that are held: those that are not 0.</summary>
    public int NonZeros => columns.Length;

    /// <inheritdoc/>
    public override ScalarType Type => IsSingle ? ScalarType.Float32 : ScalarType.Float64;

    bool IsSingle => values is float[];

    internal override string Kind => "that are sparse";

    /// <summary>The numbers of a tensor n × p (float32 or float64) that are not 0.</summary>
    public static SparseFeatures Of(Tensor dense)
    {
        ArgumentNullException.ThrowIfNull(dense);
        if (dense.Dimensions != 2 || dense.shape[0] == 0 || dense.shape[1] is < 1 or > int.MaxValue)
            throw new ArgumentException($"Features must be n × p; given [{string.Join("×", dense.shape)}].", nameof(dense));
        var rows = new SparseRows(dense.dtype);
        for (long start = 0; start < dense.shape[0]; start++)
        {
            using var row = dense.narrow(0, start, 1);
            var numbers = HostMemory.Numbers(row);
            for (var j = 0; j < numbers.Length; j++) rows.Add(j, numbers[j]);
            rows.EndRow();
        }
        return rows.Finish(0, (int)dense.shape[1]);
    }

    /// <summary>The columns and values of a row, float64.</summary>
    /// <param name="row">From 0 to n − 1.</param>
    public IEnumerable<(int Column, double Value)> Row(int row)
    {
        CheckRange(row, 1);
        for (var k = starts[row]; k < starts[row + 1]; k++) yield return (columns[k], ValueAt(k));
    }

    /// <inheritdoc/>
    public override Tensor Dense(long start, long count)
    {
        CheckRange(start, count);
        var dense = zeros([count, width], Type);
        if (values is float[] singles) Scatter<float>(singles, HostMemory.Of<float>(dense), (int)start, (int)count);
        else Scatter<double>((double[])values, HostMemory.Of<double>(dense), (int)start, (int)count);
        return dense;
    }

    void Scatter<T>(ReadOnlySpan<T> from, Span<T> to, int start, int count)
    {
        for (var i = 0; i < count; i++)
            for (var k = starts[start + i]; k < starts[start + i + 1]; k++)
                to[i * width + columns[k]] = from[k];
    }

    internal override bool IsSparse => true;

    internal override StoredRows Share() => this;

    internal override StoredRows Slice(long start, long count)
    {
        CheckRange(start, count);
        var all = new long[count];
        for (var i = 0; i < count; i++) all[i] = start + i;
        return Select(all);
    }

    internal override StoredRows Select(ReadOnlySpan<long> positions)
    {
        var own = new int[positions.Length + 1];
        for (var i = 0; i < positions.Length; i++)
            own[i + 1] = checked(own[i] + starts[positions[i] + 1] - starts[positions[i]]);
        var (chosen, numbers) = (new int[own[^1]], IsSingle ? (Array)new float[own[^1]] : new double[own[^1]]);
        for (var i = 0; i < positions.Length; i++)
        {
            var (from, count) = (starts[positions[i]], own[i + 1] - own[i]);
            columns.AsSpan(from, count).CopyTo(chosen.AsSpan(own[i]));
            Array.Copy(values, from, numbers, own[i], count);
        }
        return new SparseFeatures(this, own, chosen, numbers);
    }

    /// <summary>The same by columns, the caller's own.</summary>
    internal SparseColumns ToColumns() => SparseColumns.Of(starts, columns, Values<double>(), width);

    /// <summary>The non-zeros in a type of floating point; those that are held where it is theirs.</summary>
    internal T[] Values<T>() where T : unmanaged, INumber<T> =>
        values is T[] own ? own : values is float[] singles ? Array.ConvertAll(singles, T.CreateTruncating)
        : Array.ConvertAll((double[])values, T.CreateTruncating);

    double ValueAt(int k) => values is float[] singles ? singles[k] : ((double[])values)[k];

    internal override void WriteTo(Stream stream)
    {
        stream.Write(MemoryMarshal.AsBytes<int>(starts));
        stream.Write(MemoryMarshal.AsBytes<int>(columns));
        if (values is float[] singles) stream.Write(MemoryMarshal.AsBytes<float>(singles));
        else stream.Write(MemoryMarshal.AsBytes<double>((double[])values));
    }

    internal override (double[] Mean, double[] Scale, int[] Constant) Learn(ReadOnlySpan<double> shares) =>
        ToColumns().Learn(shares);
}
