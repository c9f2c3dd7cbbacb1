using static TorchReg.Tests.Training.SmallTraining;

namespace TorchReg.Tests.Training;

/// <summary>What the ledger of an epoch says.</summary>
public class LedgerTests
{
    [Fact]
    public void The_ledger_adds_up_to_the_objective()
    {
        var (model, history) = Fit(
            new TrainingOptions { Epochs = 3 },
            m => new Regularization(m, new Rule(new L1(0.01)), new Rule(new L2(0.1))),
            validate: true);
        using var train = Rows(60, 1);
        var ledger = history.Epochs[^1].Training!;
        Assert.Equal(["L1(0.01)", "L2(0.1)"], ledger.Penalties.Select(p => p.Name));
        Assert.Equal([0.01, 0.1], ledger.Penalties.Select(p => p.Lambda));
        var objective = (
            Losses.CrossEntropy.Value(model.call(train.Features), train.Targets) +
            new L1(0.01).Value(model.Weight) +
            new L2(0.1).Value(model.Weight)).ToDouble();
        Assert.InRange(Math.Abs(ledger.Total - objective) / objective, 0, 1e-12);
        Assert.Equal(ledger.Penalty, history.Epochs[^1].Validation!.Penalty, 12);
        Assert.InRange(ledger.GradientRatio, 1e-3, 1e3);
        Assert.Equal(model.call(train.Features).argmax(1).eq(train.Targets).sum().ToInt64() / 60.0, ledger.Accuracy, 12);
    }

    [Fact]
    public void The_gradient_ratio_is_the_penaltys_over_the_datas()
    {
        var ratios = new[] { PenaltyMode.Gradient, PenaltyMode.Loss, PenaltyMode.Proximal }.Select(mode =>
            Fit(new TrainingOptions { Epochs = 1, BatchSize = 60, LearningRate = 1e-9 }, m =>
            {
                using (no_grad()) m.parameters().First().fill_(0.5);
                return new Regularization(m, new L1(0.01), mode);
            }).History.Epochs[0].Training!.GradientRatio).ToArray();
        Assert.All(ratios, r => Assert.Equal(ratios[0], r, 10));
        Assert.Equal(0.01 * Math.Sqrt(24) / DataGradientNorm(), ratios[0], 8);
    }

    static double DataGradientNorm()
    {
        var model = Model();
        using (no_grad()) model.Weight.fill_(0.5);
        using var train = Rows(60, 1);
        Objective.ByAutograd(model, Losses.CrossEntropy).Backward(train);
        return model.Weight.grad!.square().sum().sqrt().ToDouble();
    }

    [Fact]
    public void R_squared_is_one_for_the_truth_and_zero_for_the_mean()
    {
        using var data = new Dataset(
            tensor(
                new double[,]
                {
                    { 1 },
                    { 2 },
                    { 4 }
                }),
            tensor(
                new double[,]
                {
                    { 3 },
                    { 5 },
                    { 9 }
                }));
        var model = new LinearRegression(1).to(ScalarType.Float64);
        using (no_grad()) { model.Weight.fill_(2); model.Bias.fill_(1); }
        Assert.Equal(1, Evaluation.Of(model, data, Losses.HalfSquaredError).Metrics[Metric.RSquared], 12);
        using (no_grad()) { model.Weight.fill_(0); model.Bias.fill_(17 / 3.0); }
        Assert.Equal(0, Evaluation.Of(model, data, Losses.MeanSquaredError).Metrics[Metric.RSquared], 12);
    }

    [Fact]
    public void The_certificate_falls_to_zero_as_training_converges()
    {
        double After(int epochs)
        {
            var model = Model();
            using var train = Rows(60, 1);
            var regularization = new Regularization(model, new L1(0.03), PenaltyMode.Proximal);
            new Trainer(
                model,
                Losses.CrossEntropy,
                regularization,
                new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 60,
                    LearningRate = 1,
                    EvaluateTraining = false
                }).Fit(train);
            return Certificate.Of(model, train, Losses.CrossEntropy, regularization).Distance;
        }
        Assert.True(After(3) > 1e-3);
        Assert.InRange(After(1500), 0, 1e-9);
    }
}
