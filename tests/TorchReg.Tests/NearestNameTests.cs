namespace TorchReg.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("Epochs", "epochs", 0)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("sdg", "sgd", 1)]
    [InlineData("weihgt", "weight", 1)]
    public void Distance_counts_letters_and_swaps_in_both_directions(string a, string b, int distance)
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
    public void A_name_without_a_letter_in_common_is_not_offered() => Assert.Null(NearestName.Of("z", ["a", "b"]));

    [Fact]
    public void Nothing_is_offered_from_nothing() => Assert.Null(NearestName.Of("x", []));
}
