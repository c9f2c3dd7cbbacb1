namespace TorchReg.Tests.Training;

public class TrainedParametersTests
{
    [Fact]
    public void An_optimizer_of_some_parameters_only_is_refused_by_the_name_of_what_it_lacks()
    {
        using var data = new Dataset(ones(4, 5), ones(4, 1));
        using var model = nn.Sequential(("a", nn.Linear(5, 3)), ("b", nn.Linear(3, 1)));
        var options = new TrainingOptions { Epochs = 1, Optimizer = (parameters, rate) => optim.SGD(parameters.Take(2), rate) };
        var refused = Assert.Throws<ArgumentException>(() =>
            new Trainer(
                model,
                Losses.HalfSquaredError,
                new Regularization(model, new L1(0.1), PenaltyMode.Gradient),
                options).Fit(data));
        Assert.Contains(
            "does not have b.weight and 1 other parameters, which would not be trained",
            refused.Message,
            StringComparison.Ordinal);
        model.get_parameter("b.weight")!.requires_grad = false;
        Assert.Contains(
            "does not have b.bias, which",
            Assert
                .Throws<ArgumentException>(() => new Trainer(model, Losses.HalfSquaredError, options: options).Fit(data))
                .Message,
            StringComparison.Ordinal);
        model.get_parameter("b.bias")!.requires_grad = false;
        new Trainer(model, Losses.HalfSquaredError, options: options).Fit(data);
    }
}
