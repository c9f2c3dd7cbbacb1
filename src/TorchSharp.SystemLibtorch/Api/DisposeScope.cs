using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Disposes what was created on its thread while it was the innermost scope.</summary>
public sealed partial class DisposeScope : IDisposable
{
    readonly DisposeScopeManager manager;
    DisposableSet? disposables;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) =>
        (this.manager, Outer, disposables) = (manager, outer, manager.RentSet());

    internal DisposeScope? Outer { get; set; }

    // Null once disposed: the set itself then serves another scope.
    DisposableSet Held =>
        disposables ?? throw new ObjectDisposedException(nameof(DisposeScope), "This DisposeScope was disposed.");

    public int DisposablesCount => Held.Count;
    public IReadOnlyList<IDisposable> DisposablesView => Held.ToArray();
    public bool Contains(IDisposable disposable) => disposables?.Contains(disposable) ?? false;

    public void Attach(IDisposable disposable) => Attach([disposable]);
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var (held, result) = (Held, new List<IDisposable>());
        foreach (var disposable in disposables)
        {
            result.Add(disposable);
            var tensor = disposable as torch.Tensor ?? throw new InvalidOperationException(
                "DisposeScope can only manage Tensor or PackedSequence");
            if (ReferenceEquals(tensor.OwningDisposeScope, this)) continue;
            tensor.OwningDisposeScope?.Forget(tensor);
            Put(held, tensor);
            manager.Statistic.Attached();
        }
        return result;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        var held = Held;
        foreach (var disposable in disposables)
            if (Remove(held, disposable)) manager.Statistic.Detached();
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        MoveToOther(scope, [disposable]);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2
        : IDisposable
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

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        var held = Held;
        if (scope == null) { Detach(disposables); return; }
        var other = scope.Held;
        foreach (var disposable in disposables)
            if (Remove(held, disposable)) scope.Put(other, disposable);
    }

    public void DisposeEverything() => DisposeAll(Held);

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var held = Held;
        var kept = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var disposable in held.ToArray().Where(d => !kept.Contains(d))) disposable.Dispose();
    }

    /// <summary>Told by a disposable that it was disposed.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        if (Remove(Held, disposable)) DisposeScopeManager.OfThread.Statistic.DisposedInScope();
    }

    public void Dispose()
    {
        if (disposables == null) return;
        var held = disposables;
        DisposeAll(held);
        disposables = null;
        manager.Remove(this);
        manager.Return(held);
    }

    internal void Add(torch.Tensor tensor) => Put(Held, tensor);

    /// <summary>Drops it without counting it as disposed or detached.</summary>
    internal void Forget(IDisposable disposable)
    {
        if (disposables is { } held) Remove(held, disposable);
    }

    // Each leaves the set before it is disposed; what is created meanwhile is disposed too.
    static void DisposeAll(DisposableSet held)
    {
        var statistic = DisposeScopeManager.OfThread.Statistic;
        while (held.TakeLast() is { } disposable)
        {
            SetOwner(disposable, null);
            if (disposable is not torch.Tensor { IsInvalid: true }) statistic.DisposedInScope();
            if (disposable is torch.Tensor tensor) tensor.DisposeByScope();
            else disposable.Dispose();
        }
    }

    void Put(DisposableSet held, IDisposable disposable)
    {
        held.Add(disposable);
        SetOwner(disposable, this);
    }

    static bool Remove(DisposableSet held, IDisposable disposable)
    {
        if (!held.Remove(disposable)) return false;
        SetOwner(disposable, null);
        return true;
    }

    static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = scope;
    }
}
