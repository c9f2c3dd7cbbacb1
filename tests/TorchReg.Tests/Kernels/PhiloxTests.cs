using System.Runtime.Intrinsics;
using TorchReg.Kernels;

namespace TorchReg.Tests.Kernels;

/// <summary>Reference numbers and statistics of the counter-based generator.</summary>
public class PhiloxTests
{
    // Known answers of philox4x32-10 as published with Random123 (Salmon et al., kat_vectors).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0ul, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u,
        0x85a308d3u,
        0x13198a2eu,
        0x03707344u,
        0x299f31d0a4093822ul,
        0xd16cfe09u,
        0x94fdccebu,
        0x5001e420u,
        0x24126ea1u)]
    public void Known_answers_come_out(uint c0, uint c1, uint c2, uint c3, ulong key, uint w0, uint w1, uint w2, uint w3)
    {
        var counter = (Vector256.Create(c0), Vector256.Create(c1), Vector256.Create(c2), Vector256.Create(c3));
        var words = Philox.Blocks(counter, key);
        for (var lane = 0; lane < Vector256<uint>.Count; lane++)
            Assert.Equal((w0, w1, w2, w3), (words.Item1[lane], words.Item2[lane], words.Item3[lane], words.Item4[lane]));
    }

    static float[] Draw(int count, double probability, ulong key = 7, ulong draw = 0)
    {
        var drawn = new float[count];
        Philox.Bernoulli(drawn, probability, 1, key, draw);
        return drawn;
    }

    [Theory, InlineData(0.1), InlineData(0.5), InlineData(0.8), InlineData(0.999)]
    public void As_many_happen_as_should(double probability)
    {
        const int count = 1_000_000;
        var deviation = Math.Sqrt(count * probability * (1 - probability));
        Assert.InRange(
            Draw(count, probability).Sum(v => (double)v),
            count * probability - 4.5 * deviation,
            count * probability + 4.5 * deviation);
    }

    [Fact]
    public void Never_and_always_are_exact()
    {
        Assert.All(Draw(1001, 0), v => Assert.Equal(0, v));
        Assert.All(Draw(1001, 1), v => Assert.Equal(1, v));
    }

    // Products of ±1 at a distance have mean 0 and variance 1/count where neighbours, draws and streams know nothing of each
    // other.
    [Theory, InlineData(1), InlineData(2), InlineData(4), InlineData(8), InlineData(32), InlineData(784)]
    public void Elements_at_a_distance_are_uncorrelated(int lag)
    {
        const int count = 1_000_000;
        var v = Draw(count, 0.5);
        var sum = Enumerable.Range(0, count - lag).Sum(i => (2.0 * v[i] - 1) * (2 * v[i + lag] - 1));
        Assert.InRange(sum / Math.Sqrt(count - lag), -4.5, 4.5);
    }

    [Fact, Trait("Speed", "Slow")]
    public void Draws_and_streams_are_uncorrelated()
    {
        const int count = 1_000_000;
        var first = Draw(count, 0.5);
        foreach (var other in new[]
            {
                Draw(count, 0.5, draw: 1),
                Draw(count, 0.5, key: 8),
                Draw(count, 0.5, draw: 1ul << 32),
                Draw(count, 0.5, key: 7 + (1ul << 32))
            })
            Assert.InRange(first.Zip(other, (a, b) => (2.0 * a - 1) * (2 * b - 1)).Sum() / Math.Sqrt(count), -4.5, 4.5);
    }

    // Runs of equal values in a fair sequence: their number is about normal with mean (n + 1)/2 and variance (n − 1)/4.
    [Fact]
    public void Runs_are_as_many_as_in_a_fair_sequence()
    {
        const int count = 1_000_000;
        var v = Draw(count, 0.5);
        var runs = 1 + Enumerable.Range(1, count - 1).Count(i => v[i] != v[i - 1]);
        Assert.InRange((runs - (count + 1) / 2.0) / Math.Sqrt((count - 1) / 4.0), -4.5, 4.5);
    }

    [Theory, InlineData(1), InlineData(31), InlineData(32), InlineData(33), InlineData(1000)]
    public void A_shorter_draw_is_the_beginning_of_a_longer_one(int count) =>
        Assert.Equal(Draw(2048, 0.3)[..count], Draw(count, 0.3));
}
