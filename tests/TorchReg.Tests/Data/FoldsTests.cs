namespace TorchReg.Tests.Data;

public sealed class FoldsTests
{
    private static readonly int[] Classes = [.. Enumerable.Range(0, 103).Select(row => row % 10 == 0 ? 7 : row % 3 == 0 ? 2 : 4)];
    private static readonly string[] Writers = [.. Enumerable.Range(0, 103).Select(row => $"writer {row * row % 17}")];

    public static TheoryData<string, int> Partitions => new()
    {
        { "random", 2 },
        { "random", 5 },
        { "random", 103 },
        { "stratified", 3 },
        { "stratified", 10 },
        { "grouped", 4 },
        { "given", 3 },
    };

    private static IReadOnlyList<RowFold> Of(string kind, int folds, ulong seed = 1) => kind switch
    {
        "random" => Folds.Random(103, folds, seed),
        "stratified" => Folds.Stratified(Classes, folds, seed),
        "grouped" => Folds.Grouped(Writers, folds, seed),
        _ => Folds.Given([.. Enumerable.Range(0, 103).Select(row => row / 2 % folds)]),
    };

    [Theory, MemberData(nameof(Partitions))]
    public void Each_row_is_tested_once_and_trained_on_otherwise(string kind, int folds)
    {
        var all = Of(kind, folds);
        Assert.Equal(folds, all.Count);
        Assert.Equal(Enumerable.Range(0, 103), all.SelectMany(fold => fold.Test).Order());
        Assert.All(all, fold => Assert.Equal(Enumerable.Range(0, 103), fold.Train.Concat(fold.Test).Order()));
        Assert.All(all, fold => Assert.NotEmpty(fold.Train));
    }

    [Theory, MemberData(nameof(Partitions))]
    public void Equal_seeds_give_equal_folds(string kind, int folds)
    {
        Assert.Equal(Of(kind, folds).Select(fold => fold.Test), Of(kind, folds).Select(fold => fold.Test));
        if (kind is "random" or "stratified") Assert.NotEqual(Of(kind, folds)[0].Test, Of(kind, folds, seed: 2)[0].Test);
    }

    [Fact]
    public void Random_folds_never_change_between_versions() =>
        Assert.Equal(
            "4 5 6 8 | 0 1 9 | 2 3 7",
            string.Join(" | ", Folds.Random(10, 3, seed: 0).Select(fold => string.Join(" ", fold.Test))));

    [Theory]
    [InlineData("random", 5)]
    [InlineData("stratified", 5)]
    public void Sizes_differ_by_at_most_one_row(string kind, int folds) =>
        Assert.All(Of(kind, folds), fold => Assert.InRange(fold.Test.Length, 103 / folds, (103 / folds) + 1));

    [Fact]
    public void Stratified_folds_share_each_class_to_within_one_row() =>
        Assert.All(Folds.Stratified(Classes, 4, seed: 3), fold => Assert.All(Classes.Distinct(), c =>
            Assert.InRange(fold.Test.Count(row => Classes[row] == c) - (Classes.Count(x => x == c) / 4.0), -0.999, 0.999)));

    [Fact]
    public void A_group_is_never_divided() =>
        Assert.All(
            Folds.Grouped(Writers, 4, seed: 3),
            fold => Assert.Empty(fold.Train.Select(row => Writers[row]).Intersect(fold.Test.Select(row => Writers[row]))));

    [Fact]
    public void A_group_larger_than_a_fold_stays_whole_and_the_others_fill_up()
    {
        int[] groups = [.. Enumerable.Repeat(0, 50), .. Enumerable.Range(1, 20)];
        Assert.Equal([10, 10, 50], Folds.Grouped(groups, 3, seed: 0).Select(fold => fold.Test.Length).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Time_ordered_folds_learn_from_the_past_alone(int gap)
    {
        var folds = Folds.TimeOrdered(23, 4, gap);
        Assert.Equal(Enumerable.Range(7, 16), folds.SelectMany(fold => fold.Test));
        Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, fold.Test[0] - gap), fold.Train));
    }

    [Fact]
    public void Given_folds_come_in_the_order_of_their_numbers() =>
        Assert.Equal([[1, 3], [0, 2]], Folds.Given([9, -1, 9, -1]).Select(fold => fold.Test));

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void Fewer_folds_than_two_or_more_than_rows_are_refused(int folds)
    {
        Refused($"folds must be from 2 to the number of rows, 10; given {folds}.", () => Folds.Random(10, folds, 0));
        Refused(
            $"folds must be from 2 to the number of groups, 10; given {folds}.",
            () => Folds.Grouped([.. Enumerable.Range(0, 10)], folds, 0));
        Refused($"folds must be from 2 to the number of rows but one, 10; given {folds}.", () => Folds.TimeOrdered(11, folds));
    }

    [Fact]
    public void A_class_with_fewer_rows_than_folds_is_refused() =>
        Refused(
            "class b has 2 of the 6 rows, at least 3 are needed: each of the 3 stratified folds tests a row of every class; " +
            "take fewer folds.",
            () => Folds.Stratified(["a", "b", "a", "a", "b", "a"], 3, 0));

    [Fact]
    public void A_gap_that_leaves_no_training_row_is_refused() =>
        Refused(
            "gap must be below 4, the rows before the first tested one of 10 rows in 2 folds; given 4.",
            () => Folds.TimeOrdered(10, 2, 4));

    [Fact]
    public void One_given_fold_is_refused() => Refused("There must be at least 2 folds; given 1.", () => Folds.Given([3, 3]));

    private static void Refused(string message, Func<object> action) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message);
}
