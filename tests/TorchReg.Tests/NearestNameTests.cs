namespace TorchReg.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("Epochs", "epochs", 0)]
    [InlineData("flaw", "lawn", 2)]
    public void Distance_is_Levenshteins_in_both_directions(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }

    [Fact]
    public void The_closest_word_is_offered() =>
        Assert.Equal("compare", NearestName.Of("comapre", ["doctor", "compare", "data"]));

    [Fact]
    public void Nothing_is_offered_where_nothing_is_close() =>
        Assert.Null(NearestName.Of("xyzzy", ["doctor", "compare", "data"]));

    [Fact]
    public void Nothing_is_offered_from_nothing() => Assert.Null(NearestName.Of("x", []));
}
