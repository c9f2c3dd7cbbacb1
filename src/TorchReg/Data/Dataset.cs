using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Rows of features with their targets, in memory; a batch is a small dataset. Owns its two tensors.</summary>
public sealed class Dataset : IDisposable
{
    /// <summary>Takes over two tensors; they no longer belong to the dispose scope that they were created in.</summary>
    /// <param name="features">n rows: n × p, or n × any shape.</param>
    /// <param name="targets">n rows: class indices (int64), or numbers.</param>
    /// <exception cref="ArgumentException">The counts of rows differ, or there is none.</exception>
    public Dataset(Tensor features, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Dimensions < 2 || targets.Dimensions < 1 || features.shape[0] != targets.shape[0] || features.shape[0] == 0)
            throw new ArgumentException(
                $"features must be n × p and targets have the same n rows, n above 0; given [{string.Join("×", features.shape)}] " +
                $"and [{string.Join("×", targets.shape)}].", nameof(features));
        Features = features.DetachFromDisposeScope();
        Targets = targets.DetachFromDisposeScope();
    }

    /// <summary>Images as rows of pixels from 0 to 1 (float32) with their labels as class indices (int64).</summary>
    public static Dataset Of(LabeledImages images, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        var pixels = tensor(images.Pixels.ToArray(), [images.Rows, images.Columns]);
        var labels = tensor(images.Labels.ToArray());
        return new(
            pixels.to(ScalarType.Float32, device ?? CPU).div_(255), labels.to(ScalarType.Int64, device ?? CPU));
    }

    /// <summary>The features, n rows.</summary>
    public Tensor Features { get; }

    /// <summary>The targets, n rows.</summary>
    public Tensor Targets { get; }

    /// <summary>Row weights; null: equal.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>n.</summary>
    public long Rows => Features.shape[0];

    /// <summary>The rows at the given positions, copied, in that order.</summary>
    /// <param name="positions">Row numbers, int64, each from 0 to n − 1, on the dataset's device.</param>
    public Dataset Select(Tensor positions) => new(Features.index_select(0, positions), Targets.index_select(0, positions));

    /// <summary>The first <paramref name="count"/> rows, as views.</summary>
    /// <param name="count">From 1 to n.</param>
    public Dataset Take(long count)
    {
        if (count < 1 || count > Rows)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"count must be from 1 to the {Rows} rows that there are; given {count}.");
        return new(Features.narrow(0, 0, count), Targets.narrow(0, 0, count));
    }

    /// <summary>The same rows on another device; this dataset itself where it is there already.</summary>
    public Dataset To(Device device) =>
        device.type == Features.device_type && (device.index < 0 || device.index == Features.device_index)
            ? this : new(Features.to(device), Targets.to(device));

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Features.Dispose();
        Targets.Dispose();
    }
}
