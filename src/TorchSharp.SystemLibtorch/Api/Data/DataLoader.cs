using System.Collections;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>
/// Batches of a dataset's samples, in the sampler's order. A sampler with a seed gives the same order in every pass.
/// </summary>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    public DataLoader(
        Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler,
        Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        (this.dataset, this.collate_fn, sampler) = (dataset, collate_fn, shuffler);
        (batch_size, num_workers, this.drop_last) = (batchSize, Math.Max(num_worker, 1), drop_last);
        (Device, DisposeBatch, DisposeDataset) = (device ?? CPU, disposeBatch, disposeDataset);
    }

    public DataLoader(
        Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false,
        Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true,
        bool disposeDataset = true)
        : this(
            dataset, batchSize, collate_fn, Order(dataset.Count, shuffle, seed), device, num_worker, drop_last, disposeBatch,
            disposeDataset)
    {
    }

    static IEnumerable<long> Order(long count, bool shuffle, int? seed) =>
        shuffle ? new FisherYatesShuffler(count, seed) : Counted(count);

    static IEnumerable<long> Counted(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }

    public Dataset<T> dataset { get; }
    public int batch_size { get; }
    public bool drop_last { get; }
    public IEnumerable<long> sampler { get; }
    public int num_workers { get; }
    public Func<IEnumerable<T>, Device, S> collate_fn { get; }
    public Device Device { get; }
    public bool DisposeBatch { get; }
    public bool DisposeDataset { get; }

    /// <summary>How many batches a pass gives.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count - 1) / batch_size + 1;

    public IEnumerator<S> GetEnumerator() => new BatchEnumerator<T, S>(this);
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }
}
