using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>What the noise is, by its statistics: within 5 standard errors.</summary>
[Collection("Alone")]
public sealed class MaskTests : ScopedTests
{
    const int Count = 200_000;

    static double Mean(Tensor x) => x.to(ScalarType.Float64).mean().item<double>();
    static double Variance(Tensor x) => x.to(ScalarType.Float64).var(unbiased: true).item<double>();

    static void Within5Sigma(double expected, double found, double variance, double count) =>
        Assert.InRange(found, expected - 5 * Math.Sqrt(variance / count), expected + 5 * Math.Sqrt(variance / count));

    static Tensor Draw(long count = Count, ScalarType type = ScalarType.Float32) =>
        randn([count], type, generator: new Generator(3));

    [Theory]
    [InlineData(0.1, 1UL)]
    [InlineData(0.5, 2UL)]
    [InlineData(0.9, 3UL)]
    [InlineData(0.3, null)]
    public void Dropout_drops_the_rate_and_scales_the_rest(double rate, ulong? seed)
    {
        manual_seed(5);
        using var layer = new InvertedDropout(rate, seed);
        var x = Draw();
        var y = layer.call(x);
        Within5Sigma(rate, Mean(y.eq(0)), rate * (1 - rate), Count);
        Assert.True(
            y.eq(0).logical_or(y.eq(x * tensor((float)(1 / (1 - rate))))).all().item<bool>(),
            "each is 0 or x/(1 − rate)");
        Within5Sigma(1, Mean(layer.call(ones(Count))), rate / (1 - rate), Count);
    }

    [Fact]
    public void Halves_are_doubled_exactly()
    {
        using var layer = new InvertedDropout(0.5, seed: 1);
        var x = Draw();
        var y = layer.call(x);
        Assert.True(y.eq(0).logical_or(y.eq(x * 2)).all().item<bool>());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Spatial_dropout_drops_whole_channels(int dimensions)
    {
        long[] shape = [200, 50, .. Enumerable.Repeat(2L, dimensions - 2)];
        using var layer = new SpatialDropout(0.25, seed: 4);
        var masks = layer.call(ones(shape)).reshape(200 * 50, -1);
        Assert.True(masks.eq(masks.narrow(1, 0, 1)).all().item<bool>(), "constant within a channel");
        Within5Sigma(0.25, Mean(masks.eq(0)), 0.25 * 0.75, 200 * 50);
        Assert.Equal([0, 1 / 0.75f], masks.flatten().data<float>().ToArray().Distinct().Order());
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Selu_dropout_keeps_mean_and_variance(double rate)
    {
        using var layer = new SeluDropout(rate, seed: 5);
        var x = Draw(type: ScalarType.Float64);
        var activations = nn.functional.selu(x);      // mean 0 and variance 1 for standard normal x
        var y = layer.call(activations);
        Assert.InRange(Mean(y), -0.02, 0.02);
        Assert.InRange(Variance(y), 0.97, 1.03);
    }

    [Fact]
    public void Selu_dropout_drops_to_the_lower_limit_of_selu()
    {
        const double rate = 0.2, limit = -1.7580993408473766, q = 1 - rate;
        var (a, b) = (
            Math.Pow(q + limit * limit * q * (1 - q), -0.5),
            -Math.Pow(q + limit * limit * q * (1 - q), -0.5) * (1 - q) * limit);
        using var layer = new SeluDropout(rate, seed: 5);
        var x = Draw(1000, ScalarType.Float64);
        var y = layer.call(x);
        var dropped = (y - (a * limit + b)).abs().lt(1e-12);
        var kept = (y - (x * a + b)).abs().lt(1e-12);
        Assert.True(dropped.logical_xor(kept).all().item<bool>());
        Within5Sigma(rate, Mean(dropped), rate * q, 1000);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Gaussian_dropout_has_the_mean_and_variance_of_dropout(double rate)
    {
        using var layer = new GaussianDropout(rate, seed: 6);
        var start = layer.Noise.GetState()!;
        var noise = layer.call(ones(Count, ScalarType.Float64));
        var variance = rate / (1 - rate);
        Within5Sigma(1, Mean(noise), variance, Count);
        Within5Sigma(variance, Variance(noise), 2 * variance * variance, Count);
        var x = Draw(type: ScalarType.Float64);
        layer.Noise.SetState(start);
        Assert.True(layer.call(x).allclose(x * noise));
    }

    [Fact]
    public void Gaussian_noise_is_added()
    {
        using var layer = new GaussianNoise(0.3, seed: 6);
        var x = Draw(type: ScalarType.Float64);
        var noise = layer.call(x) - x;
        Within5Sigma(0, Mean(noise), 0.09, Count);
        Within5Sigma(0.09, Variance(noise), 2 * 0.09 * 0.09, Count);
        Within5Sigma(0, Mean(noise * x), 0.09, Count);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Every_type_has_the_same_mask(ScalarType type)
    {
        Tensor Mask(ScalarType of) => new InvertedDropout(0.5, seed: 9).call(ones(1000).to(of));
        Assert.Equal(type, Mask(type).dtype);
        Assert.True(Mask(ScalarType.Float32).eq(Mask(type).to(ScalarType.Float32)).all().item<bool>());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(4, 5)]
    public void A_mask_in_pieces_is_its_pieces_drawn_one_after_the_other(params int[] sizes)
    {
        using var whole = new NoiseSource(7) { Piece = 8 };
        using var pieces = new NoiseSource(7);
        var like = ones(1);
        long[] shape = [.. sizes.Select(size => (long)size)];
        var expected = cat([pieces.Mask(0.5, [8], like), pieces.Mask(0.5, [8], like), pieces.Mask(0.5, [4], like)]);
        Assert.Equal(expected.data<float>().ToArray(), whole.Mask(0.5, shape, like).data<float>().ToArray());
    }

    // The mask's memory is new: what stands there by chance must not decide how it is filled. NaN is unequal to itself.
    [Fact]
    public void A_mask_is_the_same_whatever_stood_in_its_memory()
    {
        float[] Drawn()
        {
            using var scope = NewDisposeScope();
            using (var before = full([4096], float.NaN)) before.add_(1);
            using var source = new NoiseSource(3);
            return source.Mask(0.5, [4096], ones(1)).data<float>().ToArray();
        }
        var expected = Drawn();
        for (var i = 0; i < 20; i++) Assert.Equal(expected, Drawn());
    }
}
