using F = TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.TorchApi;

[Collection("Alone")]
public sealed class DropoutTests : ScopedTests
{
    static double Zeros(Tensor x) => (x == 0).to(float32).mean().item<float>();

    [Fact]
    public void Training_drops_the_given_part_and_scales_the_rest()
    {
        using var dropout = nn.Dropout(0.25);
        var y = dropout.call(ones(20000));
        Assert.Equal(0.25, Zeros(y), 0.02);
        Assert.Equal(1 / 0.75f, y.max().item<float>(), 1e-6f);
        Assert.Equal(1.0, y.mean().item<float>(), 0.03);
    }

    [Fact]
    public void Evaluation_passes_everything_on()
    {
        foreach (
            var dropout in new nn.Module<Tensor, Tensor>[]
            {
                nn.Dropout(),
                nn.Dropout2d(),
                nn.AlphaDropout(),
                nn.FeatureAlphaDropout()
            })
        {
            dropout.eval();
            Assert.Equal(0, Zeros(dropout.call(ones(4, 5, 6, 7))));
        }
    }

    [Fact]
    public void Channels_are_dropped_as_a_whole()
    {
        foreach (
            var y in new[]
            {
                nn.Dropout1d(0.5).call(ones(40, 50, 3)).sum(2) / 6,
                nn.Dropout2d(0.5).call(ones(40, 50, 3, 1)).sum([2, 3]) / 6
            })
        {
            Assert.True(((y == 0) | ((y - 1).abs() < 1e-6)).all().item<bool>());
            Assert.Equal(0.5, Zeros(y), 0.06);
        }
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        var y = nn.AlphaDropout(0.3).call(randn(50000));
        Assert.Equal(0, y.mean().item<float>(), 0.03);
        Assert.Equal(1, y.std().item<float>(), 0.03);
    }

    [Fact]
    public void The_functions_default_to_training_but_alpha_dropout_does_not()
    {
        Assert.True(Zeros(F.dropout(ones(1000))) > 0.3);
        Assert.Equal(0, Zeros(F.dropout(ones(1000), training: false)));
        Assert.True(F.alpha_dropout(ones(1000)).allclose(ones(1000)));
        Assert.True(F.feature_alpha_dropout(ones(10, 100)).allclose(ones(10, 100)));
    }

    [Fact]
    public void The_same_seed_drops_the_same()
    {
        manual_seed(7);
        var first = F.dropout(ones(100));
        manual_seed(7);
        Assert.True(first.allclose(F.dropout(ones(100))));
    }
}
