using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The scopes of one thread, and what happened in them.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] static DisposeScopeManager? ofThread;
    readonly Stack<DisposableSet> spare = new();
    DisposeScope? innermost;

    internal ThreadDisposeScopeStatistics Totals { get; } = new();
    internal LifetimeStatistics Statistic => Totals.TensorStatistics;

    internal static DisposeScopeManager OfThread => ofThread ??= new DisposeScopeManager();
    public static ThreadDisposeScopeStatistics Statistics => OfThread.Totals;
    internal static DisposeScope? Current => ofThread?.innermost;

    internal static DisposeScope Open()
    {
        var manager = OfThread;
        return manager.innermost = new DisposeScope(manager, manager.innermost);
    }

    // A training loop opens a scope a step: its memory is used again.
    internal DisposableSet RentSet() => spare.TryPop(out var set) ? set : new DisposableSet();

    internal void Return(DisposableSet set)
    {
        if (ReferenceEquals(this, ofThread) && spare.Count < 8) spare.Push(set);
    }

    internal static DisposeScope? Register(torch.Tensor tensor)
    {
        var manager = OfThread;
        var scope = manager.innermost;
        if (scope == null) manager.Statistic.CreatedOutsideScope();
        else
        {
            manager.Statistic.CreatedInScope();
            scope.Add(tensor);
        }
        return scope;
    }

    /// <summary>Takes it out of the chain, in whatever order scopes are disposed; inner ones stay open.</summary>
    internal void Remove(DisposeScope scope)
    {
        if (ReferenceEquals(innermost, scope)) { innermost = scope.Outer; return; }
        for (var inner = innermost; inner != null; inner = inner.Outer)
            if (ReferenceEquals(inner.Outer, scope)) { inner.Outer = scope.Outer; return; }
    }
}
