using TorchReg.Figures;

namespace TorchReg.Tests.Penalties;

/// <summary>L1 on digits: proximal steps against subgradient steps.</summary>
public class DigitsTests
{
    static (Ledger OnTest, WeightSummary Weights) Train(Dataset train, Dataset test, PenaltyMode mode)
    {
        using var model = new SoftmaxRegression(784, 10);
        var options = new TrainingOptions { Epochs = 20, BatchSize = 250, LearningRate = 0.2 };
        new Trainer(model, Losses.CrossEntropy, new Regularization(model, new L1(0.001), mode), options).Fit(train);
        return (Evaluation.Of(model, test, Losses.CrossEntropy), WeightSummary.Of(model.Weight, train));
    }

    static void ProximalIsSparserAtNoLessAccuracy(TrainTestSplit rows)
    {
        using var train = Dataset.Of(rows.Train);
        using var test = Dataset.Of(rows.Test);
        var gradient = Train(train, test, PenaltyMode.Gradient);
        var proximal = Train(train, test, PenaltyMode.Proximal);
        Assert.True(proximal.Weights.LiveZeros >= Math.Max(5 * gradient.Weights.LiveZeros, proximal.Weights.LiveWeights / 4),
            $"{proximal.Weights.LiveZeros} exact zeros by proximal steps, {gradient.Weights.LiveZeros} by gradient steps");
        // No worse but for what two rows of the test set decide.
        Assert.True(proximal.OnTest.Accuracy >= gradient.OnTest.Accuracy - 2.0 / test.Rows,
            $"{proximal.OnTest.Accuracy} by proximal steps, {gradient.OnTest.Accuracy} by gradient steps");
    }

    [DataFact, Trait("Speed", "Slow")]
    public void Proximal_steps_zero_most_of_the_real_digits_weights_at_no_worse_accuracy() =>
        ProximalIsSparserAtNoLessAccuracy(MnistFolder.Read(Environment.GetEnvironmentVariable("TORCHREG_DATA")!));

    [Fact, Trait("Speed", "Slow")]
    public void Proximal_steps_zero_most_of_the_drawn_digits_weights_at_no_worse_accuracy() =>
        ProximalIsSparserAtNoLessAccuracy(DrawnDigits.Split(4000, 2000));
}
