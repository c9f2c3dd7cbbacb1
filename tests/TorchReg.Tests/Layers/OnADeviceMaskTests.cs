using TorchReg.Kernels;
using TorchReg.Layers;
using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Layers;

/// <summary>Masks by operators on whole numbers, as on a device, are the host's bit for bit.</summary>
public sealed class OnADeviceMaskTests : ScopedTests
{
    static void ExpectTheHosts(DevicePhilox device, int count, double probability, float value, ulong draw)
    {
        var host = new float[count];
        Philox.Bernoulli(host, probability, value, device.Key, draw);
        using var made = device.Bernoulli(count, probability, value, draw);
        Assert.Equal(host, made.data<float>().ToArray());
    }

    [Fact]
    public void A_mask_of_any_size_is_the_hosts()
    {
        using var device = new DevicePhilox(0x299f31d0a4093822, CPU);
        foreach (var count in Enumerable.Range(1, 100).Concat(Enumerable.Range(0, 132).Select(i => 128 + (37 * i))).Append(5000))
            ExpectTheHosts(device, count, 0.5, 2, 7);
    }

    [Theory]
    [InlineData(0ul), InlineData(1ul), InlineData(0xFFFFFFFFul), InlineData(0x1_0000_0000ul), InlineData(ulong.MaxValue)]
    public void So_is_one_of_any_key_draw_and_probability(ulong key)
    {
        using var device = new DevicePhilox(key, CPU);
        foreach (var draw in new[] { 0ul, 1ul, 0xFFFFFFFFul, 0x1_0000_0000ul, ulong.MaxValue - 1 })
            foreach (var probability in new[] { 0, 1e-9, 0.1, 0.5, 0.999, 1 })
                ExpectTheHosts(device, 333, probability, (float)(1 / Math.Max(0.1, probability)), draw);
    }

    [Theory, MemberData(nameof(NoisyLayers.Names), MemberType = typeof(NoisyLayers))]
    public void A_layer_draws_the_same(string name)
    {
        using var layer = NoisyLayers.Make(name);
        layer.Noise.LeastOnDevice = 1;
        var state = layer.Noise.GetState()!;
        ScalarType[] types = layer.parameters().Any()
            ? [ScalarType.Float32] : [ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16];
        foreach (var type in types)
        {
            var x = NoisyLayers.Input().to(type);
            Tensor[] Passes()
            {
                layer.Noise.SetState(state);
                return [layer.call(x), layer.call(x)];
            }
            var host = Passes();
            using var hidden = HostMemory.Hidden();
            foreach (var (a, b) in host.Zip(Passes())) Assert.True(a.eq(b).all().ToBoolean(), $"{type}");
        }
    }

    [Fact]
    public void Pieces_of_large_masks_are_the_hosts()
    {
        var like = zeros(3, 5, 7);
        Tensor Of() => new NoiseSource(3) { Piece = 40, LeastOnDevice = 1 }.Mask(0.3, [3, 5, 7], like);
        var host = Of();
        using var hidden = HostMemory.Hidden();
        Assert.True(host.eq(Of()).all().ToBoolean());
    }

    [StandInFact]
    public void A_mask_is_as_many_operators_whatever_its_size_and_reads_nothing()
    {
        using var hidden = HostMemory.Hidden();
        using var source = new NoiseSource(3);
        long Of(long n) => BorderTrafficTests.Operators(() => source.Mask(0.5, [n, 128], like: zeros(1)).Dispose());
        Of(128);
        Assert.Equal(85, Of(128));
        Assert.Equal(85, Of(1000));
        Assert.Equal(0, BorderTrafficTests.Reads(() => source.Mask(0.5, [128, 128], like: zeros(1)).Dispose()));
        // Small ones are made on the host, and copied.
        Assert.InRange(Of(1), 1, 5);
    }
}
