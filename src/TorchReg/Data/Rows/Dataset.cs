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
    public Dataset(Tensor features, Tensor targets, Tensor? weights = null) : this(Checked(features, targets, weights))
    {
    }

    // Rows of a dataset: they were checked with it.
    private Dataset((Tensor Features, Tensor Targets, Tensor? Weights) rows)
    {
        Features = rows.Features.DetachFromDisposeScope();
        Targets = rows.Targets.DetachFromDisposeScope();
        Weights = rows.Weights?.DetachFromDisposeScope();
    }

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
    public Tensor Features { get; }

    /// <summary>The targets, n rows.</summary>
    public Tensor Targets { get; }

    /// <summary>How much each of the n rows counts, 0 or more; null where each counts 1.</summary>
    public Tensor? Weights { get; }

    /// <summary>n.</summary>
    public long Rows => Features.size(0);

    /// <summary>"150 rows [150×4] with targets [150], weighted".</summary>
    public override string ToString() =>
        Features.IsInvalid
            ? "disposed rows"
            : FormattableString.Invariant(
                $"{Rows} rows [{string.Join("×", Features.shape)}] with targets ") +
                FormattableString.Invariant($"[{string.Join("×", Targets.shape)}]{(Weights is null ? "" : ", weighted")}");

    /// <summary>The rows at the given positions, copied, in that order.</summary>
    /// <param name="positions">Row numbers, int64, each from 0 to n − 1, on the dataset's device.</param>
    public Dataset Select(Tensor positions) => Map(rows => rows.index_select(0, positions));

    /// <summary>The first <paramref name="count"/> rows, as views.</summary>
    /// <param name="count">From 1 to n.</param>
    public Dataset Take(long count)
    {
        if (count < 1 || count > Rows)
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"count must be from 1 to the {Rows} rows that there are; given {count}.");
        return Map(rows => rows.narrow(0, 0, count));
    }

    /// <summary>The same rows on another device; this dataset itself where it is there already.</summary>
    public Dataset To(Device device) =>
        device.type == Features.device_type && (device.index < 0 || device.index == Features.device_index)
            ? this : Map(rows => rows.to(device));

    /// <summary>Other features for the same rows; targets and weights are views.</summary>
    internal Dataset With(Tensor features) => new Dataset((features, Targets.detach(), Weights?.detach())).NamedAs(this);

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Features.Dispose();
        Targets.Dispose();
        Weights?.Dispose();
    }

    internal Dataset Map(Func<Tensor, Tensor> rows) =>
        new Dataset((rows(Features), rows(Targets), Weights is { } weights ? rows(weights) : null)).NamedAs(this);

    private static (Tensor, Tensor, Tensor?) Checked(Tensor features, Tensor targets, Tensor? weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Dimensions < 2 || targets.Dimensions < 1 || features.shape[0] != targets.shape[0] || features.shape[0] == 0)
            throw new ArgumentException(
                "features must be n × p and targets have the same n rows, n above 0; given " +
                    $"[{string.Join("×", features.shape)}] and [{string.Join("×", targets.shape)}].",
                nameof(features));
        return (features, targets, DatasetWeights.Checked(weights, features.shape[0]));
    }
}
