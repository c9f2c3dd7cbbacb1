using System.Collections;
using TorchReg.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>A dataset's rows in batches, in a new order at each enumeration, drawn from a generator of its own.</summary>
sealed class ShuffledBatches(Dataset data, TrainingOptions options) : IEnumerable<Dataset>, IDisposable
{
    readonly Generator generator = new((ulong)options.Seed);

    public IEnumerator<Dataset> GetEnumerator()
    {
        using var order = Order();
        for (long start = 0; start < data.Rows; start += options.BatchSize)
        {
            using var positions = order.narrow(0, start, Math.Min(options.BatchSize, data.Rows - start));
            yield return data.Select(positions);
        }
    }

    Tensor Order()
    {
        using var scope = NewDisposeScope();
        var order = options.Shuffle ? randperm(data.Rows, ScalarType.Int64, generator: generator) : arange(data.Rows, ScalarType.Int64);
        return order.to(data.Features.device).DetachFromDisposeScope();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => generator.Dispose();
}
