using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Disposes what was created on its thread while it was the innermost scope.</summary>
public sealed class DisposeScope : IDisposable
{
    readonly DisposeScopeManager manager;
    readonly DisposableSet disposables;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) =>
        (this.manager, Outer, disposables) = (manager, outer, manager.RentSet());

    internal DisposeScope? Outer { get; private set; }
    internal bool Disposed { get; private set; }

    public int DisposablesCount => disposables.Count;
    public IReadOnlyList<IDisposable> DisposablesView => disposables.ToArray();
    public bool Contains(IDisposable disposable) => disposables.Contains(disposable);

    public void Attach(IDisposable disposable) => Attach([disposable]);
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var result = new List<IDisposable>();
        foreach (var disposable in disposables)
        {
            result.Add(disposable);
            var owner = OwnerOf(disposable);
            if (ReferenceEquals(owner, this)) continue;
            if (owner != null) owner.disposables.Remove(disposable);
            else if (disposable is torch.Tensor) manager.Statistic.Attached();
            Add(disposable);
        }
        return result;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Detach([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Detach([first, second, third]);
        return (first, second, third);
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
            if (Remove(disposable)) manager.Statistic.Detached();
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        MoveToOuter([disposable]);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        MoveToOuter([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        MoveToOuter([first, second, third]);
        return (first, second, third);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        MoveToOther(scope, [disposable]);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        MoveToOther(scope, [first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        MoveToOther(scope, [first, second, third]);
        return (first, second, third);
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            if (!Remove(disposable)) continue;
            if (scope == null) manager.Statistic.Detached();
            else scope.Add(disposable);
        }
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep as ICollection<IDisposable> ?? inKeep.ToList();
        if (keep.Count == 0) { DisposeAll(); return; }
        var kept = keep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var disposable in disposables.ToArray().Where(d => !kept.Contains(d))) disposable.Dispose();
    }

    /// <summary>Told by a disposable that it was disposed.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        if (Remove(disposable)) manager.Statistic.DisposedInScope();
    }

    public void Dispose()
    {
        if (Disposed) return;
        Disposed = true;
        DisposeAll();
        manager.Remove(this);
        manager.Return(disposables);
    }

    internal void Add(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(Disposed, this);
        disposables.Add(disposable);
        SetOwner(disposable, this);
    }

    /// <summary>Drops it without counting it as disposed or detached.</summary>
    internal void Forget(IDisposable disposable) => Remove(disposable);

    // Each leaves the set before it is disposed; what is created meanwhile is disposed too.
    void DisposeAll()
    {
        while (disposables.TakeLast() is { } disposable)
        {
            SetOwner(disposable, null);
            manager.Statistic.DisposedInScope();
            if (disposable is torch.Tensor tensor) tensor.DisposeByScope();
            else disposable.Dispose();
        }
    }

    bool Remove(IDisposable disposable)
    {
        if (!disposables.Remove(disposable)) return false;
        SetOwner(disposable, null);
        return true;
    }

    static DisposeScope? OwnerOf(IDisposable disposable) => (disposable as torch.Tensor)?.OwningDisposeScope;

    static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = scope;
    }
}
