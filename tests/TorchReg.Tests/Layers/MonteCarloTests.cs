using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

public sealed class MonteCarloTests : ScopedTests
{
    static nn.Module<Tensor, Tensor> Linear(nn.Module<Tensor, Tensor> noise) =>
        nn.Sequential(("noise", noise), ("linear", nn.Linear(5, 3)));

    // A linear model's expectation over inverted masks is its eval output, and its variance Σ (wᵢxᵢ)² rate/(1 − rate).
    [Theory]
    [InlineData(100)]
    [InlineData(4000)]
    public void The_mean_goes_to_the_eval_prediction_as_samples_grow(int samples)
    {
        using var model = Linear(new InvertedDropout(0.3, seed: 1));
        var x = NoisyLayers.Input()[0];
        var (mean, variance) = MonteCarlo.Predict(model, x, samples);
        Assert.True((mean - Prediction.Of(model, x)).abs().lt(5 * (variance / samples).sqrt()).all().item<bool>());
        var exact = x.square().matmul(model.get_parameter("linear.weight")!.square().t()) * (0.3 / 0.7);
        Assert.True(samples < 1000 || variance.to(ScalarType.Float32).allclose(exact.detach(), rtol: 0.2));
    }

    [Fact]
    public void Mean_and_variance_are_those_of_the_passes()
    {
        using var model = Linear(new GaussianDropout(0.3, seed: 1));
        var x = NoisyLayers.Input()[0];
        var (mean, variance) = MonteCarlo.Predict(model, x, 7);
        var passes = stack(Enumerable.Range(0, 7).Select(_ => model.call(x).to(ScalarType.Float64)).ToArray());
        Assert.True(mean.allclose(passes.mean([0L]), 1e-12, 1e-12));
        Assert.True(variance.allclose(passes.var(0, unbiased: true), 1e-10, 1e-14));
    }

    [Fact]
    public void A_large_offset_costs_no_digits()
    {
        using var noise = new GaussianNoise(1, seed: 2);
        noise.to(ScalarType.Float64);
        var (_, variance) = MonteCarlo.Predict(noise, full(1000, 1e9, ScalarType.Float64), 50);
        Assert.InRange(variance.mean().item<double>(), 0.95, 1.05);
    }

    [Fact]
    public void Probabilities_are_averaged_where_that_is_asked()
    {
        using var model = Linear(new InvertedDropout(0.5, seed: 1));
        var (mean, _) = MonteCarlo.Predict(model, NoisyLayers.Input()[0], 20, z => z.softmax(1));
        Assert.True(mean.sum(1).allclose(ones(4, ScalarType.Float64), 1e-6));
    }

    [Fact]
    public void Training_goes_on_as_if_nothing_had_been_predicted_and_the_same_call_gives_the_same_numbers()
    {
        using var model = Linear(new InvertedDropout(0.5, seed: 1));
        var x = NoisyLayers.Input()[0];
        var first = MonteCarlo.Predict(model, x, 5);
        Assert.True(NoisyLayers.Same(first.Mean, MonteCarlo.Predict(model, x, 5).Mean));
        using var untouched = new InvertedDropout(0.5, seed: 1);
        Assert.True(NoisyLayers.Same(untouched.call(x), model.children().OfType<InvertedDropout>().Single().call(x)));
    }

    [Fact]
    public void Torchs_own_dropouts_are_noise_too()
    {
        foreach (var noise in new nn.Module<Tensor, Tensor>[] { nn.Dropout(), nn.AlphaDropout(), nn.FeatureAlphaDropout() })
        {
            using var model = Linear(noise);
            model.eval();
            Assert.True(MonteCarlo.Predict(model, NoisyLayers.Input()[0], 10).Variance.sum().item<double>() > 0);
        }
    }

    [Fact]
    public void A_model_without_noise_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => MonteCarlo.Predict(nn.Linear(5, 3), ones(2, 5)));
        Assert.Contains("has no noise layer, so all passes would be equal", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "samples must be 2 or more; given 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => MonteCarlo.Predict(new InvertedDropout(), ones(2, 5), 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_belongs_to_the_callers_scope_and_nothing_else_is_left()
    {
        using var model = Linear(new InvertedDropout(0.5, seed: 1));
        var x = NoisyLayers.Input()[0];
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) MonteCarlo.Predict(model, x, 5);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
