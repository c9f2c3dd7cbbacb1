using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>Where there is no noise, nothing happens, to the bit, and no random number is drawn.</summary>
public sealed class IdentityTests : ScopedTests
{
    [Theory, MemberData(nameof(NoisyLayers.NamesOfIdentities), MemberType = typeof(NoisyLayers))]
    public void Eval_mode_is_the_identity_bit_for_bit(string name)
    {
        using var layer = NoisyLayers.Make(name);
        layer.eval();
        var x = NoisyLayers.Input();
        Assert.True(NoisyLayers.Same(x, layer.call(x)));
    }

    [Theory, MemberData(nameof(NoisyLayers.NamesOfIdentities), MemberType = typeof(NoisyLayers))]
    public void Rate_zero_is_the_identity_bit_for_bit_in_training_too(string name)
    {
        using var layer = NoisyLayers.Make(name, rate: 0);
        var x = NoisyLayers.Input();
        x[0, 0, 0] = double.NaN;
        Assert.True(NoisyLayers.Same(x, layer.call(x)));
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(0, true, true)]
    [InlineData(0.5, false, true)]
    public void DropConnect_without_noise_is_the_linear_layer_bit_for_bit(double rate, bool training, bool perRow)
    {
        using var layer = new DropConnect(5, 3, rate, perRow: perRow, seed: 1);
        layer.train(training);
        var x = NoisyLayers.Input();
        Assert.True(NoisyLayers.Same(nn.functional.linear(x, layer.Weight, layer.Bias), layer.call(x)));
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void Without_noise_nothing_is_drawn(string name)
    {
        foreach (var (rate, training) in new[] { (0.0, true), (0.4, false) })
        {
            using var layer = NoisyLayers.Make(name, rate);
            layer.train(training);
            var before = layer.Noise.GetState()!;
            layer.call(NoisyLayers.Input());
            Assert.True(NoisyLayers.Same(before, layer.Noise.GetState()!));
        }
    }

    // Sequential disposes what a layer was given, so the identity must not be the very object.
    [Theory, MemberData(nameof(NoisyLayers.NamesOfIdentities), MemberType = typeof(NoisyLayers))]
    public void An_identity_survives_in_a_sequential(string name)
    {
        using var model = nn.Sequential(NoisyLayers.Make(name, rate: 0), NoisyLayers.Make(name), NoisyLayers.Make(name, rate: 0));
        model.eval();
        var x = NoisyLayers.Input();
        Assert.True(NoisyLayers.Same(x, model.call(x)));
        Assert.False(x.IsInvalid);
    }

    [Theory, MemberData(nameof(NoisyLayers.NamesOfIdentities), MemberType = typeof(NoisyLayers))]
    public void An_identity_lets_gradients_through(string name)
    {
        using var layer = NoisyLayers.Make(name, rate: 0);
        var x = NoisyLayers.Input().requires_grad_();
        layer.call(x).sum().backward();
        Assert.True(NoisyLayers.Same(ones_like(x), x.grad!));
    }
}
