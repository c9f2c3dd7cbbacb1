using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Rows of features with their targets and weights, in memory; a batch is a small dataset. Owns its tensors.</summary>
public sealed partial class Dataset : IDisposable
{
    /// <summary>Takes over the tensors; they no longer belong to the dispose scope that they were created in.</summary>
    /// <param name="features">n rows: n × p, or n × any shape.</param>
    /// <param name="targets">n rows: class indices (int64), or numbers (n × outputs).</param>
    /// <param name="weights">
    /// n finite numbers, 0 or more and not all 0: how much each row counts. Default null, each counts 1.
    /// </param>
    /// <exception cref="ArgumentException">The counts of rows differ, there is none, or the weights are out of range.</exception>
    public Dataset(Tensor features, Tensor targets, Tensor? weights = null)
        : this(DatasetShapes.Checked(features, targets, weights))
    {
    }

    /// <summary>
    /// Takes over features that are no tensor, sparse ones or those of a file: linear problems, closed forms and models that
    /// begin with a linear layer take them; what needs <see cref="Features"/> says so.
    /// </summary>
    /// <param name="rows">n rows.</param>
    /// <param name="targets">n rows: class indices (int64), or numbers (n × outputs), on the host.</param>
    /// <param name="weights">n finite numbers, 0 or more and not all 0. Default null, each row counts 1.</param>
    /// <exception cref="ArgumentException">The counts of rows differ, or the weights are out of range.</exception>
    public Dataset(StoredRows rows, Tensor targets, Tensor? weights = null)
        : this((null, DatasetShapes.Checked(rows, targets), DatasetWeights.Checked(weights, rows.Rows)), rows)
    {
    }

    // Rows of a dataset: they were checked with it.
    private Dataset((Tensor? Features, Tensor Targets, Tensor? Weights) rows, StoredRows? stored = null)
    {
        features = rows.Features?.DetachFromDisposeScope();
        Stored = stored;
        Targets = rows.Targets.DetachFromDisposeScope();
        Weights = rows.Weights?.DetachFromDisposeScope();
    }

    private readonly Tensor? features;

    /// <summary>Images as rows of pixels from 0 to 1 (float32) with their labels as class indices (int64).</summary>
    public static Dataset Of(LabeledImages images, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var pixels = tensor(images.Pixels.ToArray(), [images.Rows, images.Columns]);
        var labels = tensor(images.Labels.ToArray());
        return new(
            pixels.to(ScalarType.Float32, device ?? CPU).div_(Scalars.Of(255)), labels.to(ScalarType.Int64, device ?? CPU));
    }

    /// <summary>The features, n rows.</summary>
    /// <exception cref="NotSupportedException">They are no tensor, but <see cref="Stored"/>.</exception>
    public Tensor Features => features ?? throw new NotSupportedException(
        $"The features are {Stored}, and what is asked for needs a tensor: take Dense(), where {Rows} × {Columns} numbers fit " +
        "in memory, or what takes such rows (linear problems, and a Trainer of a model that begins with a linear layer).");

    /// <summary>The features where they are no tensor; null where they are <see cref="Features"/>.</summary>
    public StoredRows? Stored { get; }

    /// <summary>p; where features have another shape, numbers a row.</summary>
    public long Columns => Stored?.Columns ?? Features.NumberOfElements / Rows;

    internal Device Device => Stored is null ? Features.device : CPU;

    /// <summary>The targets, n rows.</summary>
    public Tensor Targets { get; }

    /// <summary>How much each of the n rows counts, 0 or more; null where each counts 1.</summary>
    public Tensor? Weights { get; }

    /// <summary>n.</summary>
    public long Rows => Stored?.Rows ?? Features.size(0);

    /// <summary>"150 rows [150×4] with targets [150], weighted".</summary>
    public override string ToString() =>
        Targets.IsInvalid
            ? "disposed rows"
            : FormattableString.Invariant(
                $"{Rows} rows [{string.Join("×", Shape)}]{(Stored is { } rows ? $" {rows.Kind}" : "")} with targets ") +
                FormattableString.Invariant($"[{string.Join("×", Targets.shape)}]{(Weights is null ? "" : ", weighted")}");

    /// <summary>The rows at the given positions, copied, in that order.</summary>
    /// <param name="positions">Row numbers, int64, each from 0 to n − 1, on the dataset's device.</param>
    public Dataset Select(Tensor positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (Stored is null) return Map(rows => rows.index_select(0, positions));
        using var onHost = positions.to(CPU);
        return With(Stored.Select(onHost.data<long>().ToArray()), rows => rows.index_select(0, onHost));
    }

    /// <summary>The same, to train on: rows of a file become a tensor.</summary>
    internal Dataset Batch(Tensor positions)
    {
        var batch = Select(positions);
        if (Stored is null or { IsSparse: true }) return batch;
        using (batch) return batch.Dense();
    }

    /// <summary>The first <paramref name="count"/> rows, as views.</summary>
    /// <param name="count">From 1 to n.</param>
    public Dataset Take(long count)
    {
        if (count < 1 || count > Rows)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"count must be from 1 to the {Rows} rows that there are; given {count}.");
        return Slice(0, count);
    }

    /// <summary>Rows one after the other, as views.</summary>
    internal Dataset Slice(long start, long count)
    {
        Tensor Own(Tensor rows) => rows.narrow(0, start, count);
        return Stored is null ? Map(Own) : With(Stored.Slice(start, count), Own);
    }

    /// <summary>The same rows with their features as a tensor: n × p numbers in memory. Itself where they are one.</summary>
    public Dataset Dense() => Stored is null ? this : new((Stored.Dense(0, Rows), Targets.alias(), Weights?.alias()));

    /// <summary>The same rows on another device; this dataset itself where it is there already.</summary>
    public Dataset To(Device device) =>
        Stored is not null ? device.type == TorchSharp.DeviceType.CPU ? this : throw new NotSupportedException(
            $"The features are {Stored}, which the cpu alone works with: take device cpu, or Dense().")
        : device.type == Features.device_type && (device.index < 0 || device.index == Features.device_index)
            ? this : Map(rows => rows.to(device));

    /// <summary>Other features for the same rows; targets and weights are views.</summary>
    internal Dataset With(Tensor features) => new Dataset((features, Targets.detach(), Weights?.detach())).NamedAs(this);

    private Dataset With(StoredRows stored, Func<Tensor, Tensor> rows) =>
        new Dataset((null, rows(Targets), Weights is { } weights ? rows(weights) : null), stored).NamedAs(this);

    /// <summary>The same rows once more: views, disposed of by whoever asks.</summary>
    internal Dataset Alias() => Stored is null ? Map(rows => rows.alias()) : With(Stored.Share(), rows => rows.alias());

    private IEnumerable<long> Shape => Stored is { } rows ? [rows.Rows, rows.Columns] : Features.shape;

    /// <summary>Frees the tensors, and the rows.</summary>
    public void Dispose()
    {
        features?.Dispose();
        Stored?.Dispose();
        Targets.Dispose();
        Weights?.Dispose();
    }

    internal Dataset Map(Func<Tensor, Tensor> rows) =>
        new Dataset((rows(Features), rows(Targets), Weights is { } weights ? rows(weights) : null)).NamedAs(this);
}
