using static TorchSharp.torch;

namespace TorchReg.Data;

// Rows in batches, for loops of one's own.
public sealed partial class Dataset
{
    /// <summary>All rows once, in batches, for a loop of one's own; the last batch may be smaller.</summary>
    /// <param name="size">Rows of a batch, 1 or more.</param>
    /// <param name="shuffle">
    /// Draws the order of the rows, anew at each enumeration; null (default) for the order in which they are. With
    /// <c>new Generator(seed)</c> the epochs are those of a <c>Trainer</c> with that seed.
    /// </param>
    /// <returns>Each batch is good until the next is asked for: it is freed then.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public IEnumerable<Dataset> Batches(int size, Generator? shuffle = null)
    {
        if (size < 1) throw new ArgumentOutOfRangeException(nameof(size), size, $"size must be 1 or more; given {size}.");
        return BatchesIn(size, () => Order(shuffle));
    }

    /// <summary>All rows once, in batches, in an order of its own for each seed: the same at each enumeration.</summary>
    /// <param name="size">Rows of a batch, 1 or more.</param>
    /// <param name="seed">Another for each epoch: <c>seed + epoch</c>.</param>
    /// <inheritdoc cref="Batches(int, Generator?)" path="/returns|/exception"/>
    public IEnumerable<Dataset> Batches(int size, ulong seed)
    {
        if (size < 1) throw new ArgumentOutOfRangeException(nameof(size), size, $"size must be 1 or more; given {size}.");
        return BatchesIn(size, () =>
        {
            using var generator = new Generator(seed);
            return Order(generator);
        });
    }

    /// <summary>
    /// The same rows in memory of the host that a GPU copies from by itself, where it is one; this dataset, or in its place.
    /// </summary>
    internal Dataset Pinned(Device device)
    {
        if (device.type != TorchSharp.DeviceType.CUDA) return this;
        using (this) return Map(rows => rows.pin_memory());
    }

    /// <summary>The same rows on a device, without waiting for the copy; views where they are there.</summary>
    internal Dataset Sent(Device device) => Map(rows =>
        device.type == rows.device_type ? rows.alias() : rows.to(device, non_blocking: true));

    IEnumerable<Dataset> BatchesIn(int size, Func<Tensor> draw)
    {
        using var order = draw();
        for (long start = 0; start < Rows; start += size)
        {
            using var positions = order.narrow(0, start, Math.Min(size, Rows - start)).DetachFromDisposeScope();
            using var batch = Batch(positions);
            yield return batch;
        }
    }

    // A loop's own scope may be closed before the order is used up.
    Tensor Order(Generator? shuffle)
    {
        using var scope = NewDisposeScope();
        var order = shuffle is null
            ? arange(Scalars.Of(0), Scalars.Of(Rows), Scalars.One, ScalarType.Int64)
            : randperm(Rows, ScalarType.Int64, generator: shuffle);
        return order.to(Device).DetachFromDisposeScope();
    }
}
