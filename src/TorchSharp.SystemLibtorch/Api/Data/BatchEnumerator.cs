using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// One pass over a loader. The samples' tensors live until they are joined to a batch, the batch's until the next one is asked
/// for, unless the loader leaves them to its user.
/// </summary>
sealed class BatchEnumerator<T, S>(DataLoader<T, S> loader) : IEnumerator<S>
{
    IEnumerator<long> indices = loader.sampler.GetEnumerator();
    IReadOnlyList<IDisposable> batch = [];
    S? current;

    public S Current => current!;
    object? IEnumerator.Current => current;

    public bool MoveNext()
    {
        FreeBatch();
        var next = NextIndices();
        if (next.Count == 0 || loader.drop_last && next.Count < loader.batch_size) return false;
        var samples = new T[next.Count];
        var parts = new IReadOnlyList<IDisposable>?[next.Count];
        try
        {
            Parallel.For(0, next.Count, new ParallelOptions { MaxDegreeOfParallelism = loader.num_workers }, i =>
                (samples[i], parts[i]) = Detached(() => loader.dataset.GetTensor(next[i])));
            (current, var made) = Detached(() => loader.collate_fn(samples, loader.Device));
            if (loader.DisposeBatch) batch = made;
        }
        finally
        {
            foreach (var part in parts) Free(part);
        }
        return true;
    }

    List<long> NextIndices()
    {
        var next = new List<long>(loader.batch_size);
        while (next.Count < loader.batch_size && indices.MoveNext()) next.Add(indices.Current);
        return next;
    }

    /// <summary>What a function gives, and what it has made that is still alive: of no scope any more.</summary>
    static (TResult, IReadOnlyList<IDisposable>) Detached<TResult>(Func<TResult> make)
    {
        using var scope = NewDisposeScope();
        var result = make();
        var made = scope.DisposablesView;
        scope.Detach(made);
        return (result, made);
    }

    static void Free(IReadOnlyList<IDisposable>? disposables)
    {
        foreach (var disposable in disposables ?? []) disposable.Dispose();
    }

    void FreeBatch()
    {
        Free(batch);
        batch = [];
    }

    public void Reset()
    {
        Dispose();
        indices = loader.sampler.GetEnumerator();
    }

    public void Dispose()
    {
        indices.Dispose();
        FreeBatch();
    }
}
