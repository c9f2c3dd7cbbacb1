using TorchReg.Kernels;
using TorchReg.Tests.TorchApi;
using static TorchReg.Tests.Training.StackedTraining;

namespace TorchReg.Tests.Training;

/// <summary>What a stack costs a device, counted on the host's tensors: as much for many models as for two.</summary>
public sealed class StackTrafficTests : ScopedTests
{
    static StackResult[] Lasso(int models, int rows, int epochs, string optimizer, bool isWatched)
    {
        using var data = Rows("softmax", rows);
        var members = Enumerable.Range(0, models).Select(m => new Member(
            [new(new L1(0.001 * (m + 1)), mode: m % 2 == 0 ? PenaltyMode.Proximal : PenaltyMode.Gradient)],
            Common with
            {
                Epochs = epochs,
                LearningRate = 0.1 / (m + 1),
                Optimizer = Optimizer(optimizer),
                EvaluateTraining = isWatched,
                EarlyStopping = isWatched ? new() : null,
            }));
        return Together(
            "softmax", Losses.CrossEntropy, [.. members], data, isWatched ? data : null, new nn.Module<Tensor, Tensor>[models]);
    }

    // What more batches, or more epochs, take.
    static (long Operators, long Reads) More(Action few, Action many)
    {
        few();
        (long, long) Of(Action work)
        {
            long reads = 0;
            var operators = BorderTrafficTests.Operators(() => reads = BorderTrafficTests.Reads(work));
            return (operators, reads);
        }
        var ((a, b), (c, d)) = (Of(few), Of(many));
        return (c - a, d - b);
    }

    [StandInTheory]
    [InlineData("SGD"), InlineData("momentum"), InlineData("Adam"), InlineData("AdamW")]
    public void A_step_of_64_models_is_as_many_operators_as_one_of_2_and_reads_nothing(string optimizer)
    {
        using var hidden = HostMemory.Hidden();
        (long, long) OfSteps(int models) =>
            More(() => Lasso(models, 32, 1, optimizer, false), () => Lasso(models, 64, 1, optimizer, false));
        var (operators, reads) = OfSteps(2);
        Assert.InRange(operators, 40, 2 * 90);
        Assert.Equal(0, reads);
        Assert.Equal((operators, 0), OfSteps(64));
    }

    [StandInFact]
    public void An_epochs_end_is_as_many_operators_and_reads_for_64_models_as_for_2()
    {
        using var hidden = HostMemory.Hidden();
        (long, long) OfEpochs(int models, bool isWatched) =>
            More(() => Lasso(models, 32, 1, "Adam", isWatched), () => Lasso(models, 32, 3, "Adam", isWatched));
        Assert.Equal(OfEpochs(2, false), OfEpochs(64, false));
        Assert.Equal(OfEpochs(2, true), OfEpochs(64, true));
    }
}
