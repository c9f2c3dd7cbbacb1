namespace TorchReg.Tests;

/// <summary>Tests whose tensors live in a scope of each test's own.</summary>
public abstract class ScopedTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        scope.Dispose();
    }
}
