namespace TorchReg.Tests.TorchApi;

/// <summary>The thread's counts of tensors: created and disposed outside and in scopes, attached, detached, live.</summary>
public class DisposeScopeStatisticsTests
{
    public DisposeScopeStatisticsTests() => DisposeScopeManager.Statistics.Reset();

    [Fact]
    public void Outside_of_scopes()
    {
        var a = ones(1);
        Counts(createdOutside: 1);
        a.Dispose();
        a.Dispose();
        Counts(createdOutside: 1, disposedOutside: 1);
    }

    [Fact]
    public void In_a_scope()
    {
        using (NewDisposeScope())
        {
            var a = ones(1);
            var b = ones(1);
            Counts(createdIn: 2);
            a.Dispose();
            Counts(createdIn: 2, disposedIn: 1);
        }
        Counts(createdIn: 2, disposedIn: 2);
    }

    [Fact]
    public void Detached_and_disposed_later()
    {
        using var scope = NewDisposeScope();
        var a = scope.Detach(ones(1));
        scope.Detach(a);
        Counts(createdIn: 1, detached: 1);
        a.Dispose();
        Counts(createdIn: 1, detached: 1, disposedOutside: 1);
    }

    [Fact]
    public void Attached_once()
    {
        var a = ones(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(a);
            scope.Attach(a);
            Counts(createdOutside: 1, attached: 1);
        }
        Counts(createdOutside: 1, attached: 1, disposedIn: 1);
    }

    [Fact]
    public void Moved_to_the_outer_scope()
    {
        using (NewDisposeScope())
        {
            using (NewDisposeScope()) ones(1).MoveToOuterDisposeScope();
            Counts(createdIn: 1);
        }
        Counts(createdIn: 1, disposedIn: 1);
    }

    [Fact]
    public void Moved_out_of_the_outermost_scope()
    {
        Tensor a;
        using (NewDisposeScope()) a = ones(1).MoveToOuterDisposeScope();
        Counts(createdIn: 1, detached: 1);
        a.Dispose();
        Counts(createdIn: 1, detached: 1, disposedOutside: 1);
    }

    [Fact]
    public void The_whole_process_counts_live_tensors()
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        using (NewDisposeScope())
        {
            for (var i = 0; i < 5; i++) ones(1);
            Assert.Equal(5, statistics.ThreadTotalLiveCount);
            Assert.True(Tensor.TotalCount >= 5 && Tensor.PeakCount >= 5);
        }
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    static void Counts(
        long createdOutside = 0, long createdIn = 0, long disposedOutside = 0, long disposedIn = 0, long attached = 0,
        long detached = 0)
    {
        var s = DisposeScopeManager.Statistics.TensorStatistics;
        Assert.Equal(
            (createdOutside, createdIn, disposedOutside, disposedIn, attached, detached),
            (
                s.CreatedOutsideScopeCount,
                s.CreatedInScopeCount,
                s.DisposedOutsideScopeCount,
                s.DisposedInScopeCount,
                s.AttachedToScopeCount,
                s.DetachedFromScopeCount));
        Assert.Equal(createdOutside + createdIn - disposedOutside - disposedIn, s.ThreadTotalLiveCount);
    }
}
