using TorchReg.Tests.Data;

namespace TorchReg.Tests;

/// <summary>Tests with an empty folder of each test's own, deleted after it.</summary>
public abstract class FolderTests : IDisposable
{
    private protected readonly TemporaryFolder folder = new();

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        folder.Dispose();
    }
}
