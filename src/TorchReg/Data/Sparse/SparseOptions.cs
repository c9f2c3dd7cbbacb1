using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>How a file of sparse rows (libsvm's, or of triples) becomes a dataset. Checked when a file is read.</summary>
public sealed record SparseOptions
{
    /// <summary>
    /// The number of the first column, 0 or 1. Default null: 0 where a column 0 is named, else 1, as libsvm writes.
    /// </summary>
    public int? FirstColumn { get; init; }

    /// <summary>p: columns beyond it are refused. Default 0: as far as the file goes.</summary>
    public int Columns { get; init; }

    /// <summary>What the targets are: numbers (default), or classes, named by numbers.</summary>
    public CsvTarget TargetKind { get; init; }

    /// <summary>The classes, by class index; null (default) to learn them: those of the file, ascending.</summary>
    public IReadOnlyList<double>? Classes { get; init; }

    /// <summary>Of features and targets: float32 (default) or float64.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>Columns that a file may make, 1 to 2³¹ − 2: each is a weight of a model. Default 10,000,000.</summary>
    public int MaxColumns { get; init; } = 10_000_000;

    /// <summary>Rows and non-zeros that a file may have together, from 1. Default 500,000,000 (6 GB in float64).</summary>
    public long MaxNumbers { get; init; } = 500_000_000;

    internal SparseOptions Checked()
    {
        if (FirstColumn is not (null or 0 or 1))
            throw new ArgumentOutOfRangeException(nameof(FirstColumn), FirstColumn, "FirstColumn must be 0, 1 or null.");
        if (MaxColumns is < 1 or > int.MaxValue - 1)
            throw new ArgumentOutOfRangeException(nameof(MaxColumns), MaxColumns, "MaxColumns must be from 1 to 2147483646.");
        if (MaxNumbers < 1)
            throw new ArgumentOutOfRangeException(nameof(MaxNumbers), MaxNumbers, "MaxNumbers must be 1 or more.");
        if (Columns < 0 || Columns > MaxColumns)
            throw new ArgumentOutOfRangeException(nameof(Columns), Columns, $"Columns must be from 0 to {MaxColumns}.");
        if (Type is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"Type must be Float32 or Float64; given {Type}.");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Sparse rows of a file, and how later files are read in the same way. Owns its data.</summary>
/// <param name="Data">Features n × p; targets n × 1, or n class indices.</param>
/// <param name="Schema">With the first column's number, p and the classes as they were learnt.</param>
public sealed record SparseTable(Dataset Data, SparseOptions Schema) : IDisposable
{
    /// <summary>Frees the data.</summary>
    public void Dispose() => Data.Dispose();

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
