namespace TorchReg.Tests.Models;

public class ModelTests
{
    [Theory]
    [InlineData(Initialization.Torch, 0.05, 0.0289)]
    [InlineData(Initialization.Glorot, 0.0866, 0.05)]
    [InlineData(Initialization.StandardNormal, 5, 1)]
    [InlineData(Initialization.Zeros, 0, 0)]
    public void Weights_start_as_the_initialization_says(Initialization initialization, double bound, double deviation)
    {
        var model = new SoftmaxRegression(400, 400, initialization: initialization, generator: new Generator(1));
        Assert.InRange(model.Weight.abs().max().ToDouble(), deviation, Math.Max(bound * 1.01, 0));
        Assert.InRange(model.Weight.std().ToDouble(), deviation * 0.98, deviation * 1.02);
        Assert.Equal(initialization != Initialization.Torch, model.Bias.eq(0).all().ToBoolean());
    }

    [Fact]
    public void The_same_generator_makes_the_same_model()
    {
        var (a, b) = (new Mlp([8, 6, 3], generator: new Generator(2)), new Mlp([8, 6, 3], generator: new Generator(2)));
        Assert.All(a.parameters().Zip(b.parameters()), p => Assert.True(p.First.eq(p.Second).all().ToBoolean()));
    }

    [Fact]
    public void A_network_has_its_layers_and_dropout_only_where_asked()
    {
        Assert.Equal(["layers.linear1.weight", "layers.linear1.bias", "layers.linear2.weight", "layers.linear2.bias"],
            new Mlp([8, 6, 3]).named_parameters().Select(p => p.name));
        Assert.DoesNotContain("dropout1", new Mlp([8, 6, 3]).named_modules().Select(m => m.name.Split('.')[^1]));
        Assert.Contains("dropout1", new Mlp([8, 6, 3], dropout: 0.5).named_modules().Select(m => m.name.Split('.')[^1]));
    }

    [Fact]
    public void A_seeded_network_with_dropout_trains_the_same_twice()
    {
        Tensor[] Train()
        {
            var model = new Mlp([8, 16, 3], dropout: 0.5, generator: new Generator(2), dropoutSeed: 5);
            var generator = new Generator(9);
            using var data = new Dataset(
                randn([40L, 8L], generator: generator),
                randint(3, [40], ScalarType.Int64, generator: generator));
            new Trainer(model, Losses.CrossEntropy, options: new TrainingOptions { Epochs = 3 }).Fit(data);
            return [.. model.parameters().Select(p => p.detach())];
        }
        Assert.All(Train().Zip(Train()), p => Assert.True(p.First.eq(p.Second).all().ToBoolean()));
    }

    [Fact]
    public void Sizes_and_rates_are_checked_where_they_enter()
    {
        Assert.Contains(
            "must be 1 or more; given 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LinearRegression(0)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "must be 2 or more; given 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxRegression(3, 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "dropout must be",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp([3, 2], dropout: 1)).Message,
            StringComparison.Ordinal);
    }
}
