using System.Runtime.InteropServices;
using System.Text.Json;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Writes a <see cref="RowsFile"/> into a stream that can seek and read.</summary>
sealed class RowsWriter(Stream stream, bool withColumns)
{
    const int Block = 32 << 20;

    readonly List<double> targets = [], weights = [];
    readonly List<long> classes = [];
    long rows, columns, outputs;
    ScalarType type;
    bool hasWeights;
    byte[] names = [];

    internal void Write(IEnumerable<Dataset> blocks)
    {
        stream.Write(new byte[RowsHeader.Start]);
        foreach (var block in blocks)
            using (block) Add(block);
        if (rows == 0) throw new ArgumentException("There are no rows to write.", nameof(blocks));
        var header = new RowsHeader(rows, (int)columns, type, outputs, classes.Count > 0 ? classes.Max() + 1 : 0, withColumns,
            hasWeights)
        { NameBytes = names.Length };
        if (withColumns) WriteColumns(header);
        WriteAt(header.TargetsAt, outputs > 0 ? MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(targets))
            : MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(classes)));
        if (hasWeights) WriteAt(header.WeightsAt, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(weights)));
        if (names.Length > 0) WriteAt(header.NamesAt, names);
        WriteAt(0, header.Bytes());
    }

    void Add(Dataset block)
    {
        using var scope = NewDisposeScope();
        var x = block.Dense().Features;
        var isClasses = block.Targets.dtype == ScalarType.Int64 && block.Targets.Dimensions == 1;
        if (rows == 0) Begin(x, block, isClasses);
        if (x.Dimensions != 2 || x.shape[1] != columns || x.dtype != type || isClasses != (outputs == 0)
            || !isClasses && block.Targets.NumberOfElements != block.Rows * outputs || block.Weights is null == hasWeights)
            throw new ArgumentException($"{block} does not fit the rows before, of {columns} columns of {type}.", nameof(block));
        rows += block.Rows;
        stream.Write(x.cpu().contiguous().bytes);
        if (isClasses) AddClasses(block);
        else targets.AddRange(HostMemory.Numbers(block.Targets));
        if (block.Weights is { } own) weights.AddRange(HostMemory.Numbers(own));
    }

    void AddClasses(Dataset block)
    {
        var own = block.Classes();
        if (own.Min() < 0) throw new ArgumentException("A class index is below 0.", nameof(block));
        classes.AddRange(own);
    }

    void Begin(Tensor x, Dataset block, bool isClasses)
    {
        if (x.Dimensions != 2 || x.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException(
                $"Features must be n × p of float32 or float64; given {x.dtype} of {block}.", nameof(block));
        names = block.FeatureNames is { } given ? JsonSerializer.SerializeToUtf8Bytes(given) : [];
        (columns, type, hasWeights) = (x.shape[1], x.dtype, block.Weights is not null);
        outputs = isClasses ? 0 : block.Targets.NumberOfElements / block.Rows;
    }

    // As many rows as the block holds, column by column to their places.
    void WriteColumns(RowsHeader header)
    {
        var (width, count) = (columns * header.Size, Math.Max(1, Block / (columns * header.Size)));
        for (long start = 0; start < rows; start += count)
        {
            using var scope = NewDisposeScope();
            var block = empty([Math.Min(count, rows - start), columns], dtype: type);
            stream.Position = header.RowsAt + start * width;
            stream.ReadExactly(block.bytes);
            var turned = block.t().contiguous();
            for (var j = 0; j < columns; j++)
                WriteAt(header.ColumnsAt + (j * rows + start) * header.Size, turned.narrow(0, j, 1).bytes);
        }
    }

    void WriteAt(long position, ReadOnlySpan<byte> bytes)
    {
        stream.Position = position;
        stream.Write(bytes);
    }
}
