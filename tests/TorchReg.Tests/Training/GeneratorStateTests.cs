namespace TorchReg.Tests.Training;

/// <summary>A random generator's state out of a file is checked before torch takes it.</summary>
public sealed class GeneratorStateTests : ScopedTests
{
    [Fact]
    public void A_generators_own_state_is_one()
    {
        using var generator = new Generator(7);
        foreach (var drawn in new[] { 0, 1, 623, 624, 625, 10_000 })
        {
            if (drawn > 0) rand(drawn, generator: generator);
            var state = generator.get_state();
            Assert.Same(state, GeneratorState.Checked(state, "g", "f"));
            generator.set_state(state);
        }
    }

    public static TheoryData<string, Func<Tensor, Tensor>> Wrong => new()
    {
        { "three bytes", _ => ones(3, uint8) },
        { "no bytes", _ => zeros(0, uint8) },
        { "a byte more", s => cat([s, ones(1, uint8)]) },
        { "floats", s => s.to(float32) },
        { "a matrix", s => s.unsqueeze(0) },
        { "zeros", s => zeros_like(s) },
        { "a count beyond the words", s => With(s, 8, 0xFF) },
        { "no numbers left, not seeded", s => With(s, 12, 0) },
        { "a position beyond the words", s => With(s, 17, 0xFF) },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_none_is_refused_in_one_line_with_its_name(string what, Func<Tensor, Tensor> damaged)
    {
        using var generator = new Generator(7);
        var error = Assert.Throws<InvalidDataException>(() =>
            GeneratorState.Checked(damaged(generator.get_state()), "generator/torch", "c.checkpoint"));
        Assert.StartsWith(
            "c.checkpoint: 'generator/torch' is no state of a random generator",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', $"{what}{error.Message}"[what.Length..]);
    }

    static Tensor With(Tensor state, int position, byte value)
    {
        var copy = state.clone();
        copy[position..(position + 2)] = tensor(new[] { value, value });
        return copy;
    }
}
