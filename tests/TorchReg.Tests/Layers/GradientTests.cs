using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>Gradients flow as the output was made: through kept elements, scaled as they were.</summary>
public sealed class GradientTests : ScopedTests
{
    [Fact]
    public void Dropped_elements_have_no_gradient_and_kept_ones_are_scaled()
    {
        foreach (var layer in new NoiseLayer[]
            {
                new InvertedDropout(0.5, seed: 1),
                new InvertedDropout(0.5),
                new SpatialDropout(0.5, seed: 1)
            })
        {
            var x = NoisyLayers.Input().requires_grad_();
            var y = layer.call(x);
            y.sum().backward();
            Assert.True(x.grad!.eq(where(y.eq(0), 0.0f, 2.0f)).all().item<bool>(), layer.GetName());
        }
    }

    [Theory, MemberData(nameof(NoisyLayers.NamesOfIdentities), MemberType = typeof(NoisyLayers))]
    public void The_gradient_is_the_difference_quotient_under_the_same_noise(string name)
    {
        using var layer = NoisyLayers.Make(name);
        var state = layer.Noise.GetState()!;
        Tensor Under(Tensor input)
        {
            layer.Noise.SetState(state);
            return layer.call(input).square().sum();
        }
        var x = NoisyLayers.Input().to(ScalarType.Float64).requires_grad_();
        Under(x).backward();
        var direction = ones_like(x);
        using var noGrad = no_grad();
        var quotient = (Under(x + direction * 1e-5) - Under(x - direction * 1e-5)) / 2e-5;
        Assert.Equal(quotient.item<double>(), (x.grad! * direction).sum().item<double>(), 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dropped_weight_has_no_gradient(bool perRow)
    {
        using var layer = new DropConnect(50, 20, 0.5, perRow: perRow, seed: 1);
        nn.init.ones_(layer.Weight);
        nn.init.zeros_(layer.Bias!);
        var y = layer.call(ones(1, 50));
        y.sum().backward();
        var gradient = layer.Weight.grad!;
        Assert.Equal([0, 2], gradient.flatten().data<float>().ToArray().Distinct().Order());
        Assert.True(
            y.squeeze(0).allclose(gradient.sum(1)),
            "y = (W∘M)·1/(1 − rate) with W = 1, so its gradient is the scaled mask");
        Assert.True(layer.Bias!.grad!.eq(1).all().item<bool>());
    }

    [Fact]
    public void Noise_has_no_graph_of_its_own()
    {
        foreach (var name in new[] { nameof(GaussianDropout), nameof(GaussianNoise), nameof(SeluDropout) })
            Assert.False(NoisyLayers.Make(name).call(NoisyLayers.Input()).requires_grad);
    }
}
