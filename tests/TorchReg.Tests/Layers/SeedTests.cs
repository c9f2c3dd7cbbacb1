using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>Same seed, same noise; a new one each step; a state that is put back repeats what followed it.</summary>
[Collection("Alone")]
public sealed class SeedTests : ScopedTests
{
    static Tensor Call(NoiseLayer layer)
    {
        // Weights come from torch's default generator, masks don't.
        if (layer is RecurrentDropout) foreach (var weight in layer.parameters()) nn.init.constant_(weight, 0.3);
        if (layer is DropConnect connect) nn.init.constant_(connect.Weight, 1);
        if (layer is DropConnect { Bias: { } bias }) nn.init.zeros_(bias);
        return layer.call(NoisyLayers.Input()).detach();
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void The_same_seed_gives_the_same_noise_whatever_else_is_drawn(string name)
    {
        using var first = NoisyLayers.Make(name);
        using var second = NoisyLayers.Make(name);
        using var other = NoisyLayers.Make(name, seed: 8);
        var noise = Call(first);
        randn(100);
        Assert.True(NoisyLayers.Same(noise, Call(second)));
        Assert.False(NoisyLayers.Same(noise, Call(other)));
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void The_next_step_has_other_noise(string name)
    {
        using var layer = NoisyLayers.Make(name);
        Assert.False(NoisyLayers.Same(Call(layer), Call(layer)));
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void A_seeded_layer_leaves_torchs_generator_alone(string name)
    {
        using var layer = NoisyLayers.Make(name);
        var before = get_rng_state();
        layer.call(NoisyLayers.Input());
        Assert.True(NoisyLayers.Same(before, get_rng_state()));
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void A_state_that_is_put_back_repeats_what_followed_it(string name)
    {
        using var layer = NoisyLayers.Make(name);
        Call(layer);
        var state = layer.Noise.GetState()!;
        var noise = Call(layer);
        using var resumed = NoisyLayers.Make(name, seed: 99);
        resumed.Noise.SetState(state);
        Assert.True(NoisyLayers.Same(noise, Call(resumed)));
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void Without_a_seed_torchs_generator_decides(string name)
    {
        using var layer = NoisyLayers.Make(name, seed: null);
        manual_seed(3);
        var noise = Call(layer);
        Assert.False(NoisyLayers.Same(noise, Call(layer)));
        manual_seed(3);
        Assert.True(NoisyLayers.Same(noise, Call(layer)));
        Assert.Null(layer.Noise.GetState());
        Assert.Contains(
            "torch.set_rng_state",
            Assert.Throws<InvalidOperationException>(() => layer.Noise.SetState(get_rng_state())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_seed_dropout_is_torchs_own()
    {
        using var ours = new InvertedDropout(0.3);
        using var torchs = nn.Dropout(0.3);
        manual_seed(3);
        var expected = torchs.call(NoisyLayers.Input());
        manual_seed(3);
        Assert.True(NoisyLayers.Same(expected, ours.call(NoisyLayers.Input())));
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void A_step_leaves_no_tensor_behind(string name)
    {
        using var layer = NoisyLayers.Make(name);
        var x = NoisyLayers.Input();
        layer.call(x).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 5; step++) layer.call(x).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
