using static TorchReg.Tests.Training.SmallTraining;

namespace TorchReg.Tests.Training;

/// <summary>Averages of weights over steps and over epochs.</summary>
public class AveragingTests
{
    [Fact]
    public void Exponential_averaging_is_the_running_average_of_the_steps()
    {
        var averaged = Fit(
            new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 60,
                Averaging = WeightAveraging.Exponential(0.9)
            }).Model;
        var (model, average) = (Model(), zeros(3, 8, ScalarType.Float64));
        using var train = Rows(60, 1);
        for (var step = 0; step < 2; step++)
        {
            Objective.ByAutograd(model, Losses.CrossEntropy).Backward(train);
            using (no_grad()) foreach (var p in model.parameters()) p.sub_(p.grad! * 0.1);
            average = average * 0.9 + model.Weight.detach() * 0.1;
        }
        Assert.InRange((averaged.Weight - average).abs().max().ToDouble(), 0, 1e-14);
    }

    [Fact]
    public void Averaging_over_epochs_is_the_mean_of_their_ends()
    {
        var ends = Enumerable.Range(1, 4).Select(e => Fit(new TrainingOptions { Epochs = e }).Model.Weight.detach()).ToArray();
        var averaged = Fit(new TrainingOptions { Epochs = 4, Averaging = WeightAveraging.OverEpochs(2) }).Model;
        Assert.InRange((averaged.Weight - (ends[1] + ends[2] + ends[3]) / 3).abs().max().ToDouble(), 0, 1e-14);
    }
}
