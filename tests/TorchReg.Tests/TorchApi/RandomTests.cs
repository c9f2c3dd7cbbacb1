namespace TorchReg.Tests.TorchApi;

/// <summary>Same seed, same numbers; a generator's numbers are its own.</summary>
public sealed class RandomTests : ScopedTests
{
    static float[] Draw(Generator generator) => randn(5, generator: generator).data<float>().ToArray();

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var first = new Generator(7);
        using var second = new Generator(7);
        using var other = new Generator(8);
        var numbers = Draw(first);
        Assert.Equal(numbers, Draw(second));
        Assert.NotEqual(numbers, Draw(other));
        Assert.NotEqual(numbers, Draw(first));
    }

    [Fact]
    public void A_restored_state_repeats_what_followed_it()
    {
        using var generator = new Generator(7);
        Draw(generator);
        var state = generator.get_state();
        var numbers = Draw(generator);
        generator.set_state(state);
        Assert.Equal(numbers, Draw(generator));
    }

    [Fact]
    public void Every_sampler_takes_a_generator()
    {
        float[] All()
        {
            using var g = new Generator(3);
            var t = empty(4);
            return
            [
                .. rand(4, generator: g).data<float>(), .. randint(9, new long[] { 4 }, float32, generator: g).data<float>(),
                .. randperm(4, float32, generator: g).data<float>(), .. t.uniform_(-1, 1, g).data<float>(),
                .. t.normal_(1, 2, g).data<float>(), .. t.bernoulli_(0.5, g).data<float>(), .. t.exponential_(2, g).data<float>(),
                .. full(4, 0.5f).bernoulli(g).data<float>(), .. ones(4).multinomial(4, true, g).to(float32).data<float>(),
            ];
        }
        Assert.Equal(All(), All());
    }

    [Fact]
    public void Permutations_hold_each_number_once() =>
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), randperm(100).data<long>().Order());

    [Fact]
    public void Samples_have_the_mean_and_spread_of_their_distribution()
    {
        using var generator = new Generator(1);
        var t = randn(10000, float64, generator: generator);
        Assert.InRange(t.mean().item<double>(), -0.05, 0.05);
        Assert.InRange(t.std().item<double>(), 0.97, 1.03);
        var u = rand(10000, float64, generator: generator);
        Assert.InRange(u.mean().item<double>(), 0.48, 0.52);
        Assert.InRange(u.min().item<double>(), 0, 1);
    }
}
