using System.Collections;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// A dataset's rows in batches, in a new order at each enumeration, drawn from a generator of its own. On the host a batch's
/// memory is used again for the next one, and rows of a file are fetched ahead, for the model's device; batches belong to this
/// enumeration, not to who reads them.
/// </summary>
sealed class ShuffledBatches(Dataset data, TrainingOptions options, Device? device = null) : IEnumerable<Dataset>, IDisposable
{
    readonly Generator generator = new((ulong)options.Seed);
    readonly List<RowBuffer> buffers = [];
    long skipped;

    Tensor? epochState;

    /// <summary>The rows.</summary>
    internal Dataset Data => data;

    /// <summary>
    /// The generator's state from which an epoch goes on: of which some batches are done, or which is to begin.
    /// </summary>
    internal Tensor StateAt(long batches) => batches > 0 ? epochState! : generator.get_state();

    /// <summary>The next enumeration is the one of that state, from a batch on.</summary>
    internal void Restore(Tensor state, long batches)
    {
        if (batches > 0 && batches > (data.Rows - 1) / options.BatchSize)
            throw new InvalidDataException(
                $"The checkpoint has {batches} batches of an epoch behind it; {data.Rows} rows in batches of " +
                $"{options.BatchSize} have no more to come.");
        generator.set_state(state);
        skipped = batches;
    }

    public IEnumerator<Dataset> GetEnumerator() =>
        RowBuffer.Fits(data) ? Reused() : data.Stored is { IsSparse: false } ? Fetched() : Selected();

    IEnumerator<Dataset> Fetched()
    {
        long[] order;
        using (var positions = Order()) order = positions.data<long>().ToArray();
        return FetchedBatches.Of(data, order, FirstRow(), options.BatchSize, device ?? data.Device);
    }

    IEnumerator<Dataset> Reused()
    {
        long[] order;
        using (var positions = Order()) order = positions.data<long>().ToArray();
        for (var start = (int)FirstRow(); start < order.Length; start += options.BatchSize)
        {
            var count = Math.Min(options.BatchSize, order.Length - start);
            yield return Buffer(count).Fill(order.AsSpan(start, count));
        }
    }

    // Two sizes at most: the batch's, and the last one's.
    RowBuffer Buffer(int rows)
    {
        foreach (var buffer in buffers)
            if (buffer.Batch.Rows == rows) return buffer;
        buffers.Add(new RowBuffer(data, rows));
        return buffers[^1];
    }

    IEnumerator<Dataset> Selected()
    {
        using var order = Order();
        for (var start = FirstRow(); start < data.Rows; start += options.BatchSize)
        {
            using var positions = order.narrow(0, start, Math.Min(options.BatchSize, data.Rows - start));
            using var batch = data.Batch(positions);
            yield return batch;
        }
    }

    long FirstRow()
    {
        var first = skipped * options.BatchSize;
        skipped = 0;
        return first;
    }

    Tensor Order()
    {
        using var scope = NewDisposeScope();
        epochState?.Dispose();
        epochState = generator.get_state().DetachFromDisposeScope();
        var order = options.Shuffle
            ? randperm(data.Rows, ScalarType.Int64, generator: generator)
            : arange(Scalars.Of(0), Scalars.Of(data.Rows), Scalars.One, ScalarType.Int64);
        return order.to(data.Device).DetachFromDisposeScope();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        generator.Dispose();
        epochState?.Dispose();
        foreach (var buffer in buffers) buffer.Dispose();
    }
}
