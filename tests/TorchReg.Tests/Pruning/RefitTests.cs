using TorchReg.Pruning;

namespace TorchReg.Tests.Pruning;

/// <summary>A refit is the fit without a penalty among the models with those zeros.</summary>
public sealed class RefitTests : ScopedTests
{
    [Fact]
    public void Of_a_linear_model_it_is_least_squares_on_the_columns_that_are_left()
    {
        using var generator = new Generator(4);
        var x = randn(60, 5, dtype: float64, generator: generator);
        var y = x.matmul(tensor(new[] { 1.0, 0, -2, 0, 0.5 })).unsqueeze(1)
            + 0.1 * randn(60, 1, dtype: float64, generator: generator);
        using var model = new LinearRegression(5);
        model.to(float64);
        using (no_grad()) model.Weight.copy_(tensor(new[,] { { 0.2, 0, -0.3, 0, 0 } }));
        using var data = new Dataset(x, y);
        Refit.OnSupport(
            model, Losses.HalfSquaredError, data, new() { Epochs = 400, BatchSize = 60, LearningRate = 0.5 });
        var design = cat([x.index_select(1, tensor(new[] { 0L, 2 })), ones(60, 1, dtype: float64)], 1);
        var exact = linalg.lstsq(design, y).Solution.flatten().data<double>().ToArray();
        var weight = model.Weight.detach().flatten().data<double>().ToArray();
        Assert.Equal([0.0, 0, 0], [weight[1], weight[3], weight[4]]);
        Assert.Equal(exact[0], weight[0], 8);
        Assert.Equal(exact[1], weight[2], 8);
        Assert.Equal(exact[2], model.Bias.item<double>(), 8);
    }

    [Fact]
    public void A_model_without_zeros_is_trained_as_any_other()
    {
        var (refit, trained) = (MaskedNetwork.Of(1), MaskedNetwork.Of(1));
        var options = new TrainingOptions { Epochs = 2, BatchSize = 8 };
        Refit.OnSupport(refit, Losses.CrossEntropy, MaskedNetwork.Rows(), options);
        MaskedNetwork.Train(trained, null, options);
        Assert.All(
            refit.parameters().Zip(trained.parameters()), pair => Assert.True(pair.First.eq(pair.Second).all().ToBoolean()));
    }
}
