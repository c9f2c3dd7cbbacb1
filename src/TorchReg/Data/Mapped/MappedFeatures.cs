using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Features n × p in a <see cref="RowsFile"/>, read where they are asked for: the file may be larger than the memory. What is
/// read is in the system's cache, which gives way to whatever needs memory.
/// </summary>
public sealed partial class MappedFeatures : StoredRows
{
    /// <summary>Bytes of rows that are in memory at a time.</summary>
    const long Chunk = 4 << 20;

    readonly RowsHeader header;
    readonly MappedView view;
    readonly long[]? chosen;

    internal MappedFeatures(RowsHeader header, MappedView view) => (this.header, this.view) = (header, view);

    MappedFeatures(MappedFeatures of, long[]? chosen) => (header, view, this.chosen) = (of.header, of.view.Shared(), chosen);

    /// <inheritdoc/>
    public override long Rows => chosen?.Length ?? header.Rows;

    /// <inheritdoc/>
    public override int Columns => header.Columns;

    /// <inheritdoc/>
    public override ScalarType Type => header.Type;

    internal override string Kind => "of a file";
    internal override bool IsSparse => false;

    /// <summary>Whether the file holds the columns too, one after the other, as solvers of linear problems need them.</summary>
    public bool HasColumns => header.HasColumns;

    long RowBytes => (long)Columns * header.Size;
    internal override long ChunkRows => Math.Max(1, Chunk / RowBytes);

    /// <inheritdoc/>
    public override Tensor Dense(long start, long count)
    {
        CheckRange(start, count);
        var rows = empty([count, Columns], dtype: Type);
        Fill(rows, start);
        return rows;
    }

    void Fill(Tensor rows, long start)
    {
        if (chosen is null)
        {
            view.Read(header.RowsAt + start * RowBytes, rows);
            return;
        }
        var to = rows.bytes;
        for (var i = 0; i < rows.shape[0]; i++)
            view.Read(header.RowsAt + chosen[start + i] * RowBytes, to.Slice((int)(i * RowBytes), (int)RowBytes));
    }

    internal override StoredRows Select(ReadOnlySpan<long> positions)
    {
        var own = positions.ToArray();
        if (chosen is not null) for (var i = 0; i < own.Length; i++) own[i] = chosen[own[i]];
        return new MappedFeatures(this, own);
    }

    internal override StoredRows Share() => new MappedFeatures(this, chosen);

    internal override StoredRows Slice(long start, long count)
    {
        CheckRange(start, count);
        var all = new long[count];
        for (var i = 0; i < count; i++) all[i] = start + i;
        return Select(all);
    }

    /// <summary>A column's numbers in float64, all rows of the file.</summary>
    internal void Column(int j, Span<double> numbers)
    {
        var at = header.ColumnsAt + (long)j * header.Rows * header.Size;
        if (header.Size == sizeof(double))
        {
            view.Read(at, numbers);
            return;
        }
        var singles = new float[header.Rows];
        view.Read(at, singles.AsSpan());
        for (var i = 0; i < singles.Length; i++) numbers[i] = singles[i];
    }

    /// <summary>Whether these are all rows of the file, in its order.</summary>
    internal bool IsWhole => chosen is null;

    /// <summary>The rows, as many at a time as a chunk has, in memory that serves the next chunk too.</summary>
    IEnumerable<(long Start, Tensor Rows)> Chunks()
    {
        using var buffer = empty([Math.Min(ChunkRows, Rows), Columns], dtype: Type).DetachFromDisposeScope();
        for (long start = 0; start < Rows; start += ChunkRows)
        {
            using var rows = buffer.narrow(0, 0, Math.Min(ChunkRows, Rows - start));
            Fill(rows, start);
            yield return (start, rows);
        }
    }

    internal override void CheckFinite()
    {
        foreach (var (start, rows) in Chunks())
        {
            if (Type == ScalarType.Float32 ? Finite.All<float>(HostMemory.Of<float>(rows))
                : Finite.All<double>(HostMemory.Of<double>(rows))) continue;
            var numbers = HostMemory.Numbers(rows);
            var at = Array.FindIndex(numbers, value => !double.IsFinite(value));
            throw NotFinite(start + at / Columns, at % Columns, numbers[at]);
        }
    }

    internal override void WriteTo(Stream stream)
    {
        foreach (var (_, rows) in Chunks()) stream.Write(rows.bytes);
    }

    bool isDisposed;

    private protected override void Dispose(bool isDisposing)
    {
        if (!isDisposed) view.Dispose();
        isDisposed = true;
    }
}
