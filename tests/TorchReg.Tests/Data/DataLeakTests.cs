namespace TorchReg.Tests.Data;

public sealed class DataLeakTests
{
    private static readonly string Rows = string.Concat(Enumerable.Repeat("Rome,1,2\n", 40_000));

    private static readonly CsvOptions Options = new() { HasHeader = false, Categorical = [0] };

    [Fact]
    public void A_disposed_table_leaves_no_tensor_behind() =>
        LeavesNothing(() => CsvFile.Read(new StringReader(Rows), Options).Dispose());

    [Fact]
    public void A_refused_file_leaves_no_tensor_behind() =>
        LeavesNothing(() =>
            Assert.Throws<InvalidDataException>(() => CsvFile.Read(new StringReader(Rows + "Rome,,3\n"), Options)));

    [Fact]
    public void Splitting_and_scaling_leave_their_datasets_alone_behind() => LeavesNothing(() =>
    {
        using var problem = Synthetic.Regression(50, 3);
        var (train, test) = problem.Data.Split(0.5, seed: 1);
        var standardization = Standardization.Learn(train);
        using (train) using (test.Checked()) using (standardization.Apply(test)) { }
        using Tensor w = ones(1, 3), b = zeros(1);
        var (weight, bias) = standardization.Undo(w, b);
        using (weight) using (bias) { }
    });

    // Counted on this thread alone, so what other tests and the finalizer do is not seen.
    private static void LeavesNothing(Action action)
    {
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        var before = statistics.ThreadTotalLiveCount;
        action();
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }
}
