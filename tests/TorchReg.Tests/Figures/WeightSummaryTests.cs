using TorchReg.Figures;

namespace TorchReg.Tests.Figures;

public class WeightSummaryTests
{
    [Fact]
    public void Zeros_of_dead_inputs_are_counted_apart()
    {
        using var training = new Dataset(
            tensor(new float[,] { { 1, 0, 0 }, { 0, 0, -2 } }), tensor(new long[] { 0, 1 }));
        var summary = WeightSummary.Of(tensor(new float[,] { { 3, 0, 0 }, { -4, 0, 1 } }), training);
        Assert.Equal(new WeightSummary(8, Math.Sqrt(26), LiveWeights: 4, LiveZeros: 1, DeadWeights: 2, DeadZeros: 2),
            summary with { L2Norm = Math.Round(summary.L2Norm, 5) == Math.Round(Math.Sqrt(26), 5) ? Math.Sqrt(26) : -1 });
    }
}
