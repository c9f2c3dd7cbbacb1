using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Features n × p that are no tensor, because one would not fit in memory: <see cref="SparseFeatures"/>.
/// </summary>
public abstract class StoredRows : IDisposable
{
    private protected StoredRows()
    {
    }

    /// <summary>n.</summary>
    public abstract long Rows { get; }

    /// <summary>p.</summary>
    public abstract int Columns { get; }

    /// <summary>Of the numbers: float32 or float64.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>"sparse", "in a file": what they are in a sentence.</summary>
    internal abstract string Kind { get; }

    /// <summary>Rows that are looked at at a time, so that a pass over all takes little memory.</summary>
    internal virtual long ChunkRows => 8192;

    /// <summary>Rows as a tensor, count × p, in <see cref="Type"/>; the caller's.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public abstract Tensor Dense(long start, long count);

    /// <summary>The rows at the positions, in that order.</summary>
    internal abstract StoredRows Select(ReadOnlySpan<long> positions);

    /// <summary>The same rows once more, to be disposed of by whoever asks.</summary>
    internal abstract StoredRows Share();

    /// <summary>Rows one after the other.</summary>
    internal abstract StoredRows Slice(long start, long count);

    /// <summary>Whether few numbers are not 0, so that their rows never become a tensor.</summary>
    internal abstract bool IsSparse { get; }

    /// <exception cref="InvalidDataException">A number is NaN or infinite; the message names its row and column.</exception>
    internal abstract void CheckFinite();

    /// <summary>All that distinguishes them, for a digest.</summary>
    internal abstract void WriteTo(Stream stream);

    /// <summary>Mean, deviation and constant columns under row shares that sum to 1.</summary>
    internal abstract (double[] Mean, double[] Scale, int[] Constant) Learn(ReadOnlySpan<double> shares);

    /// <summary>W Xᵀ, outputs × n, in W's type, for W on the host.</summary>
    internal abstract Tensor Products(Tensor weight);

    /// <summary>X Wᵀ + b, n × outputs.</summary>
    internal Tensor Linear(Tensor weight, Tensor? bias)
    {
        using var z = Products(weight);
        using var rows = z.t();
        return bias is null ? rows.contiguous() : rows.add(bias, Scalars.One);
    }

    /// <summary>G := R X, or G += R X, for a residual R of outputs × n and a gradient G of outputs × p on the host.</summary>
    internal abstract void WriteGradient(Tensor residual, Tensor gradient, bool accumulate);

    /// <summary>"sparse rows [20000×200000]".</summary>
    public override string ToString() => FormattableString.Invariant($"rows {Kind} [{Rows}×{Columns}]");

    private protected void CheckRange(long start, long count)
    {
        if (start < 0 || count < 1 || start > Rows - count)
            throw new ArgumentOutOfRangeException(nameof(start),
                $"Rows must be from 0 to {Rows - 1}; asked for {count} from {start}.");
    }

    private protected InvalidDataException NotFinite(long row, long column, double value) => new(FormattableString.Invariant(
        $"row {row}, feature column {column}: expected a finite number, found {value}; fill or drop such rows first."));

    /// <summary>Frees what they hold.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    private protected virtual void Dispose(bool isDisposing)
    {
    }
}
