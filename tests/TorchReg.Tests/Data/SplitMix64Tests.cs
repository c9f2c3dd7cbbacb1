namespace TorchReg.Tests.Data;

public sealed class SplitMix64Tests
{
    [Fact]
    public void The_numbers_are_those_of_the_reference_implementation()
    {
        // Vigna's splitmix64.c, seed 1234567.
        var random = new SplitMix64(1234567);
        ulong[] expected =
        [
            6457827717110365317,
            3203168211198807973,
            9817491932198370423,
            4593380528125082431,
            16408922859458223821
        ];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    [Fact]
    public void A_permutation_holds_every_index_once() =>
        Assert.Equal(Enumerable.Range(0, 1000), new SplitMix64(3).Permutation(1000).Order());

    [Fact]
    public void A_permutation_never_changes_between_versions() =>
        Assert.Equal("4 9 2 5 1 7 6 0 3 8", string.Join(" ", new SplitMix64(0).Permutation(10)));

    [Fact]
    public void All_orders_of_three_items_are_equally_frequent()
    {
        var random = new SplitMix64(5);
        var counts = Enumerable
            .Range(0, 60_000)
            .Select(_ => string.Concat(random.Permutation(3)))
            .CountBy(order => order)
            .ToArray();
        Assert.Equal(6, counts.Length);
        Assert.All(counts, order => Assert.InRange(order.Value, 9_600, 10_400));
    }

    [Fact]
    public void Uniform_numbers_have_mean_one_half_and_variance_one_twelfth()
    {
        var random = new SplitMix64(7);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => random.Uniform()).ToArray();
        Assert.InRange(numbers.Average(), 0.497, 0.503);
        Assert.InRange(numbers.Average(x => (x - 0.5) * (x - 0.5)), 0.0823, 0.0843);
        Assert.All(numbers, x => Assert.InRange(x, 0, Math.BitDecrement(1.0)));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_0_1_0_3()
    {
        var random = new SplitMix64(7);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => random.Normal()).ToArray();
        double Moment(int power) => numbers.Average(x => Math.Pow(x, power));
        Assert.InRange(Moment(1), -0.01, 0.01);
        Assert.InRange(Moment(2), 0.98, 1.02);
        Assert.InRange(Moment(3), -0.04, 0.04);
        Assert.InRange(Moment(4), 2.9, 3.1);
    }

    [Fact]
    public void Substreams_of_neighbouring_seeds_and_indices_differ()
    {
        var firsts = from seed in Enumerable.Range(0, 100)
                     from index in Enumerable.Range(0, 100)
                     select SplitMix64.Substream((ulong)seed, (ulong)index).Next();
        Assert.Equal(10_000, firsts.Distinct().Count());
    }

    [Fact]
    public void A_number_below_zero_items_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(0).Below(0));
}
